import { expect, test, vi } from 'vitest'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { today } from '../../src/platform/clock.ts'
import { casesOn, giveLoan } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
await initKnowledge(context)
const { get, move, openMine, getMine, moveMine } = casesOn(server)

test('annotated, looked into, answered after four eyes; what was wrong is corrected at the register before the customer is told', async () => {
  const [agent, supervisor, approver] = [await createTestStaff(server, ['senior']), await createTestStaff(server, ['supervisor']), await createTestStaff(server, ['approver'])]
  const who = await enterAsCustomer(server, 'C-dispute')
  const loanRef = 'CD260900001'
  await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: today(context.clock) })
  expect((await openMine(who, 'credit-dispute', { loanRef: 'CD260900009', text: '不是我的' })).code).toBe('loan-unknown')
  const { id, deadlines } = (await openMine(who, 'credit-dispute', { loanRef, text: '九月的逾期记录有误，当天已经还款' })).case
  expect(deadlines.find(({ limit }) => limit === 'decide')).toMatchObject({ daysLeft: 20, basis: expect.stringContaining('征信业管理条例') as unknown })
  await move(agent, id, 'annotate', { reference: 'YY2026112300001' })
  await move(supervisor, id, 'draft-reply', { finding: 'wrong', facts: '还款当日已入账，报送时有延迟', text: '已更正为正常还款' })
  expect((await move(supervisor, id, 'approve-reply')).code).toBe('case-four-eyes')
  expect((await move(approver, id, 'approve-reply')).case.state).toBe('correcting')
  expect((await getMine(who, id)).case.data).not.toHaveProperty('reply')
  expect((await move(agent, id, 'corrected', { reference: 'GZ2026112300001' })).case.state).toBe('replied')
  await vi.waitFor(async () => expect((await getMine(who, id)).case.told.at(-1)).toMatchObject({ sent: {}, text: expect.stringContaining('已更正为正常还款') as unknown }), 15_000)
  expect((await moveMine(who, id, 'accept')).case.state).toBe('closed')
  expect((await get(agent, id)).case.steps.map((step) => step.move)).toEqual(['open', 'annotate', 'draft-reply', 'approve-reply', 'corrected', 'accept'])
})
