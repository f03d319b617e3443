import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { checkOutgoing } from '../../src/conversations/gate.ts'
import { today } from '../../src/platform/clock.ts'
import { startConversation } from '../support/desk.ts'
import { customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** What an agent says of a customer's cases, products and consent is held against the records of that customer, as they stand when he says it. */

const server = await startTestServer({ demo: true })
const { context } = server.installation
const day = today(context.clock)

const read = async <Body>(who: TestSession, path: string): Promise<Body> => (await (await fetch(`${server.url}/v1/chat${path}`, { headers: customerHeaders(who) })).json()) as Body
const send = async <Body>(who: TestSession, path: string, body: object): Promise<Body> =>
  (await (await fetch(`${server.url}/v1/chat${path}`, { method: 'POST', headers: { ...customerHeaders(who), 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as Body

type Talk = { readonly who: TestSession; readonly id: string; readonly loan: LoanCard }

const used = new Set<string>()
const talkWith = async (wanted: (loan: LoanCard) => boolean): Promise<Talk> => {
  for (const { ref } of await context.db.selectFrom('customer').select('ref').where('ref', 'is not', null).orderBy('ref').execute()) {
    if (used.has(ref ?? '')) continue
    const who = await enterAsCustomer(server, ref ?? '')
    const { loans } = await read<{ loans: LoanCard[] }>(who, '/loans')
    const [loan] = loans
    if (!loan || loans.length > 1 || !wanted(loan)) continue
    used.add(ref ?? '')
    const id = await startConversation(server, who, '我要找人工')
    return { who, id, loan }
  }
  return expect.unreachable('the demo has no such borrower')
}

/** The rules that stand against a text. */
const found = async ({ id: conversationId }: Talk, text: string): Promise<readonly string[]> =>
  (await checkOutgoing(context, { text, speaker: 'agent', purpose: 'service', conversationId })).findings.map(({ rule }) => rule).filter((rule) => !rule.startsWith('DISCLOSURE-'))

const isCurrent = ({ state, payoffToday }: LoanCard): boolean => state === 'current' && Number(payoffToday) > 10_000

/** What was known is looked at anew after half a second. */
const soon = (expected: () => Promise<void>): Promise<void> => vi.waitFor(expected, { timeout: 10_000, interval: 300 })

test('a complaint is said to be registered once it is, and its days may be told', async () => {
  const decided = isoDay(addDays(day, 15))
  const talk = await talkWith(isCurrent)
  expect(await found(talk, '您的投诉已经登记了。')).toEqual(['CASE-UNRECORDED'])
  const [year, month, dayOfMonth] = decided.split('-').map(Number)
  await send(talk.who, '/cases', { key: randomUUID(), kind: 'complaint', ask: { text: '扣了两次款，要求退回' } })
  await soon(async () => expect(await found(talk, '您的投诉已经登记了。')).toEqual([]))
  expect(await found(talk, `您的投诉最晚${year}年${month}月${dayOfMonth}日答复您。`)).toEqual([])
  expect(await found(talk, '您这件事法院已经立案了。')).toEqual(['MSG-IMPERSON'])
})

test('what is granted may be called so, what is asked for or nobody asked for may not', async () => {
  const talk = await talkWith(isCurrent)
  expect(await found(talk, '您的贷款申请已经批准。')).toEqual([])
  expect(await found(talk, '您的展期申请已经批准。')).toEqual(['MSG-PROMISE'])
  expect(await found(talk, '您的提前还款申请已经批准。')).toEqual(['MSG-PROMISE'])
  const on = isoDay(addDays(day, 3))
  const { case: quoted } = await send<{ case: { id: string; data: { quote: { total: string } } } }>(talk.who, '/cases', { key: randomUUID(), kind: 'prepayment', ask: { loanRef: talk.loan.ref, on } })
  await soon(async () => expect(await found(talk, '您的提前还款申请已经批准。')).toEqual(['MSG-PROMISE']))
  const { total } = quoted.data.quote
  await send(talk.who, `/cases/${quoted.id}/moves`, { key: randomUUID(), move: 'agree', input: { total } })
  await soon(async () => expect(await found(talk, '您的提前还款申请已经批准。')).toEqual([]))
  expect(await found(talk, `约好三天后扣 ${total} 元。`)).toEqual([])
  expect(await found(talk, '您的展期申请已经批准。')).toEqual(['MSG-PROMISE'])
})

test('whether there are fees beside the interest is a matter of his product', async () => {
  const free = await talkWith((loan) => isCurrent(loan) && loan.product.name.includes('等额'))
  const charged = await talkWith((loan) => loan.state === 'current' && loan.product.name === '安心担保贷')
  const text = '除利息外没有其他费用，年化利率见合同。'
  expect(await found(free, text)).not.toContain('MSG-RATE')
  expect(await found(charged, text)).toContain('MSG-RATE')
  expect(await found(free, '这笔借款是免息的。')).toContain('MSG-ZERO')
})

test('an offer reaches only who agreed to be told of offers', async () => {
  const talk = await talkWith(isCurrent)
  const offer = '【安心消费金融】会员日活动，利率优惠，欢迎参加。拒收请回复R'
  expect(await found(talk, offer)).toContain('MSG-OPTOUT')
  await send(talk.who, '/consents', { purpose: 'marketing', given: true, textVersion: 1 })
  await soon(async () => expect(await found(talk, offer)).not.toContain('MSG-OPTOUT'))
})
