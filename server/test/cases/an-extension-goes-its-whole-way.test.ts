import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { recordPerson } from '../../src/people/authorisations.ts'
import { today } from '../../src/platform/clock.ts'
import { casesOn, fixedOf, giveLoan, materialsOn } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** Extensions on a real server: consented, approved, above the bound by special approval, agreed to, booked once, told at each step. */

const server = await startTestServer()
const { context } = server.installation
await initKnowledge(context)
const { open, get, move, openMine, getMine, moveMine, call, asStaff } = casesOn(server)
const { noteAll } = materialsOn(server)
const day = today(context.clock)
const [agent, supervisor, approver, second] = [
  await createTestStaff(server, ['senior']), await createTestStaff(server, ['supervisor']), await createTestStaff(server, ['approver']), await createTestStaff(server, ['approver']),
]

const borrower = async (loanRef: string, principal: string, extension = {}) => {
  const who = await enterAsCustomer(server, `C-${loanRef}`)
  const { nextDue } = await giveLoan(context, { loanRef, customerId: who.customer.id, principal, today: day, extension })
  return { who, loanRef, nextDue }
}

const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 100 })

const bookedOf = (loanRef: string) => context.db.selectFrom('loan_event').select('kind').where('loan_ref', '=', loanRef).where('kind', '=', 'extend').execute()

test('asked for by the customer, approved by another than who opened it, agreed to with its cost, booked once, and told at each step', async () => {
  const { who, loanRef, nextDue } = await borrower('EX260900011', '12000.00')
  const asked = (await openMine(who, 'extension', { loanRef, days: 30 })).case
  expect(asked).toMatchObject({ state: 'in-approval', data: { compared: { fee: '50.00', bookBy: isoDay(nextDue) } } })
  expect((await move(agent, asked.id, 'approve')).code).toBe('not-allowed')
  expect((await move(supervisor, asked.id, 'approve')).case.state).toBe('offered')
  const offered = (await getMine(who, asked.id)).case
  expect((await moveMine(who, asked.id, 'agree', { ...fixedOf(offered, 'agree'), extraInterest: '0.01' })).code).toBe('extension-figure-changed')
  expect((await moveMine(who, asked.id, 'agree', fixedOf(offered, 'agree'))).case.state).toBe('booking')
  await eventually(async () => expect((await getMine(who, asked.id)).case.state).toBe('done'))
  const [instruction] = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', asked.id).execute()
  await carryOut(context, instruction?.instruction_id ?? '')
  expect(await bookedOf(loanRef)).toHaveLength(1)
  await eventually(async () => {
    const { told } = (await getMine(who, asked.id)).case
    expect(told.map(({ sent }) => sent !== undefined)).toEqual([true, true, true, true])
    expect(told[0]?.text).toContain('增加利息')
    expect(told.at(-1)?.text).toContain('已经入账')
  })
})

test('a guarantor sees the figures, and without his consent nobody decides', async () => {
  const { who, loanRef } = await borrower('EX260900012', '12000.00', { guarantorConsent: true })
  const guarantorRef = randomUUID()
  const caller = { kind: 'staff', staffId: agent.id, sessionId: 's', name: 'n', roles: ['senior'] } as const
  const refused = await recordPerson(context, caller, {
    id: guarantorRef, customerId: who.customer.id, name: '王大明', phone: '13800001234', relation: '兄弟', proof: '保证合同',
    authorisation: { role: 'guarantor', scope: [], loanRefs: [loanRef], from: day, until: undefined },
  })
  expect(refused).toBeUndefined()
  const guarantor = await enterAsCustomer(server, `T-${guarantorRef}`)
  const asked = (await openMine(who, 'extension', { loanRef, count: 2 })).case
  expect(asked.state).toBe('awaiting-consent')
  expect((await move(supervisor, asked.id, 'approve')).code).toBe('case-not-in-state')
  expect((await get(supervisor, asked.id)).case.moves).toMatchObject([
    { move: 'consent', by: ['guarantor'], refused: { code: 'case-not-yours', message: '这一步由保证人办理' } }, { move: 'decline-consent' }, { move: 'withdraw', by: ['customer'] },
  ])
  const seen = (await getMine(guarantor, asked.id)).case
  expect([seen.role, seen.moves.map((one) => one.move)]).toEqual(['guarantor', ['consent', 'decline-consent']])
  const stranger = await enterAsCustomer(server, 'C-stranger')
  expect((await getMine(stranger, asked.id)).code).toBe('not-found')
  expect((await moveMine(who, asked.id, 'consent', fixedOf(seen, 'consent'))).code).toBe('case-not-yours')
  expect((await moveMine(guarantor, asked.id, 'consent', fixedOf(seen, 'consent'))).case.state).toBe('in-approval')
  await eventually(async () => expect((await getMine(guarantor, asked.id)).case.told).toMatchObject([{ text: expect.stringContaining('由您作保的贷款') as unknown, sent: {} }]))
})

