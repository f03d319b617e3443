import { expect, test } from 'vitest'
import type { Actor, StaffActor } from '../../src/cases/case.ts'
import type { ExtensionCase, ExtensionWorld } from '../../src/cases/extension/extension.ts'
import { extension, type ExtensionInputs } from '../../src/cases/extension/procedure.ts'
import { type Command, decide, openCase } from '../../src/cases/procedure.ts'
import { assessExtension } from '../../src/loan/extension.ts'
import { addDays, type Day, dayOf, isoDay } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { granted } from '../loan/request.ts'
import { actors, allMoves, walk } from './walk.ts'
import { extensibleLoans, extensionWalk, extensionWalkRefused } from './walk-extension.ts'

const { world } = extensionWalk
const today = dayOf(2026, 11, 23)
const [loan] = extensibleLoans
const [customer, agent, approver, guarantor, clock, system, secondGuarantor, linked] =
  [0, 2, 5, 8, 9, 10, 11, 12].map((n) => actors[n] ?? expect.unreachable()) as [Actor & { party: 'customer' }, StaffActor, StaffActor, Actor, Actor, Actor, Actor, Actor]

test('whatever anybody tries, a loan is extended only by what its customer agreed to; all listed moves happen', () => {
  const after: typeof extensionWalk.after = ({ before, command, events }) => {
    const told = events.filter(({ event }) => event === 'instruct')
    expect(told.length).toBe(command.do === 'agree' ? 1 : 0)
    if (told.length === 0) return
    expect(command.by.party).toBe('customer')
    expect(told).toMatchObject([{ instruction: { what: 'extend', loanRef: before.data.ask.loanRef, amount: before.data.compared.fee } }])
    if (before.data.ask.loanRef === 'L2') expect([...before.data.consents].sort()).toEqual(['g1', 'g2'])
  }
  const made = new Set([...walk({ ...extensionWalk, after }, { runs: 2500 }), ...walk({ ...extensionWalkRefused, after }, { runs: 1500 })])
  expect(allMoves(extension).filter((move) => !made.has(move))).toEqual([])
})

const open = (ask: object = {}, daysLater = 0, outside: ExtensionWorld = world, by: Actor = customer) =>
  openCase(extension, { id: 'e1', customerId: 'c1', key: 'open', by, ask: { loanRef: 'L1', days: 30, ...ask } }, instantAt(addDays(today, daysLater), 600, shanghai), outside)
const opened = (...args: Parameters<typeof open>): ExtensionCase => granted(open(...args)).next

type Unkeyed = Command<ExtensionInputs> extends infer Each ? (Each extends { readonly key: string } ? Omit<Each, 'key'> : never) : never
let count = 0
const decided = (theCase: ExtensionCase, command: Unkeyed, daysLater = 0, outside: ExtensionWorld = world) => {
  count += 1
  return decide(extension, theCase, { ...command, key: `k${count}` } as Command<ExtensionInputs>, instantAt(addDays(today, daysLater), 660, shanghai), outside)
}
const step = (...args: Parameters<typeof decided>) => {
  const made = decided(...args)
  return isRefusal(made) ? made : made.next
}
const done = (...args: Parameters<typeof decided>): ExtensionCase => granted(decided(...args)).next
const seenIn = ({ data: { compared: { extraInterest, fee, endAfter } } }: ExtensionCase) => ({ extraInterest, fee, endAfter })

test('compared before and after by the loan engine, approved, agreed to, booked', () => {
  const theCase = opened()
  const answer = granted(assessExtension(loan.terms, [], { on: today, days: 30, fee: fen(5000n) }))
  expect(theCase.data.compared).toMatchObject({ interestBefore: answer.interestBefore, interestAfter: answer.interestAfter, endAfter: answer.endAfter, principal: 1_200_000n })
  const offered = done(theCase, { do: 'approve', by: approver, input: {} })
  const agreed = granted(decided(offered, { do: 'agree', by: customer, input: seenIn(offered) }))
  expect(agreed.events).toContainEqual({ event: 'instruct', instruction: { id: 'e1:extend:1', what: 'extend', loanRef: 'L1', amount: 5000n, days: 30 } })
  expect(step(agreed.next, { do: 'agree', by: customer, input: seenIn(offered) })).toMatchObject({ refused: 'case-not-in-state' })
  expect(step(agreed.next, { do: 'booked', by: system, input: {} })).toMatchObject({ state: 'done', data: { bookedOn: today } })
})

test('so many instalments are put off, and all that follow with them, on the days of the plan; the principal is the same, and the law bounds the end', () => {
  // Due on the 31st: after a February the 31st again.
  const terms = { ...loan.terms, disbursedOn: dayOf(2026, 10, 31), firstDueOn: dayOf(2026, 11, 30), anchorDay: 31 }
  const answer = granted(assessExtension(terms, [], { on: today, periods: 3 }))
  const dues = (lines: readonly { due: Day }[]) => lines.map(({ due }) => isoDay(due))
  expect(dues(answer.after).slice(0, 3)).toEqual(['2027-02-28', '2027-03-31', '2027-04-30'])
  expect(dues(answer.after).slice(0, 9)).toEqual(dues(answer.before).slice(3))
  expect(answer.after.map(({ principal }) => principal).reduce((sum, each) => sum + each, 0n)).toBe(1_200_000n)
  expect(answer.extraInterest).toBeGreaterThan(0n)
  expect(assessExtension(terms, [], { on: today, periods: 13 })).toMatchObject({ refused: 'extension-too-long' })
  expect(assessExtension(terms, [], { on: today, periods: 1, days: 10 })).toMatchObject({ refused: 'days-out-of-range' })
  const put = opened({ days: undefined, periods: 2 })
  const agreed = granted(decided(done(put, { do: 'approve', by: approver, input: {} }), { do: 'agree', by: customer, input: seenIn(put) }))
  expect(agreed.events).toContainEqual({ event: 'instruct', instruction: { id: 'e1:extend:1', what: 'extend', loanRef: 'L1', amount: 5000n, periods: 2 } })
})

