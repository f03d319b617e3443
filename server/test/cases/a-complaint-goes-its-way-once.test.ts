import type { getCase, getMyCase } from '@xinqiao/contract/cases.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { giveAlert } from '../../src/cases/alerts.ts'
import { jobs } from '../../src/cases/jobs.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { keyOfCustomer } from '../../src/people/customer-keys.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** One complaint after another on a real server: who may do what, who is first, and what happens when nobody does anything. */

const start = instant(Date.now())
const clock = clockAt(start)
const server = await startTestServer({ clock })
const { context } = server.installation
await initKnowledge(context)

const customer = await enterAsCustomer(server, 'C-complains')
const stranger = await enterAsCustomer(server, 'C-other')
const junior = await createTestStaff(server, ['junior'])
const accused = await createTestStaff(server, ['senior'])
const [supervisor, approver] = [await createTestStaff(server, ['supervisor']), await createTestStaff(server, ['approver'])]

type AtDesk = ResponseOf<typeof getCase>['case']
type Mine = ResponseOf<typeof getMyCase>['case']
type Answer<Case> = { readonly status: number; readonly case: Case; readonly code: string | undefined }

const call = async <Case>(headers: Record<string, string>, path: string, body?: unknown): Promise<Answer<Case>> => {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/v1${path}`, { ...sent, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } })
  const answer = (await response.json()) as { case: Case; error?: { code: string } }
  return { status: response.status, case: answer.case, code: answer.error?.code }
}
const asStaff = ({ cookie }: TestStaff): Record<string, string> => ({ cookie, origin: server.url })

const complain = async (who: TestSession, text = '扣了两次款，要求退回'): Promise<Mine> =>
  (await call<Mine>(customerHeaders(who), '/chat/cases', { key: randomUUID(), kind: 'complaint', ask: { text } })).case
const move = (who: TestStaff, id: string, name: string, input: unknown = {}, key: string = randomUUID()): Promise<Answer<AtDesk>> =>
  call<AtDesk>(asStaff(who), `/desk/cases/${id}/moves`, { key, move: name, input })
const moveMine = (who: TestSession, id: string, name: string, input: unknown = {}): Promise<Answer<Mine>> =>
  call<Mine>(customerHeaders(who), `/chat/cases/${id}/moves`, { key: randomUUID(), move: name, input })

const reply = {
  facts: '九月十二日系统重复扣款一次', conclusion: 'upheld', text: '重复扣的一笔已退回', rootCause: '系统缺陷', remedy: '退款并致歉', refund: { loanRef: 'L-1', amount: '50.00' },
}

const instructionsOf = (caseId: string) => context.db.selectFrom('case_instruction').selectAll().where('case_id', '=', caseId).execute()

const repliedComplaint = async (): Promise<string> => {
  const { id } = await complain(customer)
  await move(junior, id, 'acknowledge', { category: '还款与扣款' })
  await move(junior, id, 'draft-reply', reply)
  expect((await move(approver, id, 'approve-reply')).case.state).toBe('replied')
  return id
}

test('a complaint is registered, accepted, answered after four eyes, and closed by the customer; the refund is asked for once', async () => {
  const { id, due } = await complain(customer)
  expect(due?.basis).toBe('机构规定')
  expect((await move(junior, id, 'acknowledge', { category: '没有' })).code).toBe('complaint-category-unknown')
  const accepted = await move(junior, id, 'acknowledge', { category: '还款与扣款' })
  expect(accepted.case.due).toMatchObject({ limit: 'decide', daysLeft: 15, basis: expect.stringContaining('投诉处理管理办法') })
  await move(supervisor, id, 'draft-reply', reply)
  expect((await move(junior, id, 'approve-reply')).code).toBe('not-allowed')
  expect((await move(supervisor, id, 'approve-reply')).code).toBe('case-four-eyes')
  expect((await move(approver, id, 'approve-reply')).case.data['reply']).toEqual(reply)
  expect((await moveMine(customer, id, 'accept-reply')).case.state).toBe('remedy-due')
  expect((await move(supervisor, id, 'make-good', { reference: 'TK20261123001' })).code).toBe('case-four-eyes')
  expect((await move(junior, id, 'make-good', { reference: 'TK20261123001' })).case.state).toBe('closed')
  expect((await move(approver, id, 'return-reply', { reason: '晚了' })).code).toBe('case-ended')
  expect(await instructionsOf(id)).toMatchObject([{ what: 'refund', loan_ref: 'L-1', amount: 5000n }])
})

test('opening with the same key is opening once, and a repeated move changes nothing', async () => {
  const body = { key: randomUUID(), kind: 'complaint', ask: { text: '请回电说明' } }
  const [first, second] = [await call<Mine>(customerHeaders(customer), '/chat/cases', body), await call<Mine>(customerHeaders(customer), '/chat/cases', body)]
  expect([second.case.id, second.case.version, second.case.steps]).toEqual([first.case.id, 1, first.case.steps])
  const key = randomUUID()
  const [once, again] = [await move(junior, first.case.id, 'acknowledge', { category: '其他' }, key), await move(junior, first.case.id, 'acknowledge', { category: '其他' }, key)]
  expect(again.case.version).toBe(once.case.version)
  expect(again.case.steps).toHaveLength(2)
})

test('two who approve at the same moment are one winner and one clear refusal, and no money is asked for twice', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await complain(customer)
    await move(junior, id, 'acknowledge', { category: '还款与扣款' })
    await move(junior, id, 'draft-reply', reply)
    const answers = await Promise.all([move(approver, id, 'approve-reply'), move(supervisor, id, 'approve-reply')])
    expect(answers.map(({ code }) => code ?? 'done').toSorted()).toEqual(['case-not-in-state', 'done'])
    expect(await instructionsOf(id)).toHaveLength(1)
  }
})

test('one of those who take a case from its queue gets it', async () => {
  const { id } = await complain(customer)
  const take = (who: TestStaff) => call<AtDesk>(asStaff(who), `/desk/cases/${id}/take`, { key: randomUUID() })
  const answers = await Promise.all([take(junior), take(accused)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
})

test('who is complained about may not touch it, and another customer does not even find it', async () => {
  const opened = await call<AtDesk>(asStaff(junior), `/desk/customers/${customer.customer.id}/cases`, { key: randomUUID(), kind: 'complaint', ask: { text: '客服态度不好', accused: [accused.id] } })
  expect((await move(accused, opened.case.id, 'acknowledge', { category: '服务态度' })).code).toBe('case-barred')
  expect((await moveMine(stranger, opened.case.id, 'withdraw')).code).toBe('not-found')
  expect((await moveMine(customer, opened.case.id, 'acknowledge', { category: '其他' })).code).toBe('case-not-yours')
  expect((await moveMine(customer, opened.case.id, 'withdraw')).case.state).toBe('withdrawn')
})

test('half the time warns, the end is known as late, and a reply that nobody had reviewed closes by itself', async () => {
  const id = await repliedComplaint()
  const days = (count: number) => clock.set(instant(start + count * 86_400_000))
  const alerts = async () => (await context.db.selectFrom('case_alert').select('stage').where('case_id', '=', id).orderBy('at').execute()).map(({ stage }) => stage)
  const { entered_at } = await context.db.selectFrom('service_case').select('entered_at').where('case_id', '=', id).executeTakeFirstOrThrow()
  const alert = (stage: 'warned' | 'late') => giveAlert(context, { caseId: id, enteredAt: instant(entered_at.getTime()), stage })
  expect([await alert('warned'), await alerts()]).toEqual([false, []])
  days(16)
  await Promise.all([alert('warned'), alert('warned')])
  expect(await alerts()).toEqual(['warned'])
  days(32)
  const job = jobs.find(({ name }) => name === 'cases.alert') ?? expect.unreachable()
  const attempt = { number: 1, signal: undefined }
  const payload = { caseId: id, enteredAt: entered_at.toISOString(), stage: 'late' }
  await job.run(context, payload, attempt)
  await job.run(context, payload, attempt)
  expect(await alerts()).toEqual(['warned', 'late'])
  const closed = (await call<AtDesk>(asStaff(junior), `/desk/cases/${id}`)).case
  // The refund of the reply is still to be made.
  expect(closed).toMatchObject({ state: 'remedy-due', waitsFor: 'desk' })
  expect(closed.steps.at(-1)).toMatchObject({ move: 'lapse', by: { party: 'clock' } })
  days(0)
})

test('what the customer wrote is not readable in the table, and goes with his key', async () => {
  const { id } = await complain(stranger, '我的身份证号被泄露了')
  const { sealed } = await context.db.selectFrom('service_case').select('sealed').where('case_id', '=', id).executeTakeFirstOrThrow()
  expect(sealed.includes(Buffer.from('身份证'))).toBe(false)
  await context.keys.destroy(context.db, await keyOfCustomer(context, context.db, stranger.customer.id, 'case'))
  expect(await (await fetch(`${server.url}/v1/chat/cases`, { headers: customerHeaders(stranger) })).json()).toEqual({ cases: [] })
})
