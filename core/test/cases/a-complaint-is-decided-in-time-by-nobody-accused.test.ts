import { expect, test } from 'vitest'
import type { ComplaintCase } from '../../src/cases/complaint/complaint.ts'
import { complaint, type ComplaintInputs } from '../../src/cases/complaint/procedure.ts'
import { deadEnds, listingOf } from '../../src/cases/listing.ts'
import { type Command, decide, openCase } from '../../src/cases/procedure.ts'
import { isoDay } from '../../src/primitives/day.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { actors, allMoves, walk } from './walk.ts'
import { complaintWalk } from './walk-complaint.ts'

const { world, start } = complaintWalk
test('whatever anybody tries, a complaint has an owner and a day, and only listed moves happen; all of them do', () => {
  const made = walk(complaintWalk, { runs: 3000 })
  expect(allMoves(complaint).filter((move) => !made.has(move))).toEqual([])
})

test('every state is reached and every path can end', () => {
  expect(deadEnds(listingOf(complaint))).toEqual({ unreached: [], stuck: [] })
})

const agent = actors[2] ?? expect.unreachable()
const senior = actors[3] ?? expect.unreachable()
const approver = actors[5] ?? expect.unreachable()
const opened = () => {
  const decided = openCase(complaint, { id: 'case-1', customerId: 'c1', key: 'open', by: actors[0] ?? expect.unreachable(),
    ask: { nature: 'complaint', text: '利息算错了', accused: ['junior-1'] } }, start, world)
  return isRefusal(decided) ? expect.unreachable(decided.refused) : decided.next
}

const step = (theCase: ComplaintCase, command: Command<ComplaintInputs>) => {
  const decided = decide(complaint, theCase, command, start, world)
  return isRefusal(decided) ? decided : decided.next
}

test('who is complained about does not handle it', () => {
  expect(step(opened(), { do: 'acknowledge', key: 'k', by: agent, input: { category: '征信', accused: [] } })).toMatchObject({ refused: 'case-barred' })
})

test('15 calendar days, 30 with approval by another, 60 with a second', () => {
  const made = (theCase: ComplaintCase, command: Command<ComplaintInputs>): ComplaintCase => {
    const next = step(theCase, command)
    return isRefusal(next) ? expect.unreachable(next.refused) : next
  }
  let theCase = made(opened(), { do: 'acknowledge', key: 'a', by: senior, input: { category: '征信', accused: [] } })
  const dueDay = () => isoDay(theCase.due?.day ?? expect.unreachable())
  expect(dueDay()).toBe('2026-12-08')
  for (const [n, day] of [['1', '2026-12-23'], ['2', '2027-01-22']] as const) {
    theCase = made(theCase, { do: 'ask-extension', key: `ask${n}`, by: senior, input: { reason: '需第三方核查' } })
    theCase = made(theCase, { do: 'grant-extension', key: `grant${n}`, by: approver, input: {} })
    expect(dueDay()).toBe(day)
  }
  expect(step(theCase, { do: 'ask-extension', key: 'ask3', by: senior, input: { reason: '再延' } })).toMatchObject({ refused: 'complaint-extended-enough' })
})
