import type { SearchHit } from '@xinqiao/contract/search.ts'
import type { Role } from '@xinqiao/core/people/rights.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { forgetTalks, indexMissing, rebuildIndex } from '../../src/conversations/index-entries.ts'
import { jobs } from '../../src/conversations/jobs.ts'
import { liveOf } from '../../src/conversations/live.ts'
import { readIndexRows } from '../../src/conversations/search-store.ts'
import { keyOfCustomer } from '../../src/people/customer-keys.ts'
import { saveCustomer } from '../../src/people/customers.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { reply, startConversation, take, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation

const phone = '13800001234'
const idNumber = '110101199003078515'
await context.db.transaction().execute(async (tx) => {
  await saveCustomer(context, tx, 'C1', { name: '王小明' })
  await saveCustomer(context, tx, 'C2', { name: '李大勇' })
})
const [wang, li] = [await enterAsCustomer(server, 'C1'), await enterAsCustomer(server, 'C2')]
const [senior, quality] = [await createTestStaff(server, ['senior'], '林小雨'), await createTestStaff(server, ['quality'])]

const wangTalk = await startConversation(server, wang, `我换了手机号，现在是 ${phone}，身份证 ${idNumber}`)
await write(server, wang, '借据 AX2609000017 本期要还 1,024.55 元，能不能晚几天')
const liTalk = await startConversation(server, li, '提前还款要收违约金吗')
await take(server, senior, wangTalk)
await reply(server, senior, wangTalk, { text: '您好，本期应还 1,024.55 元，我帮您看看怎么安排。' })
await reply(server, senior, wangTalk, { text: '客户说下周发工资', visibleTo: 'staff' })

/** The process indexes a moment after the commit. */
const indexed = () => liveOf(context).indexed()
await indexed()

