import fc from 'fast-check'
import { expect } from 'vitest'
import type { Actor, Case, CaseEvent } from '../../src/cases/case.ts'
import { listingOf } from '../../src/cases/listing.ts'
import { type Command, decide, openCase, type Procedure, type World } from '../../src/cases/procedure.ts'
import { rightsOf, type Role } from '../../src/people/rights.ts'
import { type Instant, instant } from '../../src/primitives/instant.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'

/**
 * Walks a procedure by random commands, most of them wrong, and checks after each what must hold for every kind of case:
 * an open case has an owner and a due day and waits for a named party, nobody moves what is not his, no money moves twice,
 * what was refused changed nothing, a repeated key does nothing, and only listed moves happen.
 */

const staff = (staffId: string, party: 'desk' | 'approver', roles: readonly Role[]): Actor =>
  ({ party, staffId, name: staffId, rights: roles.flatMap((role) => rightsOf[role]) })

export const actors: readonly Actor[] = [
  { party: 'customer', personId: 'c1' },
  { party: 'customer', personId: 'somebody-else' },
  staff('junior-1', 'desk', ['junior']),
  staff('senior-1', 'desk', ['senior']),
  staff('supervisor-1', 'desk', ['supervisor']),
  staff('approver-1', 'approver', ['approver']),
  staff('approver-2', 'approver', ['approver']),
  staff('quality-1', 'desk', ['quality']),
  { party: 'guarantor', personId: 'g1' },
  { party: 'clock' },
  { party: 'loan-system' },
  { party: 'guarantor', personId: 'g2' },
  { party: 'linked-case' },
]

export type Walkable<State extends string, Data, Ask, Inputs, Outside extends World> = {
  readonly procedure: Procedure<State, Data, Ask, Inputs, Outside>
  readonly world: Outside
  /** Where something comes only after it was opened, such as a material. */
  readonly worldAtOpening?: Outside
  readonly asks: fc.Arbitrary<Ask>
  readonly inputs: { readonly [Name in keyof Inputs & string]: fc.Arbitrary<Inputs[Name]> }
  readonly start: Instant
  /** What a page would fill in from the case it shows, in place of what was drawn. */
  readonly inputFor?: (theCase: Case<State, Data>, name: keyof Inputs & string, input: unknown) => unknown
  /** What must hold beside, such as who may approve how much. */
  readonly after?: (walked: Walked<State, Data, Inputs>) => void
}

/** One in so many commands may end the case; otherwise walks would be short and never reach what lies far in. */
const endsSeldom = 12

