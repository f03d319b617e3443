import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { today } from '../../src/platform/clock.ts'
import { casesOn, fixedOf, materialsOn } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** A loan application on a real server: gathered, checked, decided by another, read, signed, and paid out as one loan. */

const server = await startTestServer()
const { context } = server.installation
await fillKnowledge(context)
const { get, move, openMine, getMine, moveMine } = casesOn(server)
const { giveAll } = materialsOn(server)
const [agent, supervisor] = [await createTestStaff(server, ['senior']), await createTestStaff(server, ['supervisor'])]
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 100 })

const ask = { productId: 'anxin-steady', amount: '60000.00', count: 12, purpose: '装修与家居', monthlyIncome: '20000.00', otherMonthlyDebt: '1000.00' }

const materialsOf = async (who: Awaited<ReturnType<typeof enterAsCustomer>>, id: string) => (await getMine(who, id)).case.materials.map((one) => one.id)

test('what is missing is asked for, one checks and another decides, the costs are read before signing, and the money is paid out once', async () => {
  const who = await enterAsCustomer(server, 'C-applies')
  expect((await openMine(who, 'application', { ...ask, purpose: '股票、基金、期货、虚拟货币等投资' })).code).toBe('purpose-not-allowed')
  expect((await openMine(who, 'application', { ...ask, amount: '900000.00' })).code).toBe('amount-above-product')
  const { id } = (await openMine(who, 'application', ask)).case
  expect(await materialsOf(who, id)).toContain('income')
  expect((await moveMine(who, id, 'submit')).code).toBe('application-incomplete')
  expect((await moveMine(who, id, 'supply')).code).toBe('material-not-given')
  await giveAll(who, id)
  expect((await moveMine(who, id, 'submit')).case.state).toBe('checking')
  expect((await get(agent, id)).case.data).toMatchObject({ burden: { withinLimit: true }, offer: { amount: '60000.00' } })
  await move(supervisor, id, 'pass-on', { recommendation: '资料齐全，收入稳定' })
  expect((await move(supervisor, id, 'approve')).code).toBe('case-four-eyes')
  const approver = await createTestStaff(server, ['approver'])
  expect((await move(approver, id, 'approve')).case.state).toBe('offered')
  expect((await moveMine(who, id, 'sign', {})).code).toBe('invalid-request')
  const offered = (await getMine(who, id)).case
  expect((await moveMine(who, id, 'read-costs', { ...fixedOf(offered, 'read-costs'), total: '1.00' })).code).toBe('offer-changed')
  await moveMine(who, id, 'read-costs', fixedOf(offered, 'read-costs'))
  const toSign = (await getMine(who, id)).case
  expect((await moveMine(who, id, 'sign', fixedOf(toSign, 'sign'))).case.state).toBe('paying-out')
  await eventually(async () => expect((await getMine(who, id)).case.state).toBe('done'))
  const [instruction] = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', id).execute()
  await carryOut(context, instruction?.instruction_id ?? '')
  const loans = await createLedger(context.db).loansOf(who.customer.id, today(context.clock))
  expect(loans.map(({ facts }) => [facts.loanRef, facts.state, facts.principal.value])).toEqual([[(await getMine(who, id)).case.data['paidOutAs'], 'current', 6_000_000n]])
  await eventually(async () => expect((await getMine(who, id)).case.told.map(({ sent }) => sent !== undefined)).toEqual([true, true, true, true, true, true, true]))
})

test('a refusal gives its reason in plain words, and who withdraws owes nothing', async () => {
  const who = await enterAsCustomer(server, 'C-refused')
  const { id } = (await openMine(who, 'application', { ...ask, amount: '12000.00' })).case
  await giveAll(who, id)
  await moveMine(who, id, 'submit')
  await move(agent, id, 'pass-on', { recommendation: '负债偏高' })
  expect((await move(supervisor, id, 'refuse', { reason: '' })).code).toBe('case-text-missing')
  await move(supervisor, id, 'refuse', { reason: '每月还款占收入的比例偏高' })
  expect((await getMine(who, id)).case).toMatchObject({ state: 'refused', data: { refusedBecause: '每月还款占收入的比例偏高' } })
  const other = (await openMine(who, 'application', { ...ask, amount: '12000.00' })).case
  expect((await moveMine(who, other.id, 'withdraw')).case.state).toBe('withdrawn')
  expect(await createLedger(context.db).loansOf(who.customer.id, today(context.clock))).toEqual([])
})
