import { deadlineAfter, endOfDay, type Times } from '../compliance/deadline.ts'
import { type Right, rights, roles, rolesWith } from '../people/rights.ts'
import type { Day } from '../primitives/day.ts'
import { type Instant, localTime } from '../primitives/instant.ts'
import type { Bilingual } from '../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { type Actor, type Case, type CaseEvent, type Clock, type Decided, type Due, type Owner, type Party, partyNames, type Policy, type StaffActor } from './case.ts'

/**
 * A procedure: the states of one kind of case and the moves between them, as data, so that all of it can be listed, drawn
 * and walked. What a kind must decide itself stands in the `decide` of its moves; everything that holds for every kind (keys,
 * parties, rights, four eyes, who is barred, owner and due day) is decided here, once.
 */

export type StateSpec<Data> = {
  readonly name: Bilingual
  /** Who must act next. An end waits for nobody. */
  readonly waitsFor: Party | 'nobody'
  /** `keep`: who had it goes on; a right: it lies with all who hold it until one of them takes it. */
  readonly owner: 'keep' | Right
  /** What runs in this state; the earliest is the case's due day. Empty only at an end. */
  readonly clocks: (data: Data) => readonly Clock[]
  /** The day in whose morning the clock moves the case on, where that is not the due day: an appointment that is kept. */
  readonly actsOn?: (data: Data) => Day
  /** While in this state the clocks from the opening stand still, where the policy names this ground. */
  readonly pausedBy?: string
  /** Whether what was asked for has been granted: only then may anybody say so. A kind without such a state grants nothing. */
  readonly granted?: true
}

/** What a move is decided on. `world` holds what the kind needs from outside: its policy, the loan as it stands, a quote. */
export type Asked<State extends string, Data, Input, World> = {
  readonly case: Case<State, Data>
  readonly input: Input
  readonly by: Actor
  readonly now: Instant
  readonly world: World
}

export type Outcome<State extends string, Data> = {
  readonly to: State
  readonly data: Data
  readonly events?: readonly CaseEvent[]
  readonly owner?: Owner
  /** Staff who from now on may not touch the case, beside those already barred. */
  readonly barred?: readonly string[]
}

export type Move<State extends string, Data, Input, World> = {
  readonly name: Bilingual
  readonly from: readonly State[]
  /** Every state that it may lead to. */
  readonly to: readonly State[]
  readonly by: readonly Party[]
  /** What a person at the desk must be allowed to; without it `case.work`. */
  readonly right?: Right
  /** Four eyes: not by anybody who made one of these moves in this case. */
  readonly notAfter?: readonly string[]
  /** Made by handing in a file: no form asks for it. */
  readonly byMaterial?: true
  readonly decide: (asked: Asked<State, Data, Input, World>) => Outcome<State, Data> | Refusal
}

export type World = { readonly policy: Policy; readonly times: Times }

export type Opening<State extends string, Data> = {
  readonly state: State; readonly data: Data; readonly events?: readonly CaseEvent[]; readonly barred?: readonly string[]
}

export type Procedure<State extends string, Data, Ask, Inputs, Outside extends World> = {
  readonly kind: string
  readonly name: Bilingual
  readonly states: Readonly<Record<State, StateSpec<Data>>>
  readonly opensBy: readonly Party[]
  readonly opensIn: readonly State[]
  /** `id`: of the case to be, for what it instructs at once. */
  readonly open: (ask: Ask, by: Actor, now: Instant, world: Outside, id: string) => Opening<State, Data> | Refusal
  readonly moves: { readonly [Name in keyof Inputs & string]: Move<State, Data, Inputs[Name], Outside> }
}

export type Command<Inputs> = {
  [Name in keyof Inputs & string]: { readonly do: Name; readonly key: string; readonly by: Actor; readonly input: Inputs[Name] }
}[keyof Inputs & string]

export type CaseRefusal = Refusal<'case-ended' | 'case-not-in-state' | 'case-not-yours' | 'case-barred' | 'case-four-eyes' | 'not-allowed'>

const staffIdOf = (by: Actor): string | undefined => ('staffId' in by ? by.staffId : undefined)

const namesOf = (parties: readonly Party[]): string => parties.map((party) => partyNames[party].zh).join('、')

