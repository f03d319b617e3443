import type { getPiece, listPieces } from '@xinqiao/contract/knowledge-desk.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { piecesInForce } from '../../src/knowledge/pieces.ts'
import { searchArticles } from '../../src/knowledge/search-articles.ts'
import { today } from '../../src/platform/clock.ts'
import { createTestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
await fillKnowledge(context)
const author = await createTestStaff(server, ['knowledge-manager'], '林小雨')
const second = await createTestStaff(server, ['compliance'], '陈合规')

const ask = async <Answer>(staff: { readonly cookie: string }, method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly code: string | undefined; readonly answer: Answer }> => {
  const response = await fetch(`${server.url}/v1/desk/${path}`, {
    method, headers: { cookie: staff.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Answer & { readonly error?: { readonly code: string } }
  return { status: response.status, code: answer.error?.code, answer }
}
const read = async (id: string) => (await ask<ResponseOf<typeof getPiece>>(author, 'GET', `knowledge/article/${id}`)).answer
const list = async (query: string) => (await ask<ResponseOf<typeof listPieces>>(author, 'GET', `knowledge?${query}`)).answer
const bodyOf = async (id: string) => (await read(id)).versions[0]?.body ?? {}
const propose = (body: unknown, baseVersion?: number) => ask<{ version: number }>(author, 'POST', 'knowledge/article', { body, reason: '说得更清楚', ...(baseVersion === undefined ? {} : { baseVersion }) })
const decide = (staff: { readonly cookie: string }, id: string, version: number, body: unknown) => ask(staff, 'POST', `knowledge/article/${id}/versions/${version}/decision`, body)

test('what one writes is in force when another approves it, and both stand in its history', async () => {
  const body = { ...(await bodyOf('service-hours')), answer: '工作日和周末都有人，具体时间在下面。' , figures: [], body: '' }
  expect(await propose(body, 1)).toMatchObject({ status: 200, answer: { version: 2 } })
  expect((await read('service-hours')).row).toMatchObject({ state: 'in-force', version: 1, waiting: { version: 2, by: { name: '林小雨' } } })
  expect((await list('kind=article&show=to-decide')).rows.map(({ id }) => id)).toEqual(['service-hours'])
  expect(await decide(author, 'service-hours', 2, { decision: 'approve' })).toMatchObject({ status: 409, code: 'same-person' })
  expect(await decide(second, 'service-hours', 2, { decision: 'approve' })).toMatchObject({ status: 200 })
  const [newest, older] = (await read('service-hours')).versions
  expect(newest).toMatchObject({ state: 'in-force', reason: '说得更清楚', baseVersion: 1, by: { name: '林小雨' }, approved: { by: { name: '陈合规' } } })
  expect(older).toMatchObject({ version: 1, state: 'replaced', origin: 'content' })
  const shown = (await (await fetch(`${server.url}/v1/articles/service-hours`)).json()) as { approvedBy: string; version: number }
  expect(shown).toMatchObject({ version: 2, approvedBy: '陈合规' })
})

test('who wrote from an older version, or decides on one, is told that there is a newer', async () => {
  const body = await bodyOf('login')
  expect(await propose(body, 7)).toMatchObject({ code: 'version-conflict' })
  expect(await propose(body)).toMatchObject({ code: 'version-conflict' })
  expect(await propose(body, 1)).toMatchObject({ status: 200 })
  expect(await propose({ ...body, title: '登录不了' }, 2)).toMatchObject({ status: 200 })
  expect(await decide(second, 'login', 2, { decision: 'approve' })).toMatchObject({ code: 'version-conflict' })
  expect((await read('login')).versions.map(({ state }) => state)).toEqual(['waiting', 'superseded', 'in-force'])
})

test('what is returned says why, is in force for nobody, and is not approved after all', async () => {
  expect(await decide(second, 'login', 3, { decision: 'return', reason: '标题和正文对不上' })).toMatchObject({ status: 200 })
  expect(await decide(second, 'login', 3, { decision: 'approve' })).toMatchObject({ code: 'knowledge-decided' })
  expect((await read('login')).versions[0]).toMatchObject({ state: 'returned', returned: { by: { name: '陈合规' }, reason: '标题和正文对不上' } })
  expect((await read('login')).row).toMatchObject({ state: 'in-force', version: 1 })
})

test('what the gate would stop in a message does not become knowledge', async () => {
  const body = { ...(await bodyOf('limit-increase')), answer: '放心，百分百给您提额，保证通过。' }
  expect(await propose(body, 1)).toMatchObject({ status: 422, code: 'knowledge-blocked' })
  expect((await read('limit-increase')).versions).toHaveLength(1)
  const previewed = await ask<{ findings: readonly { quote: string }[] }>(author, 'POST', 'knowledge/article/preview', { body })
  expect(previewed.answer.findings.length).toBeGreaterThan(0)
})

test('a preview names what is wrong and reads with the figures of an example loan', async () => {
  const body = { ...(await bodyOf('repayment-amount')), withLoan: '您这期应还 {dueAmount}，还剩 {remainingPrincipal} 本金。', answer: '每期 300 元。' }
  const { answer } = await ask<{ problems: readonly { code: string }[]; withLoan: string; places: readonly { name: string }[] }>(author, 'POST', 'knowledge/article/preview', { body })
  expect(answer.problems.map(({ code }) => code)).toContain('unlisted-figure')
  expect(answer.withLoan).toMatch(/^您这期应还 [\d,]+\.\d\d 元，还剩 [\d,]+\.\d\d 元 本金。$/)
  expect(answer.places.map(({ name }) => name)).toEqual(expect.arrayContaining(['dueAmount', 'payoffToday']))
})

test('a new article is found by the words its author gave it, once it is approved', async () => {
  const body = {
    ...(await bodyOf('suggestion')), id: 'own-branch', title: '有没有线下网点', intents: ['service-hours'], answer: '我们没有线下网点，都在 App 里办。', body: '', leads: false,
    phrasings: ['柜台在哪条街', '能不能上门找你们'],
  }
  const found = async () => (await searchArticles(context.db, { text: '你们柜台在哪条街', day: today(context.clock), limit: 1 }))[0]?.article.id
  expect(await propose(body)).toMatchObject({ status: 200, answer: { version: 1 } })
  expect(await found()).not.toBe('own-branch')
  await decide(second, 'own-branch', 1, { decision: 'approve' })
  expect(await found()).toBe('own-branch')
})

test('two versions are compared by words, and only what differs is shown', async () => {
  const { answer } = await ask<{ fields: readonly { field: string; parts: readonly { change: string; text: string }[] }[] }>(author, 'GET', 'knowledge/article/login/difference?from=1&to=3')
  expect(answer.fields.map(({ field }) => field)).toEqual(['title'])
  const parts = answer.fields[0]?.parts ?? []
  expect(parts.filter(({ change }) => change !== 'removed').map(({ text }) => text).join('')).toBe('登录不了')
  expect(parts.filter(({ change }) => change !== 'added').map(({ text }) => text).join('')).toBe('登不上、忘了密码')
})

test('a retired piece is used no more from its day on, and can still be read', async () => {
  expect(await ask(second, 'POST', 'knowledge/article/invoice/retirement', { from: '2026-11-23', reason: '不再开票' })).toMatchObject({ status: 200 })
  expect((await piecesInForce(context.db, 'article', today(context.clock))).map(({ id }) => id)).not.toContain('invoice')
  expect((await read('invoice')).versions[0]).toMatchObject({ state: 'ended', withdrawn: { by: { name: '陈合规' }, from: '2026-11-23', reason: '不再开票' } })
  expect(await ask(author, 'POST', 'knowledge/article/no-such/retirement', { from: '2026-11-23', reason: 'x' })).toMatchObject({ code: 'not-found' })
})

test('every change stands in the record, with who did it', async () => {
  const { rows } = await sql<{ what: string; by: string }>`select payload ->> 'what' as what, payload ->> 'by' as by from event where kind = 'knowledge.changed' order by event_id`.execute(context.db)
  expect(rows.slice(0, 2)).toEqual([{ what: 'proposed', by: author.id }, { what: 'approved', by: second.id }])
  expect(new Set(rows.map(({ what }) => what))).toEqual(new Set(['proposed', 'approved', 'returned', 'withdrawn']))
})
