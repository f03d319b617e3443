import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { today } from '../../src/platform/clock.ts'
import { type Answer, casesOn, fixedOf, giveLoan, materialsOn } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Of every kind: two people who act on a case at the same moment are one winner and one clear refusal, and a key that comes again does nothing. */

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await fillKnowledge(context)
const { open, get, getMine, move, moveMine, openMine } = casesOn(server)
const { giveAll, noteAll } = materialsOn(server)
const day = today(context.clock)
const [agent, colleague, supervisor, approver] = [
  await createTestStaff(server, ['senior']), await createTestStaff(server, ['junior']), await createTestStaff(server, ['supervisor']), await createTestStaff(server, ['approver']),
]

let count = 0
const borrower = async (): Promise<{ readonly who: TestSession; readonly loanRef: string }> => {
  count += 1
  const [who, loanRef] = [await enterAsCustomer(server, `C-at-once-${count}`), `AO26090000${count}`]
  await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: day })
  return { who, loanRef }
}

type Act = (key: string) => Promise<Answer<{ readonly version: number }>>
type Race = { readonly one: Act; readonly other: Act; readonly version: () => Promise<number> }

const versionOf = (id: string) => async (): Promise<number> => (await get(agent, id)).case.version

/** A case of each kind, brought to where two may act. */
const races: Readonly<Record<string, () => Promise<Race>>> = {
  application: async () => {
    const { who } = await borrower()
    const { id } = (await openMine(who, 'application', { productId: 'anxin-steady', amount: '12000.00', count: 12, purpose: '装修与家居', monthlyIncome: '9000.00' })).case
    await giveAll(who, id)
    await moveMine(who, id, 'submit')
    const pass = { recommendation: '资料齐全' }
    return { one: (key) => move(agent, id, 'pass-on', pass, key), other: (key) => move(colleague, id, 'pass-on', pass, key), version: versionOf(id) }
  },
  prepayment: async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'prepayment', { loanRef, on: isoDay(day) })).case
    return { one: (key) => moveMine(who, id, 'cancel', {}, key), other: (key) => move(agent, id, 'cancel', {}, key), version: versionOf(id) }
  },
  extension: async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'extension', { loanRef, days: 30 })).case
    return { one: (key) => move(supervisor, id, 'approve', {}, key), other: (key) => move(approver, id, 'refuse', { reason: '收入不足' }, key), version: versionOf(id) }
  },
  'change-day': async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'change-day', { loanRef, day: 20 })).case
    const seen = fixedOf((await getMine(who, id)).case, 'agree')
    return { one: (key) => moveMine(who, id, 'agree', seen, key), other: (key) => move(agent, id, 'withdraw', {}, key), version: versionOf(id) }
  },
  'change-card': async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'change-card', { loanRef, card: { bank: 'cmb', cardNumber: '6225880022222229', holder: '王小明' } })).case
    const seen = fixedOf((await getMine(who, id)).case, 'authorise')
    return { one: (key) => moveMine(who, id, 'authorise', seen, key), other: (key) => moveMine(who, id, 'authorise', seen, key), version: versionOf(id) }
  },
  approval: async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await open(agent, who.customer.id, 'approval', { matter: 'fee-waiver', loanRef, amount: '100.00', reason: '家中有人住院' })).case
    await noteAll(agent, id)
    await move(agent, id, 'submit', { risk: 'low', recommendation: '同意' })
    return { one: (key) => move(supervisor, id, 'approve', {}, key), other: (key) => move(approver, id, 'refuse', { reason: '不符合条件' }, key), version: versionOf(id) }
  },
  hardship: async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'hardship', { loanRef, cause: '失业', income: '3000.00', expenses: '2500.00', canPay: '500.00' })).case
    await giveAll(who, id)
    await moveMine(who, id, 'submit')
    const plan = { days: '30', recommendation: '短期困难' }
    return { one: (key) => move(agent, id, 'propose', plan, key), other: (key) => move(colleague, id, 'propose', { ...plan, days: '60' }, key), version: versionOf(id) }
  },
  'repayment-problem': async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'repayment-problem', { loanRef, problem: 'debit-failed', text: '没有扣成功' })).case
    const answer = { finding: 'not-confirmed', text: '账上没有失败的扣款' }
    return { one: (key) => move(agent, id, 'answer', answer, key), other: (key) => move(colleague, id, 'answer', answer, key), version: versionOf(id) }
  },
  'credit-dispute': async () => {
    const { who, loanRef } = await borrower()
    const { id } = (await openMine(who, 'credit-dispute', { loanRef, text: '九月的逾期记录有误' })).case
    const annotation = { reference: 'YY2026112300001' }
    return { one: (key) => move(agent, id, 'annotate', annotation, key), other: (key) => move(colleague, id, 'annotate', annotation, key), version: versionOf(id) }
  },
  complaint: async () => {
    const { who } = await borrower()
    const { id } = (await openMine(who, 'complaint', { text: '请回电说明' })).case
    return { one: (key) => move(agent, id, 'acknowledge', { category: '其他' }, key), other: (key) => move(colleague, id, 'acknowledge', { category: '其他' }, key), version: versionOf(id) }
  },
}

test.each(Object.keys(races))('%s', async (kind) => {
  const { one, other, version } = await (races[kind] ?? expect.unreachable())()
  const before = await version()
  const [keyOfOne, keyOfOther] = [randomUUID(), randomUUID()]
  const answers = await Promise.all([one(keyOfOne), other(keyOfOther)])
  const [refused, ...more] = answers.flatMap(({ code }) => code ?? [])
  expect([answers.filter(({ status }) => status === 200).length, more]).toEqual([1, []])
  expect(['case-not-in-state', 'case-ended']).toContain(refused)
  const won = answers[0]?.status === 200 ? () => one(keyOfOne) : () => other(keyOfOther)
  const again = await won()
  expect([again.status, again.case.version, await version()]).toEqual([200, before + 1, before + 1])
})

test('what was seen is what is agreed to, once: two agreements of one customer are one debit', async () => {
  const { who, loanRef } = await borrower()
  const { id } = (await openMine(who, 'prepayment', { loanRef, on: isoDay(day) })).case
  const seen = fixedOf((await getMine(who, id)).case, 'agree')
  const answers = await Promise.all([moveMine(who, id, 'agree', seen), moveMine(who, id, 'agree', seen)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
})