/** Why this actor may not make this move; undefined where he may. */
export const whyNot = <State extends string, Data>(
  theCase: Case<State, Data>, by: Actor, { by: parties, right = 'case.work', notAfter = [] }: Pick<Move<State, Data, never, never>, 'by' | 'right' | 'notAfter'>,
): CaseRefusal | undefined => {
  if (!parties.includes(by.party)) return refuse('case-not-yours', { by: namesOf(parties) })
  if (by.party === 'customer') return by.personId === theCase.customerId ? undefined : refuse('case-not-yours', { by: namesOf(['customer']) })
  if (!('staffId' in by)) return undefined
  if (!by.rights.includes(right)) return refuse('not-allowed', { right: rights[right], ask: rolesWith(right).map((role) => roles[role]).join('、') })
  if (theCase.barred.includes(by.staffId)) return refuse('case-barred')
  const prepared = theCase.hands.some(({ move, staffId }) => staffId === by.staffId && notAfter.includes(move))
  return prepared ? refuse('case-four-eyes') : undefined
}

type Standing<State extends string, Data> = Omit<Case<State, Data>, 'due'>

const duesOf = <State extends string, Data>(standing: Standing<State, Data>, clocks: readonly Clock[], { policy, times }: World): readonly Due[] => {
  const dues = clocks.flatMap((clock): readonly Due[] => {
    const { limit } = clock
    if ('endsWith' in clock) return [{ at: endOfDay(clock.endsWith, times), day: clock.endsWith, provisional: false, limit }]
    const { from } = clock
    const span = policy.limits[limit]?.span
    if (!span) throw new Error(`the policy has no time named "${limit}"`)
    const start = from === 'opening' ? standing.openedAt : standing.enteredAt
    const due = deadlineAfter(start, span, times, from === 'opening' ? standing.pauses : [])
    return due ? [{ ...due, limit }] : []
  })
  return dues.sort((a, b) => a.at - b.at)
}

const dueOf = <State extends string, Data>(standing: Standing<State, Data>, clocks: readonly Clock[], world: World): Due | undefined =>
  duesOf(standing, clocks, world)[0]

/** Every clock that runs in the case's present state, the one that is due first on top. */
export const runningDues = <State extends string, Data>(
  { states }: { readonly states: Readonly<Record<State, StateSpec<Data>>> }, theCase: Case<State, Data>, world: World,
): readonly Due[] => (theCase.due === undefined ? [] : duesOf(theCase, states[theCase.state].clocks(theCase.data), world))

/** Puts a case into a state: owner, pauses and due day follow from it. */
const enter = <State extends string, Data>(
  before: Standing<State, Data>, spec: StateSpec<Data>, to: { readonly owner?: Owner | undefined }, now: Instant, world: World,
): Case<State, Data> => {
  const ended = before.pauses.map((pause) => (pause.until === undefined ? { ...pause, until: now } : pause))
  const ground = spec.pausedBy !== undefined && world.policy.pauseGrounds.includes(spec.pausedBy) ? spec.pausedBy : undefined
  const standing: Standing<State, Data> = {
    ...before,
    enteredAt: now,
    owner: to.owner ?? (spec.owner === 'keep' ? before.owner : { queue: spec.owner }),
    pauses: ground === undefined ? ended : [...ended, { from: now, ground }],
  }
  const due = spec.waitsFor === 'nobody' ? undefined : dueOf(standing, spec.clocks(standing.data), world)
  if (spec.waitsFor !== 'nobody' && !due) throw new Error('an open case has a due day: give its state a clock that cannot stand still')
  return { ...standing, due }
}

export type NewCase<Ask> = {
  readonly id: string; readonly customerId: string; readonly key: string; readonly by: Actor; readonly ask: Ask
  /** When the request came, which may be before anybody entered it: a law's clock runs from its receipt. */
  readonly receivedAt?: Instant
}

