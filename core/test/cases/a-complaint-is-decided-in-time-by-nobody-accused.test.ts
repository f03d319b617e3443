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
  const made = walk(complaintWalk, { runs: 2500 })
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

test('a suggestion has no statutory clock, is thanked for and answered; whoever finds it a complaint takes it as one, from its receipt', () => {
  const by = actors[0] ?? expect.unreachable()
  const asked = openCase(complaint, { id: 'case-2', customerId: 'c1', key: 'open', by, ask: { nature: 'suggestion', text: '希望账单能按年下载', accused: [] } }, start, world)
  if (isRefusal(asked)) return expect.unreachable(asked.refused)
  expect(asked.events).toContainEqual(expect.objectContaining({ notice: 'suggestion-registered' }))
  const considered = step(asked.next, { do: 'acknowledge', key: 'a', by: senior, input: { category: '其他', accused: [] } })
  expect(considered).toMatchObject({ state: 'considering', due: { limit: 'answer-suggestion' } })
  const answer = { outcome: 'adopted', text: '年底前上线' } as const
  expect(step(considered as ComplaintCase, { do: 'answer-suggestion', key: 'b', by: senior, input: answer })).toMatchObject({ state: 'closed', data: { answered: answer } })
  const taken = step(considered as ComplaintCase, { do: 'take-as-complaint', key: 'c', by: senior, input: {} }) as ComplaintCase
  const accepted = step(taken, { do: 'acknowledge', key: 'd', by: senior, input: { category: '其他', accused: [] } }) as ComplaintCase
  expect([accepted.state, accepted.due?.limit, isoDay(accepted.due?.day ?? expect.unreachable())]).toEqual(['investigating', 'decide', '2026-12-08'])
})
