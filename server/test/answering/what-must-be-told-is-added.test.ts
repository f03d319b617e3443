import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { disclosuresOn } from '../../src/knowledge/laws-in-force.ts'
import { checkOutgoing } from '../../src/conversations/gate.ts'
import { send } from '../../src/conversations/send-message.ts'
import { today } from '../../src/platform/clock.ts'
import { chatGet, startConversation } from '../support/desk.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Every text of content/disclosures is added where it belongs, filled from the records, or has a screen of its own. */

const server = await startTestServer({ demo: true })
const { context } = server.installation
const staff = await createTestStaff(server, ['senior', 'collector'], '林晓')

type Loans = { readonly loans: readonly LoanCard[] }
type Talk = { readonly who: TestSession; readonly id: string; readonly loan: LoanCard }

const refs = async (): Promise<readonly string[]> => (await context.db.selectFrom('customer').select('ref').where('ref', 'is not', null).orderBy('ref').execute()).flatMap(({ ref }) => ref ?? [])

const talkWith = async (wanted: (loan: LoanCard) => boolean): Promise<Talk> => {
  for (const ref of await refs()) {
    const who = await enterAsCustomer(server, ref)
    const { loans } = (await (await fetch(`${server.url}/v1/chat/loans`, { headers: customerHeaders(who) })).json()) as Loans
    const [loan] = loans
    if (loan && loans.length === 1 && wanted(loan)) return { who, id: await startConversation(server, who, '你好'), loan }
  }
  return expect.unreachable('the demo has no such borrower')
}

const isCurrent = ({ state, payoffToday }: LoanCard): boolean => state === 'current' && Number(payoffToday) > 10_000
const isLate = ({ state }: LoanCard): boolean => state === 'overdue'

type Moment = {
  readonly with: (loan: LoanCard) => boolean
  readonly says: (loan: LoanCard) => string
  readonly purpose?: 'collection' | 'marketing'
  readonly before?: (talk: Talk) => Promise<void>
}

const complain = async ({ who }: Talk): Promise<void> => {
  const body = JSON.stringify({ key: randomUUID(), kind: 'complaint', ask: { text: '扣了两次款' } })
  await fetch(`${server.url}/v1/chat/cases`, { method: 'POST', headers: { ...customerHeaders(who), 'content-type': 'application/json' }, body })
}

const agree = async ({ who }: Talk): Promise<void> => {
  const body = JSON.stringify({ purpose: 'marketing', given: true, textVersion: 1 })
  await fetch(`${server.url}/v1/chat/consents`, { method: 'POST', headers: { ...customerHeaders(who), 'content-type': 'application/json' }, body })
}

const moments: Readonly<Record<string, Moment>> = {
  'annualised-cost': { with: (loan) => isCurrent(loan) && loan.product.name === '安心贷·等额', says: () => '您这笔的年利率是 10.8%。' },
  'flat-fee': { with: (loan) => loan.product.name === '安心分期' && loan.state === 'current', says: () => '您这笔安心分期的年利率是 7.2%。' },
  'guarantee-fee': { with: (loan) => loan.product.name === '安心担保贷' && loan.state === 'current', says: () => '您这笔安心担保贷的年利率是 12%。' },
  'quote-is-no-approval': { with: isCurrent, says: () => '帮您按短期贷试算，借 10000 元大约多付 800 元。' },
  'prepayment-quote': { with: isCurrent, says: (loan) => `今天提前还清一共 ${loan.payoffToday} 元。` },
  'extension-offer': { with: isCurrent, says: () => '这笔可以展期，最长 3 个月。' },
  'overdue-notice': { with: isLate, says: (loan) => `您逾期了 ${loan.arrears?.amount} 元。` },
  'credit-report-notice': { with: isLate, says: () => '逾期信息我们会如实报送征信。' },
  'collection-contact': { with: isLate, says: () => '请您尽快安排还款。', purpose: 'collection' },
  'marketing-optout': { with: isCurrent, says: () => '【安心消费金融】会员日活动，请看官方 App。', purpose: 'marketing', before: agree },
  'complaint-received': { with: isCurrent, says: () => '您的投诉已经登记了。', before: complain },
  'hardship-offer': { with: isLate, says: () => '您可以申请困难协商。' },
}

