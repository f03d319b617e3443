import { addDays } from '@xinqiao/core/primitives/day.ts'
import { expect, test } from 'vitest'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { noticesInForce, noticesTold } from '../../src/knowledge/notices.ts'
import { offerContent, upgradeKnowledge } from '../../src/knowledge/offer-content.ts'
import { openOffers } from '../../src/knowledge/offer-store.ts'
import { type Body, pieceInForce, withoutApproval } from '../../src/knowledge/pieces.ts'
import { insertApprovals, insertVersions, type NewVersion, type PieceKind } from '../../src/knowledge/store.ts'
import { storedVersions } from '../../src/knowledge/version-store.ts'
import { today } from '../../src/platform/clock.ts'
import { createTestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
const { db } = context
const day = today(context.clock)

/** The answers of an older release, which could not tell a loan’s rate. */
const withoutNotice = (body: Body, id: string): Body => ({ ...body, notices: (body['notices'] as readonly { id: string }[]).filter((notice) => notice.id !== id) })
const missing = 'loan-rate'

test('nothing is offered to a database without a lender, nor to one that was just filled', async () => {
  await upgradeKnowledge(context)
  expect(await openOffers(db)).toEqual([])
  await fillKnowledge(context)
  await upgradeKnowledge(context)
  expect(await openOffers(db)).toEqual([])
})

const release = (kind: PieceKind, id: string, change: (body: Body) => Body) => {
  const piece = contentPieces().find((one) => one.kind === kind && one.body['id'] === id)
  if (!piece) throw new Error(`content has no ${kind} ${id}`)
  return () => [{ kind, pieceId: id, body: withoutApproval(kind, change(piece.body)), owner: '产品部' }]
}

const author = await createTestStaff(server, ['knowledge-manager'], '林小雨')
const decider = await createTestStaff(server, ['compliance'], '陈合规')
const post = async (staff: { readonly cookie: string }, path: string, body: unknown) => {
  const response = await fetch(`${server.url}/v1/desk/${path}`, { method: 'POST', headers: { cookie: staff.cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return (await response.json()) as { readonly version?: number; readonly error?: { readonly code: string } }
}
const offered = async (pieceId: string) => (await openOffers(db)).find((offer) => offer.pieceId === pieceId)

test('a changed text is offered once, names the version it was written from, and changes nothing by itself', async () => {
  const changed = release('article', 'invoice', (body) => ({ ...body, version: 2, title: '怎么开发票' }))
  expect(await offerContent(context, changed)).toBe(1)
  expect(await offerContent(context, changed)).toBe(0)
  expect(await offered('invoice')).toMatchObject({ baseVersion: 1 })
  expect((await pieceInForce(db, 'article', 'invoice', day))?.title).toBe('利息能开发票吗')
  const response = await fetch(`${server.url}/v1/desk/knowledge/article/invoice/difference?from=1&to=release`, { headers: { cookie: author.cookie } })
  expect(((await response.json()) as { fields: readonly { field: string }[] }).fields.map(({ field }) => field)).toEqual(['title'])
})

test('what is accepted is in force as a further version, approved by who accepted it', async () => {
  const offer = await offered('invoice')
  expect(await post(decider, `knowledge-offers/${offer?.offerId}/decision`, { accept: true, reason: '更短' })).toMatchObject({ version: 2 })
  expect(await pieceInForce(db, 'article', 'invoice', day)).toMatchObject({ title: '怎么开发票', version: 2, approvedBy: decider.id })
  expect(await post(decider, `knowledge-offers/${offer?.offerId}/decision`, { accept: true, reason: '更短' })).toMatchObject({ error: { code: 'not-found' } })
})

test('what is edited waits for a second person, and what is declined is not offered again', async () => {
  await offerContent(context, release('term', 'prepayment', (body) => ({ ...body, plain: '还没到期就先把钱还掉。' })))
  const term = await offered('prepayment')
  expect(await post(author, 'knowledge/term', { body: { ...term?.body, plain: '没到期先把钱还掉。' }, reason: '再短一点', baseVersion: 1, offerId: term?.offerId })).toMatchObject({ version: 2 })
  expect((await pieceInForce(db, 'term', 'prepayment', day))?.version).toBe(1)
  expect(await offered('prepayment')).toBeUndefined()
  const reply = release('article', 'refund', (body) => ({ ...body, title: '退款怎么退' }))
  await offerContent(context, reply)
  const declined = await offered('refund')
  expect(await post(decider, `knowledge-offers/${declined?.offerId}/decision`, { accept: false, reason: '我们不这样说' })).toMatchObject({})
  expect(await offerContent(context, reply)).toBe(0)
  expect(await offered('refund')).toBeUndefined()
})

test('a lender who wrote his own text keeps it, and sees from what the release set out', async () => {
  const own = (await storedVersions(db, 'article', 'login')).at(-1)?.body ?? {}
  await post(author, 'knowledge/article', { body: { ...own, title: '我们的登录说明' }, reason: '自己的说法', baseVersion: 1 })
  await post(decider, 'knowledge/article/login/versions/2/decision', { decision: 'approve' })
  await offerContent(context, release('article', 'login', (body) => ({ ...body, version: 2, title: '登录不上怎么办' })))
  expect((await pieceInForce(db, 'article', 'login', day))?.title).toBe('我们的登录说明')
  expect(await offered('login')).toMatchObject({ baseVersion: 1 })
})

test('a database that was filled before a sentence existed says it in the release’s approved words', async () => {
  const old = await startTestServer()
  const { context: then } = old.installation
  const pieces = contentPieces().filter(({ kind }) => kind === 'notice').map(({ body }) => withoutNotice(body, missing))
  const versions = pieces.map((body): NewVersion => ({
    kind: 'notice', pieceId: String(body['id']), version: 1, body: withoutApproval('notice', body), proposedBy: '产品部', origin: 'content', validFrom: day, reviewBy: addDays(day, 300),
  }))
  await then.db.transaction().execute(async (tx) => {
    await insertVersions(tx, versions, then.clock.now())
    await insertApprovals(tx, versions.map(({ kind, pieceId, version }) => ({ kind, pieceId, version, approvedBy: '复核人', approvedOn: day })), then.clock.now())
  })
  expect((await noticesTold(then.db, day)).fromRelease.map(({ id }) => id)).toEqual([missing])
  expect((await noticesInForce(then.db, day)).get(missing)?.text.zh).toContain('年利率')
  await upgradeKnowledge(then)
  const offer = (await openOffers(then.db, 'notice')).find(({ pieceId }) => pieceId === 'answers')
  const staff = await createTestStaff(old, ['compliance'])
  await fetch(`${old.url}/v1/desk/knowledge-offers/${offer?.offerId}/decision`, {
    method: 'POST', headers: { cookie: staff.cookie, 'content-type': 'application/json' }, body: JSON.stringify({ accept: false, reason: '不说' }),
  })
  // Declined: the machine does not say it in words that the lender does not want, and the doctor names it.
  expect(await noticesTold(then.db, day)).toMatchObject({ fromRelease: [], absent: expect.arrayContaining([missing]) })
})
