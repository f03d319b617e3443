import { expect, test } from 'vitest'
import { type ApprovalAsk, type ApprovalCase, type ApprovalWorld } from '../../src/cases/approval/approval.ts'
import { delegate, preparing } from '../../src/cases/approval/authority.ts'
import { expectedFrom } from '../../src/cases/approval/expected.ts'
import { approval, type ApprovalInputs } from '../../src/cases/approval/procedure.ts'
import type { StaffActor } from '../../src/cases/case.ts'
import { type Command, decide, openCase } from '../../src/cases/procedure.ts'
import { addDays, dayOf, isoDay } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { granted } from '../loan/request.ts'
import { times } from './read-policies.ts'
import { actors, allMoves, walk } from './walk.ts'
import { approvalWalk } from './walk-approval.ts'

const { world, start } = approvalWalk
const today = dayOf(2026, 11, 23)
const [customer, agent, supervisor, first, second] =
  [actors[0], actors[2], actors[4], actors[5], actors[6]].map((actor) => actor ?? expect.unreachable()) as [never, never, StaffActor, StaffActor, StaffActor]

test('whatever anybody tries, only listed moves happen, all of them do, and above the bound two different people said yes', () => {
  const made = walk({
    ...approvalWalk,
    after: ({ after: { state, data, hands } }) => {
      if (state !== 'approved') return
      const [last, bound] = [data.last ?? expect.unreachable(), world.policy.own.levels.find(({ risk }) => risk === data.risk)?.twoAbove ?? expect.unreachable()]
      expect(data.first !== undefined).toBe(data.ask.amount > bound)
      const people = [data.first?.staffId, data.first?.standingInFor, last.staffId, last.standingInFor].filter((staffId) => staffId !== undefined)
      expect(new Set(people).size).toBe(people.length)
      for (const { move, staffId } of hands) if (preparing.includes(move)) expect(people).not.toContain(staffId)
    },
  }, { runs: 4000 })
  expect(allMoves(approval).filter((move) => !made.has(move))).toEqual([])
})

const opened = (ask: Partial<ApprovalAsk> = {}, outside: ApprovalWorld = world) => granted(openCase(approval, {
  id: 'ca5e0001-0000-8000-a000-000000000001', customerId: 'c1', key: 'open', by: customer,
  ask: { matter: 'fee-waiver', loanRef: 'L1', amount: fen(300_000n), reason: '家中有人住院', ...ask },
}, start, outside))

type Unkeyed = Command<ApprovalInputs> extends infer Each ? (Each extends { readonly key: string } ? Omit<Each, 'key'> : never) : never
let count = 0
const step = (theCase: ApprovalCase, command: Unkeyed, daysLater = 0) => {
  count += 1
  const decided = decide(approval, theCase, { ...command, key: `k${count}` } as Command<ApprovalInputs>, instantAt(addDays(today, daysLater), 11 * 60, shanghai), world)
  return isRefusal(decided) ? decided : decided.next
}
const done = (theCase: ApprovalCase, command: Unkeyed, daysLater = 0): ApprovalCase => {
  const next = step(theCase, command, daysLater)
  return isRefusal(next) ? expect.unreachable(next.refused) : next
}
const submitted = (amount: bigint, risk: 'low' | 'medium' | 'high' = 'low') =>
  done(opened({ amount: fen(amount) }).next, { do: 'submit', by: agent, input: { risk, recommendation: '建议同意' } })
const approveIt = (by: StaffActor): Unkeyed => ({ do: 'approve', by, input: {} })

test('the amount and the risk say whose level reaches', () => {
  expect(step(submitted(2_000_000n), approveIt(supervisor))).toMatchObject({ state: 'approved', data: { last: { staffId: 'supervisor-1' } } })
  // After the delegation in the walk's world has ended, a supervisor decides by his own level only.
  expect(step(submitted(2_000_001n), approveIt(supervisor), 10)).toMatchObject({ refused: 'approval-above-level' })
  expect(step(submitted(500_001n, 'medium'), approveIt(supervisor), 10)).toMatchObject({ refused: 'approval-above-level' })
  expect(step(submitted(500_001n, 'medium'), approveIt(first), 10)).toMatchObject({ state: 'approved' })
  expect(step(submitted(50_000_001n), approveIt(first))).toMatchObject({ refused: 'approval-above-level' })
})