/** Where a text is no part of a message: read and agreed to on a screen, or said before anything else. */
const onScreens: ReadonlySet<string> = new Set(['cost-table', 'cost-read-confirm', 'credit-query-consent', 'data-use'])
const elsewhere: ReadonlySet<string> = new Set([...onScreens, 'machine-speaks'])

test('each has its moment here, or its screen', async () => {
  const disclosures = await disclosuresOn(context.db, today(context.clock))
  const ids = disclosures.map(({ id }) => id)
  expect(ids.toSorted()).toEqual([...Object.keys(moments), ...elsewhere].toSorted())
  expect(disclosures.filter(({ placement }) => placement === 'confirm').map(({ id }) => id).toSorted()).toEqual([...onScreens].toSorted())
})

const found = async (conversationId: string, text: string, purpose: Moment['purpose'] | 'service' = 'service') =>
  (await checkOutgoing(context, { text, speaker: 'agent', purpose, conversationId, agentName: '林晓' })).findings

test.each(Object.entries(moments))('%s is asked for with its words, and with them the message goes', async (id, { with: wanted, says, purpose, before }) => {
  const talk = await talkWith(wanted)
  await before?.(talk)
  const text = says(talk.loan)
  const due = await vi.waitFor(async () => {
    const asked = (await found(talk.id, text, purpose)).find(({ rule }) => rule === `DISCLOSURE-${id}`)
    return asked ?? expect.unreachable(`it is not asked for beside “${text}”`)
  }, 10_000)
  expect(due.suggestion).not.toMatch(/[{}]/u)
  expect(due.basis).not.toBe('')
  const whole = `${text}\n${due.suggestion}`
  expect((await found(talk.id, whole, purpose)).map(({ rule }) => rule)).not.toContain(`DISCLOSURE-${id}`)
  const sent = await send(context, {
    from: 'agent', agent: { staffId: staff.id, name: '林晓' }, conversationId: talk.id, id: randomUUID(), text: whole, purpose: purpose ?? 'service', reason: '试一试',
  })
  // A machine has the conversation: what stops it here is whose it is, after the gate has let it pass.
  expect(isRefusal(sent) ? sent.refused : 'sent').toBe('conversation-not-yours')
})

test('the notice that a complaint is registered carries how it is handled', async () => {
  const talk = await talkWith((loan) => loan.state === 'current' && loan.product.name === '安心担保贷')
  await complain(talk)
  await vi.waitFor(async () => {
    const { entries } = (await chatGet(server, talk.who, `/conversations/${talk.id}/entries`)).body as { entries: { author?: { kind: string }; body?: { text: string } }[] }
    expect(entries.filter(({ author }) => author?.kind === 'system').map(({ body }) => body?.text).join('\n')).toMatch(/最迟 \d{4}年\d+月\d+日 答复处理决定/u)
  }, 60_000)
})

test('elsewhere than on the page a machine says first that it is one', async () => {
  const who = await enterAsCustomer(server, 'C-by-mail')
  const mailed = await send(context, { from: 'customer', customerId: who.customer.id, channel: 'email', id: randomUUID(), text: '你好' })
  if (isRefusal(mailed)) expect.unreachable(mailed.refused)
  const of = async (text: string): Promise<readonly string[]> =>
    (await checkOutgoing(context, { text, speaker: 'machine', purpose: 'service', conversationId: mailed.conversationId })).findings.map(({ rule, suggestion }) => `${rule} ${suggestion}`)
  const [due = ''] = await of('请问有什么可以帮您？')
  expect(due).toMatch(/^DISCLOSURE-machine-speaks .*智能助手自动答复/u)
  expect(await of(`${due.replace('DISCLOSURE-machine-speaks ', '')}\n请问有什么可以帮您？`)).toEqual([])
})
