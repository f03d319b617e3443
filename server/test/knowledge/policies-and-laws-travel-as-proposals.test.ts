import type { getComposing } from '@xinqiao/contract/gate.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { expect, test } from 'vitest'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { disclosureOn, rulesOn } from '../../src/knowledge/laws-in-force.ts'
import { offerContent, upgradeKnowledge } from '../../src/knowledge/offer-content.ts'
import { openOffers } from '../../src/knowledge/offer-store.ts'
import { type Body, withoutApproval } from '../../src/knowledge/pieces.ts'
import type { PieceKind } from '../../src/knowledge/store.ts'
import { today } from '../../src/platform/clock.ts'
import { casesOn } from '../support/cases.ts'
import { startConversation } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Policies of cases, disclosures and rules of law: the lender's own versions rule, and an upgrade puts new ones before him. */

const server = await startTestServer()
const { context } = server.installation
const { db } = context
const day = today(context.clock)
await initKnowledge(context)

const author = await createTestStaff(server, ['knowledge-manager'], '林小雨')
const second = await createTestStaff(server, ['compliance'], '陈合规')
const agent = await createTestStaff(server, ['senior'])
const who = await enterAsCustomer(server, 'C-ruled')
const desk = casesOn(server)

const own = (kind: PieceKind, id: string): Body => {
  const piece = contentPieces().find((one) => one.kind === kind && one.body['id'] === id)
  return withoutApproval(kind, piece?.body ?? expect.unreachable(`content has no ${kind} ${id}`))
}

const offer = async (kind: PieceKind, body: Body): Promise<string> => {
  expect(await offerContent(context, () => [{ kind, pieceId: String(body['id']), body, owner: '合规部' }])).toBe(1)
  return (await openOffers(db, kind)).find(({ pieceId }) => pieceId === body['id'])?.offerId ?? expect.unreachable('nothing was offered')
}
const post = (staff: typeof author, path: string, body: object) => desk.call<never>(desk.asStaff(staff), `/desk/${path}`, body)
const accept = (offerId: string) => post(second, `knowledge-offers/${offerId}/decision`, { accept: true, reason: '核对过' })

const complaintDays = (kind: Body, days: number): Body => ({
  ...kind, limits: (kind['limits'] as readonly Body[]).map((limit) => Object.assign({}, limit, limit['name'] === 'supply' ? { calendarDays: days } : {})),
})
const policyVersionOf = async (caseId: string) => (await db.selectFrom('service_case').select('policy_version').where('case_id', '=', caseId).executeTakeFirst())?.policy_version
const complain = async () => (await desk.openMine(who, 'complaint', { text: '扣了两次款' })).case.id

test('a policy of a new release waits with its difference; once accepted it opens cases, and those that are open keep theirs', async () => {
  const before = await complain()
  const offerId = await offer('policy', complaintDays(own('policy', 'complaint'), 9))
  expect(await policyVersionOf(await complain())).toBe(1)
  const difference = await desk.call<never>(desk.asStaff(author), '/desk/knowledge/policy/complaint/difference?from=1&to=release')
  expect((difference.body as { fields: readonly { field: string }[] }).fields.map(({ field }) => field)).toEqual(['limits'])
  expect((await accept(offerId)).status).toBe(200)
  expect(await policyVersionOf(await complain())).toBe(2)
  expect(await policyVersionOf(before)).toBe(1)
  expect((await desk.get(agent, before)).status).toBe(200)
})

test('a policy that its kind of case cannot read, or that nobody may do without, is refused', async () => {
  const { limits: _, ...lacking } = own('policy', 'hardship')
  expect(await post(author, 'knowledge/policy', { body: lacking, reason: '试试', baseVersion: 1 })).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(await post(author, 'knowledge/policy', { body: { ...own('policy', 'hardship'), id: 'no-such-kind' }, reason: '试试' })).toMatchObject({ code: 'invalid-request' })
  expect(await post(second, 'knowledge/policy/hardship/retirement', { from: '2026-12-01', reason: '不办了' })).toMatchObject({ status: 409, code: 'knowledge-lasting' })
})

const composing = async (conversationId: string) =>
  (await desk.call<never>(desk.asStaff(agent), `/desk/conversations/${conversationId}/composing`)).body as ResponseOf<typeof getComposing>

test('a disclosure holds as it was accepted, for the gate and for the composer alike', async () => {
  const conversationId = await startConversation(server, who, '我要投诉')
  await complain()
  const body = own('disclosure', 'hardship-offer')
  const changed: Body = { ...body, text: { zh: '困难协商由您本人向我们免费申请。', en: 'You apply for a plan with us yourself, free of charge.' }, fields: [] }
  const offerId = await offer('disclosure', changed)
  expect((await disclosureOn(db, 'hardship-offer', day))?.version).toBe(1)
  await accept(offerId)
  expect(await disclosureOn(db, 'hardship-offer', day)).toMatchObject({ version: 2, text: { zh: '困难协商由您本人向我们免费申请。' } })
  await expect.poll(async () => (await composing(conversationId)).disclosures.filter(({ id }) => id === 'hardship-offer').map(({ text }) => text)).toEqual(['困难协商由您本人向我们免费申请。'])
})

const calls = async () => (await rulesOn(db, day)).find(({ id }) => id === 'CT-FREQ')

test('a lender’s own limit needs two people, is never wider than the law, and stays through an upgrade', async () => {
  const withOwn = (limit: string): Body => ({ ...own('rule', 'CT-FREQ'), override: { limit, reason: '更严', approvedBy: '合规部', from: '2026-01-01' } })
  expect(await post(author, 'knowledge/rule', { body: withOwn('≤9'), reason: '放宽', baseVersion: 1 })).toMatchObject({ code: 'invalid-request' })
  expect(await post(author, 'knowledge/rule', { body: withOwn('≤1'), reason: '更严', baseVersion: 1 })).toMatchObject({ status: 200 })
  expect((await calls())?.override).toBeUndefined()
  expect((await post(author, 'knowledge/rule/CT-FREQ/versions/2/decision', { decision: 'approve' })).code).toBe('same-person')
  await post(second, 'knowledge/rule/CT-FREQ/versions/2/decision', { decision: 'approve' })
  expect((await calls())?.override?.limit).toBe('≤1')
  const most = async () => (await desk.call<never>(desk.asStaff(agent), `/desk/customers/${who.customer.id}/contacts`)).body
  expect(await most()).toMatchObject({ today: { most: 1 } })
  await accept(await offer('rule', { ...own('rule', 'CT-FREQ'), statement: '每日致电次数' }))
  expect(await calls()).toMatchObject({ version: 3, statement: '每日致电次数', override: { limit: '≤1' } })
})

test('a lender from before they were kept has those of the release in force, and is offered none of them', async () => {
  const { installation: { context: old } } = await startTestServer()
  const term = contentPieces().find(({ kind }) => kind === 'term')
  await old.db.insertInto('knowledge_version').values({
    kind: 'term', piece_id: 'own', version: 1, body: JSON.stringify(term?.body), digest: 'own', proposed_by: '产品部', valid_from: '2026-01-01', review_by: '2027-01-01',
    origin: 'content', recorded_at: new Date(context.clock.now()), reason: '',
  }).execute()
  await upgradeKnowledge(old)
  const kinds = new Set((await openOffers(old.db)).map(({ kind }) => kind))
  expect(['policy', 'disclosure', 'rule'].filter((kind) => kinds.has(kind as PieceKind))).toEqual([])
  expect((await rulesOn(old.db, day)).length).toBe(contentPieces().filter(({ kind }) => kind === 'rule').length)
})