test('on the due day it is in time; a day later it is refused and hardship is offered', () => {
  expect(open({}, 17)).not.toMatchObject({ refused: 'extension-after-due' })
  expect(isRefusal(open({}, 17))).toBe(false)
  expect(open({}, 18)).toMatchObject({ refused: 'extension-after-due', about: { offer: 'hardship' } })
  const waiting = opened()
  expect(step(waiting, { do: 'too-late', by: clock, input: {} }, 17)).toMatchObject({ refused: 'case-not-yet-due' })
  expect(step(waiting, { do: 'approve', by: approver, input: {} }, 18)).toMatchObject({ refused: 'extension-after-due' })
  const ended = granted(decided(waiting, { do: 'too-late', by: clock, input: {} }, 18))
  expect(ended.events).toContainEqual(expect.objectContaining({ notice: 'extension-too-late-hardship-offered' }))
  expect(isoDay(opened({}, 16).due?.day ?? expect.unreachable())).toBe('2026-12-10')
})

test('what the agreement or the bounds do not allow is refused with the reason', () => {
  expect(open({ days: 4000 })).toMatchObject({ refused: expect.stringMatching(/extension-too-long|days-out-of-range/) as unknown })
  expect(open({ days: undefined })).toMatchObject({ refused: 'extension-empty' })
  expect(open({}, 0, { ...world, loanOf: () => ({ ...loan, agreement: { ...loan.agreement, allowed: false } }) })).toMatchObject({ refused: 'extension-not-in-agreement' })
})

test('every guarantor consents himself before anybody approves', () => {
  const waiting = opened({ loanRef: 'L2' })
  expect(waiting.state).toBe('awaiting-consent')
  expect(step(waiting, { do: 'approve', by: approver, input: {} })).toMatchObject({ refused: 'case-not-in-state' })
  const one = done(waiting, { do: 'consent', by: guarantor, input: seenIn(waiting) })
  expect(done(one, { do: 'consent', by: guarantor, input: seenIn(waiting) }).state).toBe('awaiting-consent')
  expect(step(one, { do: 'consent', by: { party: 'guarantor', personId: 'g9' }, input: seenIn(waiting) })).toMatchObject({ refused: 'guarantor-not-of-loan' })
  expect(step(one, { do: 'consent', by: secondGuarantor, input: { ...seenIn(waiting), fee: 0n } })).toMatchObject({ refused: 'extension-figure-changed' })
  expect(done(one, { do: 'consent', by: secondGuarantor, input: seenIn(waiting) }).state).toBe('in-approval')
})

test('an agent agrees in nobody’s place, a person approves nothing that he opened, and moved books are shown anew', () => {
  const own = opened({}, 0, world, { ...approver, party: 'desk' })
  expect(step(own, { do: 'approve', by: approver, input: {} })).toMatchObject({ refused: 'case-four-eyes' })
  const offered = done(opened(), { do: 'approve', by: approver, input: {} })
  expect(step(offered, { do: 'agree', by: agent, input: seenIn(offered) })).toMatchObject({ refused: 'case-not-yours' })
  expect(step(offered, { do: 'agree', by: customer, input: { ...seenIn(offered), extraInterest: 1n } })).toMatchObject({ refused: 'extension-figure-changed' })
  const dearer: ExtensionWorld = { ...world, loanOf: () => ({ ...loan, agreement: { ...loan.agreement, fee: fen(9000n) } }) }
  expect(step(offered, { do: 'agree', by: customer, input: seenIn(offered) }, 1, dearer)).toMatchObject({ refused: 'extension-figure-changed' })
  expect(step(offered, { do: 'quote-again', by: customer, input: {} }, 1, dearer)).toMatchObject({ state: 'in-approval', data: { compared: { fee: 9000n } } })
})

test('above the bound it is a special approval, and its outcome is read from that case', () => {
  const large = opened({ loanRef: 'L3' })
  expect(step(large, { do: 'approve', by: approver, input: {} })).toMatchObject({ refused: 'extension-needs-special-approval' })
  const asked = granted(decided(large, { do: 'ask-special-approval', by: agent, input: { reason: '金额超限' } }))
  expect(asked.events).toContainEqual({ event: 'open-case', kind: 'approval', about: expect.objectContaining({ matter: 'extension', amount: '120000.00', fromCase: 'e1' }) as unknown })
  const stillOpen: ExtensionWorld = { ...world, specialApprovalOf: () => 'open' }
  expect(step(asked.next, { do: 'special-approval-granted', by: linked, input: {} }, 0, stillOpen)).toMatchObject({ refused: 'special-approval-open' })
  const onlyFirst: ExtensionWorld = { ...world, specialApprovalOf: (_id, nth) => (nth === 1 ? 'granted' : 'open') }
  const offered = done(asked.next, { do: 'special-approval-granted', by: linked, input: {} }, 0, onlyFirst)
  expect(offered.state).toBe('offered')
  // A yes to the figures of before is none to those of now.
  const askedAgain = done(done(offered, { do: 'quote-again', by: customer, input: {} }), { do: 'ask-special-approval', by: agent, input: { reason: '重新测算' } })
  expect(step(askedAgain, { do: 'special-approval-granted', by: linked, input: {} }, 0, onlyFirst)).toMatchObject({ refused: 'special-approval-open' })
})
