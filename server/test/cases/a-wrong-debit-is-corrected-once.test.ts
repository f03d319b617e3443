import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { today } from '../../src/platform/clock.ts'
import { sha256OfBytes } from '../../src/record/sha256.ts'
import { casesOn, giveLoan } from '../support/cases.ts'
import { pagesOfPdf } from '../support/pdf.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Repayment problems and settlement certificates on a real server: looked up in the books, corrected by two people, once; proven to whoever is shown it. */

const server = await startTestServer()
const { context } = server.installation
await initKnowledge(context)
const { get, move, openMine, getMine, moveMine } = casesOn(server)
const day = today(context.clock)
const [agent, supervisor] = [await createTestStaff(server, ['senior']), await createTestStaff(server, ['supervisor'])]
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 100 })

const paid = (daysAgo: number, amount: bigint) => ({ on: addDays(day, -daysAgo), kind: 'repay', amount: fen(amount) }) as const

test('money that was taken twice is found in the books, given back after four eyes, and the books hold the undoing once', async () => {
  const who = await enterAsCustomer(server, 'C-twice')
  const loanRef = 'RP260900011'
  await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: day, events: [paid(3, 50_000n), paid(2, 50_000n)] })
  const asked = (await openMine(who, 'repayment-problem', { loanRef, problem: 'debited-twice', text: '昨天又扣了一次' })).case
  expect(asked).toMatchObject({ state: 'checking', data: { checks: [{ check: 'same-payment-again', found: true, on: isoDay(addDays(day, -2)), amount: '500.00' }] } })
  const { suggested } = (await get(agent, asked.id)).case.data
  expect((await move(agent, asked.id, 'answer', { finding: 'not-confirmed', text: '没有问题', correction: suggested })).code).toBe('correction-without-cause')
  const answered = await move(supervisor, asked.id, 'answer', { finding: 'confirmed', text: '系统重复扣款，多扣的一笔退回原卡', correction: suggested })
  expect(answered.case.state).toBe('correction-in-review')
  expect((await move(supervisor, asked.id, 'approve-correction')).code).toBe('case-four-eyes')
  const second = await createTestStaff(server, ['approver'])
  expect((await move(second, asked.id, 'approve-correction')).case.state).toBe('correcting')
  await eventually(async () => expect((await getMine(who, asked.id)).case.state).toBe('answered'))
  const [instruction] = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', asked.id).execute()
  await carryOut(context, instruction?.instruction_id ?? '')
  const undone = await context.db.selectFrom('loan_event').select('seq').where('loan_ref', '=', loanRef).where('kind', '=', 'reverse').execute()
  expect(undone).toHaveLength(1)
  await eventually(async () => expect((await getMine(who, asked.id)).case.told.at(-1)).toMatchObject({ sent: {}, text: expect.stringContaining('500.00 元') as unknown }))
  expect((await moveMine(who, asked.id, 'accept')).case.state).toBe('closed')
})

test('too much paid is given back: what nothing was due for leaves the books, the rest of the payment stays', async () => {
  const who = await enterAsCustomer(server, 'C-over')
  const loanRef = 'RP260900012'
  await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: day, events: [paid(14, 500_000n)] })
  const before = await createLedger(context.db).loan(loanRef, day)
  const asked = (await openMine(who, 'repayment-problem', { loanRef, problem: 'overpaid', text: '多还了钱，请退回' })).case
  const { suggested } = (await get(agent, asked.id)).case.data as { suggested: { amount: string } }
  await move(agent, asked.id, 'answer', { finding: 'confirmed', text: '多还的钱退回原卡', correction: suggested })
  await move(supervisor, asked.id, 'approve-correction')
  await eventually(async () => expect((await getMine(who, asked.id)).case.state).toBe('answered'))
  const after = await createLedger(context.db).loan(loanRef, day)
  expect(after?.facts.remainingPrincipal).toEqual(before?.facts.remainingPrincipal)
  const again = (await openMine(who, 'repayment-problem', { loanRef, problem: 'overpaid', text: '还有吗' })).case
  expect(again.data['checks']).toMatchObject([{ check: 'paid-too-much', found: false }])
})

test('a settled loan has one certificate with a number of its own, whose truth anybody who is shown it can ask; a running loan has none', async () => {
  const who = await enterAsCustomer(server, 'C-settled')
  const [running, settled] = ['RP260900013', 'RP260900014']
  await giveLoan(context, { loanRef: running, customerId: who.customer.id, principal: '12000.00', today: day })
  await giveLoan(context, { loanRef: settled, customerId: who.customer.id, principal: '12000.00', today: day, events: [{ on: addDays(day, -5), kind: 'prepay' }] })
  expect((await openMine(who, 'certificate', { loanRef: running })).code).toBe('loan-not-settled')
  const [first, second] = [(await openMine(who, 'certificate', { loanRef: settled })).case, (await openMine(who, 'certificate', { loanRef: settled })).case]
  await eventually(async () => expect([(await getMine(who, first.id)).case.state, (await getMine(who, second.id)).case.state]).toEqual(['done', 'done']))
  const number = (await getMine(who, first.id)).case.data['number']
  expect((await getMine(who, second.id)).case.data['number']).toBe(number)
  const response = await fetch(`${server.url}/v1/chat/certificates/${String(number)}`, { headers: customerHeaders(who) })
  const paper = Buffer.from(await response.arrayBuffer())
  const text = (await pagesOfPdf(paper)).join('').replaceAll(/\s+/g, '')
  for (const part of ['贷款结清证明', String(number), settled, isoDay(addDays(day, -5))]) expect(text).toContain(part)
  const code = /核验码([A-Z2-9]{8})/.exec(text)?.[1] ?? ''
  const check = async (asked: string) => await fetch(`${server.url}/v1/certificates/${String(number)}?code=${asked}`)
  expect(await (await check(code)).json()).toMatchObject({ number, settledOn: isoDay(addDays(day, -5)), loanEndsWith: '0014', digest: sha256OfBytes(paper) })
  expect((await check('AAAAAAAA')).status).toBe(404)
  const stranger = await enterAsCustomer(server, 'C-stranger')
  expect((await fetch(`${server.url}/v1/chat/certificates/${String(number)}`, { headers: customerHeaders(stranger) })).status).toBe(404)
})