const checkCase = <State extends string, Data, Ask, Inputs, Outside extends World>(
  { procedure }: Walkable<State, Data, Ask, Inputs, Outside>, theCase: Case<State, Data>,
): void => {
  const { waitsFor } = procedure.states[theCase.state]
  expect(theCase.due === undefined).toBe(waitsFor === 'nobody')
  expect('staffId' in theCase.owner ? theCase.owner.staffId : theCase.owner.queue).not.toBe('')
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

type Walked<State extends string, Data, Inputs> = {
  readonly before: Case<State, Data>; readonly command: Command<Inputs>; readonly after: Case<State, Data>; readonly events: readonly CaseEvent[]
}

const checkMove = <State extends string, Data, Ask, Inputs, Outside extends World>(
  { procedure }: Walkable<State, Data, Ask, Inputs, Outside>, { before, command, after, events }: Walked<State, Data, Inputs>,
): void => {
  const { by } = command
  expect(events.filter(({ event }) => event === 'moved')).toEqual([{ event: 'moved', move: command.do, from: before.state, to: after.state }])
  const move = procedure.moves[command.do]
  expect(move.from).toContain(before.state)
  expect(move.to).toContain(after.state)
  expect(move.by).toContain(by.party)
  if (by.party === 'customer') expect(by.personId).toBe(before.customerId)
  if (!('staffId' in by)) return
  expect(by.rights).toContain(move.right ?? 'case.work')
  expect(before.barred).not.toContain(by.staffId)
  for (const name of move.notAfter ?? []) expect(before.hands).not.toContainEqual({ move: name, staffId: by.staffId })
}

/** Walks `runs` cases; gives the moves made as `from -move-> to`, so that a test can see that all were. */
export const walk = <State extends string, Data, Ask, Inputs, Outside extends World>(
  walkable: Walkable<State, Data, Ask, Inputs, Outside>, { runs, steps = 60 }: { readonly runs: number; readonly steps?: number },
): ReadonlySet<string> => {
  const { procedure, world, asks, start, inputs } = walkable
  const listing = listingOf(procedure)
  const names = Object.keys(inputs) as (keyof Inputs & string)[]
  const ends = new Set(listing.states.flatMap(({ id, waitsFor }) => (waitsFor === 'nobody' ? [id] : [])))
  const made = new Set<string>()
  const property = fc.property(asks, fc.gen(), (ask, draw) => {
    const opened = openCase(procedure, { id: 'ca5e0001-0000-8000-a000-000000000001', customerId: 'c1', key: 'open', by: actors[0] ?? expect.unreachable(), ask }, start, walkable.worldAtOpening ?? world)
    if (isRefusal(opened)) return
    let [theCase, now] = [deepFreeze(opened.next), start]
    const oneOf = <Item>(items: readonly Item[]): Item => items[draw(fc.nat, { max: items.length - 1 })] ?? expect.unreachable()
    const instructed = new Set<string>()
    const noteMoney = (events: readonly CaseEvent[]): void => {
      for (const event of events) {
        if (event.event !== 'instruct') continue
        expect(instructed).not.toContain(event.instruction.id)
        instructed.add(event.instruction.id)
      }
    }
    noteMoney(opened.events)
    checkCase(walkable, theCase)
    for (let n = 0; n < steps; n += 1) {
      const possible = names.filter((name) => procedure.moves[name].from.includes(theCase.state))
      const lasting = possible.filter((name) => procedure.moves[name].to.some((to) => !ends.has(to)))
      const luck = draw(fc.nat, { max: 23 })
      // Now and then a way that no walk has gone yet, or the rare ones would be met by luck only.
      const fresh = possible.filter((name) => procedure.moves[name].to.some((to) => !made.has(`${theCase.state} -${name}-> ${to}`)))
      const usual = luck < 2 + 24 / endsSeldom || lasting.length === 0 ? possible : lasting
      const among = luck < 2 ? names : luck > 17 && fresh.length > 0 ? fresh : usual
      const name = oneOf(among.length > 0 ? among : names)
      // Mostly somebody of a party that may; the rest try what is not theirs.
      const fitting = actors.filter(({ party }) => procedure.moves[name].by.includes(party))
      const by = oneOf(luck % 4 === 0 ? actors : fitting)
      const key = luck === 5 ? (theCase.keys.at(-1) ?? 'open') : `k${n}`
      const drawn: unknown = draw(() => inputs[name])
      const input = walkable.inputFor?.(theCase, name, drawn) ?? drawn
      const command = { do: name, key, by, input } as unknown as Command<Inputs>
      now = instant(now + draw(fc.nat, { max: 30 }) * (luck % 6 === 1 ? 40 : 1) * 3_600_000)
      // Half of what the clock does comes when the time has run out.
      if (by.party === 'clock' && luck % 2 === 0 && theCase.due) now = instant(Math.max(now, theCase.due.at))
      const decided = decide(procedure, theCase, command, now, world)
      if (isRefusal(decided)) continue
      if (theCase.keys.includes(key)) {
        expect(decided).toEqual({ next: theCase, events: [] })
        continue
      }
      const walked = { before: theCase, command, after: deepFreeze(decided.next), events: decided.events }
      checkMove(walkable, walked)
      noteMoney(decided.events)
      walkable.after?.(walked)
      made.add(`${theCase.state} -${name}-> ${decided.next.state}`)
      theCase = walked.after
      checkCase(walkable, theCase)
    }
  })
  fc.assert(property, { numRuns: runs })
  return made
}

/** Every move of the listing, written as `walk` writes it. */
export const allMoves = <State extends string, Data, Ask, Inputs, Outside extends World>(
  procedure: Procedure<State, Data, Ask, Inputs, Outside>,
): readonly string[] => listingOf(procedure).moves.flatMap(({ id, from, to }) => from.flatMap((begin) => to.map((end) => `${begin} -${id}-> ${end}`)))