test('who stands in for somebody decides with his level until the last day, and is no second pair of eyes beside him', () => {
  const large = submitted(8_000_000n)
  const standing = done(large, approveIt(supervisor), 9)
  expect(standing).toMatchObject({ state: 'in-second-approval', data: { first: { staffId: 'supervisor-1', standingInFor: 'approver-1' } } })
  expect(step(large, approveIt(supervisor), 10)).toMatchObject({ refused: 'approval-above-level' })
  const secondYes = (by: StaffActor): Unkeyed => ({ do: 'approve-second', by, input: {} })
  expect(step(standing, secondYes(first))).toMatchObject({ refused: 'case-four-eyes' })
  expect(step(standing, secondYes(supervisor))).toMatchObject({ refused: 'case-four-eyes' })
  expect(step(standing, secondYes(second))).toMatchObject({ state: 'approved' })
  expect(step(done(large, approveIt(first)), secondYes(supervisor))).toMatchObject({ refused: 'case-four-eyes' })
})

test('an approver names his delegate, one who approves too, with an end', () => {
  const rules = world.policy.own
  expect(delegate(first, second, { from: today, until: addDays(today, 29) }, today, rules)).toEqual({ giver: 'approver-1', delegate: 'approver-2', from: today, until: addDays(today, 29) })
  expect(delegate(first, second, { from: today, until: addDays(today, 30) }, today, rules)).toMatchObject({ refused: 'delegation-days-out-of-range' })
  expect(delegate(first, second, { from: today, until: addDays(today, -1) }, today, rules)).toMatchObject({ refused: 'delegation-days-out-of-range' })
  expect(delegate(first, first, { from: today, until: today }, today, rules)).toMatchObject({ refused: 'delegate-not-fit' })
  expect(delegate(first, { staffId: 'junior-1', rights: ['case.work'] }, { from: today, until: today }, today, rules)).toMatchObject({ refused: 'delegate-not-fit' })
})

test('what is missing is asked for with why, and a returned case needs a new first yes', () => {
  const { next: gathering, events } = opened({ matter: 'extension' })
  expect(gathering.state).toBe('gathering')
  expect(events).toContainEqual(expect.objectContaining({ notice: 'approval-material-needed', words: { asked: '收入证明（核实展期后的还款能力）' } }))
  const second80 = done(submitted(8_000_000n), approveIt(first))
  const returned = done(second80, { do: 'return', by: second, input: { reason: '申请书未签字', needed: ['request'] } })
  expect(returned).toMatchObject({ state: 'gathering', data: { held: [] } })
  expect(returned.data.first).toBeUndefined()
  const again = done(returned, { do: 'supply', by: customer, input: {} }, 1)
  const resubmitted = done(again, { do: 'submit', by: agent, input: { risk: 'low', recommendation: '已补签' } }, 1)
  expect(step(resubmitted, approveIt(first), 1)).toMatchObject({ state: 'in-second-approval' })
  expect(step(resubmitted, { do: 'refuse', by: first, input: { reason: ' ' } }, 1)).toMatchObject({ refused: 'case-text-missing' })
})

test('a day is told only from real history: half were decided by it, nine of ten by the other', () => {
  const days = (past: readonly number[], least: number) => {
    const expected = expectedFrom(today, past, least, times.calendar)
    return expected && [isoDay(expected.usual), isoDay(expected.late), expected.cases]
  }
  expect(days([3, 1, 9, 2, 5, 4, 8, 6, 7, 10], 10)).toEqual(['2026-11-30', '2026-12-04', 10])
  expect(days([4], 1)).toEqual(['2026-11-27', '2026-11-27', 1])
  expect(days([1, 2, 3], 4)).toBeUndefined()
  expect(days([], 0)).toBeUndefined()
  expect(opened().events).toContainEqual(expect.objectContaining({ notice: 'approval-received-expected', figures: expect.objectContaining({ usual: expect.objectContaining({ value: dayOf(2026, 12, 7) }) as unknown }) as unknown }))
  expect(opened({ matter: 'exception' }).next.data.expected).toBeUndefined()
})