export const openCase = <State extends string, Data, Ask, Inputs, Outside extends World>(
  procedure: Procedure<State, Data, Ask, Inputs, Outside>, { id, customerId, key, by, ask, receivedAt }: NewCase<Ask>, now: Instant, world: Outside,
): Decided<State, Data> | Refusal => {
  if (!procedure.opensBy.includes(by.party)) return refuse('case-not-yours', { by: namesOf(procedure.opensBy) })
  const opening = procedure.open(ask, by, now, world, id)
  if (isRefusal(opening)) return opening
  const { state, data, events = [], barred = [] } = opening
  if (!procedure.opensIn.includes(state)) throw new Error(`${procedure.kind} does not open in "${state}"`)
  const staffId = staffIdOf(by)
  const standing: Standing<State, Data> = {
    id, customerId, state, data, owner: { queue: 'case.work' }, openedAt: receivedAt ?? now, enteredAt: now, pauses: [], policyVersion: world.policy.version,
    keys: [key], hands: staffId === undefined ? [] : [{ move: 'open', staffId }], barred,
  }
  const next = enter(standing, procedure.states[state], {}, now, world)
  return { next, events: [{ event: 'moved', move: 'open', from: undefined, to: state }, ...events] }
}

/** What becomes of a case by a command, or why nothing does. A repeated key changes nothing and tells nobody anything. */
export const decide = <State extends string, Data, Ask, Inputs, Outside extends World>(
  procedure: Procedure<State, Data, Ask, Inputs, Outside>, theCase: Case<State, Data>, command: Command<Inputs>, now: Instant, world: Outside,
): Decided<State, Data> | Refusal => {
  const { do: name, key, by, input } = command
  if (theCase.keys.includes(key)) return { next: theCase, events: [] }
  if (procedure.states[theCase.state].waitsFor === 'nobody') return refuse('case-ended', { state: procedure.states[theCase.state].name.zh })
  const move = procedure.moves[name]
  if (!move.from.includes(theCase.state)) return refuse('case-not-in-state', { state: procedure.states[theCase.state].name.zh, move: move.name.zh })
  const barred = whyNot(theCase, by, move)
  if (barred) return barred
  const outcome = move.decide({ case: theCase, input, by, now, world })
  if (isRefusal(outcome)) return outcome
  const { to, data, events = [], owner } = outcome
  if (!move.to.includes(to)) throw new Error(`${procedure.kind}: "${name}" does not lead to "${to}"`)
  const staffId = staffIdOf(by)
  const standing: Standing<State, Data> = {
    ...theCase,
    state: to,
    data,
    keys: [...theCase.keys, key],
    hands: staffId === undefined ? theCase.hands : [...theCase.hands, { move: name, staffId }],
    barred: [...new Set([...theCase.barred, ...(outcome.barred ?? [])])],
  }
  // A move that stays where it is, such as a note, does not start the state's clocks again.
  const next = to === theCase.state
    ? { ...standing, owner: owner ?? theCase.owner, due: dueOf({ ...standing }, procedure.states[to].clocks(data), world) ?? theCase.due }
    : enter(standing, procedure.states[to], { owner }, now, world)
  return { next, events: [{ event: 'moved', move: name, from: theCase.state, to }, ...events] }
}

/** One person takes an open case that lies with a queue, or that he may take over. Taking what one has changes nothing. */
export const take = <State extends string, Data>(
  theCase: Case<State, Data>, by: StaffActor, key: string,
): Case<State, Data> | CaseRefusal => {
  if (theCase.keys.includes(key) || ('staffId' in theCase.owner && theCase.owner.staffId === by.staffId)) return theCase
  if (theCase.due === undefined) return refuse('case-ended')
  if (theCase.barred.includes(by.staffId)) return refuse('case-barred')
  const right = 'queue' in theCase.owner ? theCase.owner.queue : 'conversation.take-over'
  if (!by.rights.includes(right)) return refuse('not-allowed', { right: rights[right], ask: rolesWith(right).map((role) => roles[role]).join('、') })
  return { ...theCase, owner: { staffId: by.staffId, name: by.name }, keys: [...theCase.keys, key] }
}

/** Reckons the due day again, such as when a year's holidays have been announced. */
export const reckonAgain = <State extends string, Data, Ask, Inputs, Outside extends World>(
  procedure: Procedure<State, Data, Ask, Inputs, Outside>, theCase: Case<State, Data>, world: Outside,
): Case<State, Data> =>
  theCase.due === undefined ? theCase
    : { ...theCase, due: dueOf(theCase, procedure.states[theCase.state].clocks(theCase.data), world) ?? theCase.due }

/** The local day of a moment at the lender's. */
export const dayAt = (now: Instant, { times }: World): Day => localTime(now, times.hours.zone).day
