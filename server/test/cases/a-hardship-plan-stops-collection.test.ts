import { addDays, parseDay } from '@xinqiao/core/primitives/day.ts'
import { instant, instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { jobs } from '../../src/cases/jobs.ts'
import { checkContact } from '../../src/compliance/contact-limits.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { clockAt, today } from '../../src/platform/clock.ts'
import { casesOn, fixedOf, giveLoan, materialsOn } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** A hardship plan on a real server: what the books allow, agreed to, booked once; collection stops while it is kept, and the clock sees where it is not. */

const clock = clockAt(testMoment)
const server = await startTestServer({ clock })
const { context } = server.installation
await initKnowledge(context)
const { get, move, openMine, getMine, moveMine } = casesOn(server)
const { giveAll } = materialsOn(server)
const day = today(clock)
const [agent, supervisor] = [await createTestStaff(server, ['senior']), await createTestStaff(server, ['supervisor'])]
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 100 })

test('means, proof, a plan of those that the books allow, agreed to and booked once; then nobody collects until it is broken', async () => {
  const who = await enterAsCustomer(server, 'C-hardship')
  const loanRef = 'HS260900001'
  // The first instalment fell due two weeks ago and was not paid.
  await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: day, events: [{ on: addDays(day, -14), kind: 'debit-failed', amount: fen(1n) }] })
  const collect = () => checkContact(context, who.customer.id, { purpose: 'collection', loanRefs: [loanRef] })
  expect(await collect()).toBeUndefined()
  const { id } = (await openMine(who, 'hardship', { loanRef, cause: '失业，正在找工作', income: '3000.00', expenses: '2500.00', canPay: '500.00' })).case
  expect((await moveMine(who, id, 'submit')).code).toBe('application-incomplete')
  await giveAll(who, id)
  expect((await moveMine(who, id, 'submit')).case).toMatchObject({ state: 'assessing' })
  expect((await getMine(who, id)).case.data).not.toHaveProperty('options')
  expect((await get(agent, id)).case.data['options']).toHaveLength(4)
  expect((await move(agent, id, 'propose', { days: '7', recommendation: '短期' })).code).toBe('hardship-plan-not-possible')
  await move(supervisor, id, 'propose', { days: '60', recommendation: '两个月内可找到工作' })
  expect((await move(supervisor, id, 'approve')).code).toBe('case-four-eyes')
  await move(await createTestStaff(server, ['approver']), id, 'approve')
  const offered = (await getMine(who, id)).case
  expect((await moveMine(who, id, 'agree', { ...fixedOf(offered, 'agree'), firstInstalment: '1.00' })).code).toBe('offer-changed')
  await moveMine(who, id, 'agree', fixedOf(offered, 'agree'))
  await eventually(async () => expect((await getMine(who, id)).case.state).toBe('kept'))
  const [instruction] = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', id).execute()
  await carryOut(context, instruction?.instruction_id ?? '')
  expect(await context.db.selectFrom('loan_event').select('seq').where('loan_ref', '=', loanRef).where('kind', '=', 'defer').execute()).toHaveLength(1)
  expect((await collect())?.refused).toBe('contact-plan-kept')
  const firstDue = parseDay(String(fixedOf(offered, 'agree')['firstDue'])) ?? expect.unreachable()
  clock.set(instant(instantAt(addDays(firstDue, 1), 9 * 60, shanghai)))
  const { entered_at: entered } = await context.db.selectFrom('service_case').select('entered_at').where('case_id', '=', id).executeTakeFirstOrThrow()
  const alert = jobs.find(({ name }) => name === 'cases.alert') ?? expect.unreachable()
  await alert.run(context, { caseId: id, enteredAt: entered.toISOString(), stage: 'late' }, { number: 1, signal: undefined })
  expect((await get(agent, id)).case.state).toBe('broken')
  expect((await collect())?.refused).not.toBe('contact-plan-kept')
  expect((await move(agent, id, 'close', { reason: '客户已联系不上' })).case.state).toBe('closed')
  clock.set(testMoment)
})