test('above the bound a special approval decides, with its materials, levels and four eyes; its yes is a yes to these figures', async () => {
  const { who, loanRef } = await borrower('EX260900013', '120000.00')
  const asked = (await open(agent, who.customer.id, 'extension', { loanRef, days: 30 })).case
  expect((await move(supervisor, asked.id, 'approve')).code).toBe('extension-needs-special-approval')
  const waiting = (await move(agent, asked.id, 'ask-special-approval', { reason: '金额超过普通审批上限' })).case
  expect(waiting).toMatchObject({ state: 'in-special-approval', links: [{ kind: 'approval', state: 'gathering' }] })
  const approval = waiting.links[0]?.id ?? ''
  expect((await getMine(who, approval)).case.materials.map(({ id, state }) => [id, state])).toEqual([['request', 'missing'], ['income', 'missing']])
  await noteAll(agent, approval)
  await move(agent, approval, 'submit', { risk: 'medium', recommendation: '收入稳定，建议同意' })
  expect((await move(supervisor, approval, 'approve')).code).toBe('approval-above-level')
  expect((await move(approver, approval, 'approve')).case.state).toBe('in-second-approval')
  expect((await move(approver, approval, 'approve-second')).code).toBe('case-four-eyes')
  expect((await move(second, approval, 'approve-second')).case).toMatchObject({ state: 'approved', links: [{ id: asked.id }] })
  await eventually(async () => expect((await getMine(who, asked.id)).case.state).toBe('offered'))
})

test('an extension that is withdrawn takes its special approval with it; one refused there is refused here, with the reason', async () => {
  const withdrawn = await borrower('EX260900014', '120000.00')
  const first = (await openMine(withdrawn.who, 'extension', { loanRef: 'EX260900014', days: 30 })).case
  const [link] = (await move(agent, first.id, 'ask-special-approval', { reason: '金额较大' })).case.links
  await moveMine(withdrawn.who, first.id, 'withdraw')
  await eventually(async () => expect((await get(agent, link?.id ?? '')).case.state).toBe('withdrawn'))
  const refused = await borrower('EX260900015', '120000.00')
  const other = (await openMine(refused.who, 'extension', { loanRef: 'EX260900015', days: 30 })).case
  const [asked] = (await move(agent, other.id, 'ask-special-approval', { reason: '金额较大' })).case.links
  await noteAll(agent, asked?.id ?? '')
  await move(agent, asked?.id ?? '', 'submit', { risk: 'low', recommendation: '收入不足' })
  expect((await move(approver, asked?.id ?? '', 'refuse', { reason: '收入不足以还新的计划' })).case.state).toBe('refused')
  await eventually(async () => expect((await getMine(refused.who, other.id)).case).toMatchObject({ state: 'refused', data: { refusedBecause: '收入不足以还新的计划' } }))
})

test('who is away lends his level until a day, and a day is foretold from what past approvals took', async () => {
  const id = randomUUID()
  const body = { id, delegate: supervisor.id, from: isoDay(day), until: isoDay(addDays(day, 5)) }
  expect((await call(asStaff(approver), '/desk/delegations', { ...body, delegate: agent.id })).code).toBe('delegate-not-fit')
  expect((await call(asStaff(approver), '/desk/delegations', body)).status).toBe(200)
  expect((await call(asStaff(approver), '/desk/delegations', body)).status).toBe(200)
  const { who, loanRef } = await borrower('EX260900016', '60000.00')
  const ask = { matter: 'fee-waiver', loanRef, amount: '60000.00', reason: '家中有人住院' }
  const ready = async () => {
    const opened = (await open(agent, who.customer.id, 'approval', ask)).case
    await noteAll(agent, opened.id)
    await move(agent, opened.id, 'submit', { risk: 'low', recommendation: '建议同意' })
    return opened
  }
  const lent = await ready()
  expect((await move(supervisor, lent.id, 'approve')).case).toMatchObject({ state: 'in-second-approval', data: { first: { by: supervisor.id, standingInFor: approver.id } } })
  expect((await move(approver, lent.id, 'approve-second')).code).toBe('case-four-eyes')
  expect((await call(asStaff(approver), `/desk/delegations/${id}/end`, {})).status).toBe(200)
  const later = await ready()
  expect((await move(supervisor, later.id, 'approve')).code).toBe('approval-above-level')
  for (let n = 0; n < 20; n += 1) {
    const { id: past } = (await open(agent, who.customer.id, 'approval', { ...ask, amount: '100.00' })).case
    await noteAll(agent, past)
    await move(agent, past, 'submit', { risk: 'low', recommendation: '同意' })
    await move(approver, past, 'approve')
  }
  const { id: waiting } = (await open(agent, who.customer.id, 'approval', { ...ask, amount: '100.00' })).case
  await noteAll(agent, waiting)
  const foretold = (await get(agent, waiting)).case
  expect(foretold.data['expected']).toEqual({ usual: isoDay(day), late: isoDay(day), provisional: false, cases: 20 })
  expect(testMoment).toBe(context.clock.now())
})