const search = async (staff: Pick<TestStaff, 'cookie'>, body: object): Promise<{ status: number; hits: readonly SearchHit[]; nextCursor?: string; code?: string }> => {
  const response = await fetch(`${server.url}/v1/desk/search`, { method: 'POST', headers: { cookie: staff.cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const answer = (await response.json()) as { hits?: readonly SearchHit[]; nextCursor?: string; error?: { code: string } }
  return { status: response.status, hits: answer.hits ?? [], ...(answer.nextCursor === undefined ? {} : { nextCursor: answer.nextCursor }), ...(answer.error ? { code: answer.error.code } : {}) }
}

const marked = ({ snippet: { text, marks } }: SearchHit): readonly string[] => marks.map(({ start, end }) => text.slice(start, end))

const found = async (body: object): Promise<readonly string[]> => {
  const { hits } = await search(senior, body)
  return hits.map(({ conversationId, seq }) => `${conversationId === wangTalk ? 'wang' : 'li'} ${seq}`)
}

test.each([
  ['a word', '手机号', ['手机号']],
  ['several words', '本期 1024.55', ['本期', '1,024.55']],
  ['a part of an amount', '024.5', ['024.5']],
  ['a part of a reference', '000017', ['000017']],
  ['a whole phone number, in groups', '138 0000 1234', ['138****1234']],
  ['the last four of it', '1234', ['138****1234']],
  ['a whole identity number', idNumber, ['1101**********8515']],
  ['the last four of that', '8515', ['1101**********8515']],
  ['a private note', '发工资', ['发工资']],
])('%s', async (_, q, marks) => {
  const { hits } = await search(senior, { q, customerId: wang.customer.id })
  const [hit] = hits
  expect(hit).toMatchObject({ conversationId: wangTalk, customer: { id: wang.customer.id, name: '王小明' }, retracted: false })
  expect(hit && marked(hit)).toEqual(marks)
})

test('a part of a personal number finds nothing, and nothing finds nobody', async () => {
  for (const q of ['3800001', '19900307', '没有说过的话']) expect(await found({ q })).toEqual([])
})

test('newest first, by agent, by customer and by day; page after page gives each once', async () => {
  const all = await found({ q: '1024.55' })
  expect(all.length).toBeGreaterThanOrEqual(2)
  const byAgent = await search(senior, { q: '1024.55', staffId: senior.id })
  expect(byAgent.hits.map(({ author }) => author)).toEqual([{ kind: 'agent', staffId: senior.id, name: '林小雨' }])
  expect(await found({ q: '还款', customerId: li.customer.id })).toContain('li 2')
  expect(await found({ q: '1024.55', to: '2026-11-22' })).toEqual([])
  expect(await found({ q: '1024.55', from: '2026-11-23', to: '2026-11-23' })).toEqual(all)
  const everything = await found({ from: '2026-11-23', limit: 50 })
  const paged: string[] = []
  for (let cursor: string | undefined, more = true; more;) {
    const page = await search(senior, { from: '2026-11-23', limit: 2, ...(cursor === undefined ? {} : { cursor }) })
    paged.push(...page.hits.map(({ conversationId, seq }) => `${conversationId === wangTalk ? 'wang' : 'li'} ${seq}`))
    cursor = page.nextCursor
    more = cursor !== undefined
  }
  expect(paged).toEqual(everything)
})

test('what one may not see whole is covered in what is found; who may not read conversations finds nothing at all', async () => {
  const { hits: [hit] } = await search(quality, { q: phone })
  expect(hit?.customer.name).toBe('王**')
  expect(hit?.snippet.text).toContain('138****1234')
  expect(hit?.snippet.text).not.toContain(idNumber)
  for (const role of ['knowledge-manager', 'admin'] satisfies Role[]) {
    expect(await search(await createTestStaff(server, [role]), { q: '手机号' })).toMatchObject({ status: 403, code: 'not-allowed' })
  }
})

test('that somebody searched is written down with whose words he was shown', async () => {
  await search(quality, { q: '违约金吗' })
  const { rows } = await sql<{ payload: unknown }>`select payload from event where kind = 'people.customer-viewed' order by event_id desc limit 1`.execute(context.db)
  expect(rows[0]?.payload).toEqual({ staffId: quality.id, customers: [li.customer.id], what: 'search' })
})

test('too little to search for is said', async () => {
  expect(await search(senior, { q: '我' })).toMatchObject({ status: 422, code: 'search-too-short' })
  expect(await search(senior, {})).toMatchObject({ status: 422, code: 'search-too-short' })
  expect((await search(senior, { q: '我', customerId: wang.customer.id })).hits.length).toBeGreaterThan(0)
})

test('the index holds no word and no number that was said', async () => {
  const rows = await readIndexRows(context.db)
  expect(rows.length).toBeGreaterThanOrEqual(5)
  const { rows: texts } = await sql<{ row: string }>`select search_entry::text as row from search_entry`.execute(context.db)
  for (const { row } of texts) expect(row).not.toMatch(new RegExp(`手机|还款|${phone}|${idNumber}`))
})

test('the index of all that was said is what a rebuild makes of it, and what is missing is added', async () => {
  const before = await readIndexRows(context.db)
  expect(await rebuildIndex(context)).toBe(before.length)
  expect(await readIndexRows(context.db)).toEqual(before)
  await sql`delete from search_entry where seq % 2 = 0`.execute(context.db)
  expect(await indexMissing(context)).toBeGreaterThan(0)
  expect(await readIndexRows(context.db)).toEqual(before)
})

test('what a process had no time to index is added by the job, which looks only where something was said since', async () => {
  const job = jobs.find(({ name }) => name === 'conversations.index-missing')
  const run = async (): Promise<void> => { await job?.run(context, {}, { number: 1, signal: undefined }) }
  const all = await readIndexRows(context.db)
  await sql`delete from search_entry`.execute(context.db)
  await run()
  expect(await readIndexRows(context.db)).toEqual(all)
  clock.advance(600_000)
  await run()
  await sql`delete from search_entry where conversation_id = ${liTalk}`.execute(context.db)
  await run()
  expect((await readIndexRows(context.db)).length).toBeLessThan(all.length)
  await write(server, li, '又说了一句')
  await indexed()
  await run()
  expect((await readIndexRows(context.db)).length).toBe(all.length + 1)
})

test('an entry whose customer is erased before it is indexed gets no row', async () => {
  const zhao = await enterAsCustomer(server, 'C3')
  const talk = await startConversation(server, zhao, '马上就要删除的话')
  const key = await keyOfCustomer(context, context.db, zhao.customer.id, 'talk')
  await context.db.transaction().execute(async (tx) => {
    await context.keys.destroy(tx, key)
    await forgetTalks(tx, [zhao.customer.id], [key])
  })
  await indexed()
  const { rows } = await sql<{ left: string }>`select count(*)::text as left from search_entry where conversation_id = ${talk}`.execute(context.db)
  expect(rows[0]?.left).toBe('0')
})

test('an erased customer is found no more, nor after a rebuild; others are', async () => {
  const key = await keyOfCustomer(context, context.db, li.customer.id, 'talk')
  const count = await context.db.transaction().execute(async (tx) => {
    await context.keys.destroy(tx, key)
    return await forgetTalks(tx, [li.customer.id], [key])
  })
  expect(count).toBeGreaterThan(0)
  const { rows } = await sql<{ left: string }>`select count(*)::text as left from search_entry where conversation_id = ${liTalk}`.execute(context.db)
  expect(rows[0]?.left).toBe('0')
  await rebuildIndex(context)
  expect(await found({ q: '违约金吗' })).toEqual([])
  expect((await found({ q: '手机号' })).length).toBeGreaterThan(0)
})
