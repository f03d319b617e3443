import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Actor, CaseEvent, Hand, StaffActor } from '@xinqiao/core/cases/case.ts'
import { decide, openCase as openPure, take } from '@xinqiao/core/cases/procedure.ts'
import type { Pause } from '@xinqiao/core/compliance/deadline.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sealOf } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { derivedId } from '../platform/derived-id.ts'
import type { AnyCase, AnyCommand, AnyKind, AnyWorld } from './kind.ts'
import { kindOf } from './kinds.ts'
import { linkedCaseId } from './linked-case-id.ts'
import { announceCase, type ChangedCase } from './announce-case.ts'
import { keepNotices } from './tell-customer.ts'
import { scheduleAlerts, scheduleWake } from './alerts.ts'
import { textOf, valueOf } from './case-json.ts'
import { type CaseRecord, dueOf, findCase, insertCase, insertInstruction, insertStep, lockCase, type NewState, ownerOf, updateCase } from './store.ts'
import { worldOfCase, worldToOpen } from './world.ts'

/**
 * Opens and changes cases: begin, lock, decide, save with the step, the instructions to the loan system and the event, commit.
 * Two people acting at once are one after the other; the second is decided on what the first left.
 */

/** The part of a case that holds words of a person, and what goes with it. */
type Sealed = { readonly data: unknown; readonly pauses: readonly Pause[]; readonly keys: readonly string[]; readonly hands: readonly Hand[]; readonly barred: readonly string[] }

const bound = (caseId: string): string => `case ${caseId}`

const seal = (context: Context, reader: Reader, { id, customerId, data, pauses, keys, hands, barred }: AnyCase): Promise<Buffer> =>
  sealOf(context, reader, { customerId, dataClass: 'case' }, textOf({ data, pauses, keys, hands, barred }), bound(id))

const unseal = async (context: Context, reader: Reader, row: CaseRecord): Promise<Sealed | undefined> => {
  const plain = await context.keys.open(reader, row.sealed, bound(row.case_id))
  return plain && (valueOf(plain.toString()) as Sealed)
}

/** Undefined where the customer was erased: that there was a case remains, what it was about is gone. */
export const caseOf = async (context: Context, reader: Reader, row: CaseRecord): Promise<AnyCase | undefined> => {
  const inner = await unseal(context, reader, row)
  return inner && {
    ...inner, id: row.case_id, customerId: row.customer_id, state: row.state, owner: ownerOf(row), openedAt: instant(row.opened_at.getTime()),
    enteredAt: instant(row.entered_at.getTime()), due: dueOf(row), policyVersion: row.policy_version,
  }
}

const stateOf = async (context: Context, tx: Tx, theCase: AnyCase, version: number): Promise<NewState> =>
  ({ state: theCase.state, version, owner: theCase.owner, enteredAt: theCase.enteredAt, due: theCase.due, sealed: await seal(context, tx, theCase) })

const staffOf = (by: Actor) => ('staffId' in by ? { staffId: by.staffId, name: by.name } : undefined)

type Change = {
  readonly kind: AnyKind; readonly world: AnyWorld; readonly theCase: AnyCase; readonly version: number
  readonly command: Pick<AnyCommand, 'key' | 'by'> & { readonly do: string }; readonly events: readonly CaseEvent[]
}

/** Writes what follows from a change in the transaction of the change. */
const record = async (context: Context, tx: Tx, change: Change, now: Instant): Promise<void> => {
  const { kind, world, theCase, version, command, events } = change
  const moved = events.find((event) => event.event === 'moved')
  const { id: caseId, customerId, state } = theCase
  await insertStep(tx, {
    caseId, version, key: command.key, move: moved?.move ?? command.do, from: moved?.from, to: state, party: command.by.party, staff: staffOf(command.by), at: now,
  })
  for (const event of events) {
    if (event.event !== 'instruct') continue
    await insertInstruction(tx, caseId, event.instruction, now)
    await context.outbox.addJob(tx, 'cases.instruct', { instructionId: event.instruction.id })
  }
  await context.outbox.emit(tx, { kind: 'cases.moved', at: now, payload: { caseId, customerId, version, move: moved?.move ?? command.do, to: state } })
  await keepNotices(context, tx, { theCase, version, events, guarantors: kind.guarantors?.(theCase.data, world) ?? [] })
  await openLinked(context, tx, change)
  await scheduleAlerts(context, tx, theCase)
  if (theCase.due === undefined) await context.outbox.addJob(tx, 'cases.ended', { caseId })
  const day = kind.procedure.states[state]?.actsOn?.(theCase.data)
  if (day !== undefined) await scheduleWake(context, tx, theCase, day, world.times)
}

export type Worked = { readonly caseId: string }

const changedBy = ({ kind, world, theCase, version }: Change): ChangedCase =>
  ({ caseId: theCase.id, version, concerns: [theCase.customerId, ...(kind.guarantors?.(theCase.data, world) ?? [])] })

/** Tells the screens of what was committed; a repeated command changed nothing. */
const announced = async (context: Context, worked: Worked | ChangedCase | Refusal<RefusalCode>): Promise<Worked | Refusal<RefusalCode>> => {
  if (isRefusal(worked)) return worked
  if ('concerns' in worked) await announceCase(context, worked)
  return { caseId: worked.caseId }
}

type Opening = {
  readonly kind: AnyKind; readonly customerId: string; readonly key: string; readonly by: Actor; readonly ask: unknown; readonly receivedAt?: Instant
}

/** The case's id follows from customer and key, so that a repeated opening finds the case it opened. */
const idFrom = (customerId: string, key: string): string => derivedId(`case ${customerId} ${key}`)

/** The case that a key of this customer's opened; undefined where it opened none. */
export const caseOpenedBy = async ({ db }: Context, customerId: string, key: string): Promise<string | undefined> => (await findCase(db, idFrom(customerId, key)))?.case_id

export const openCase = async (context: Context, { kind, customerId, key, by, ask, receivedAt }: Opening): Promise<Worked | Refusal<RefusalCode>> => {
  const { db, clock } = context
  const now = clock.now()
  if (receivedAt !== undefined && receivedAt > now) return refuse('case-received-later', {}, 'receivedAt')
  const caseId = idFrom(customerId, key)
  if (await findCase(db, caseId)) return { caseId }
  const world = await worldToOpen(context, db, kind, customerId)
  if (!world) return refuse('policy-missing')
  const opened = openPure(kind.procedure, { id: caseId, customerId, key, by, ask, ...(receivedAt === undefined ? {} : { receivedAt }) }, now, world)
  if (isRefusal(opened)) return opened as Refusal<RefusalCode>
  const change: Change = { kind, world, theCase: opened.next, version: 1, command: { do: 'open', key, by }, events: opened.events }
  await db.transaction().execute((tx) => keepOpened(context, tx, change, now))
  return await announced(context, changedBy(change))
}

const keepOpened = async (context: Context, tx: Tx, change: Change, now: Instant, fromCase?: string): Promise<void> => {
  const { kind, theCase } = change
  const { id: caseId, customerId, openedAt, policyVersion, data } = theCase
  const row = { caseId, kind: kind.procedure.kind, customerId, openedAt, policyVersion, fromCase, topic: kind.topic?.(data) }
  if (await insertCase(tx, row, await stateOf(context, tx, theCase, 1))) await record(context, tx, change, now)
}

/** Opens the cases that a change asks to wait for, in its transaction: neither is there without the other. */
const openLinked = async (context: Context, tx: Tx, { theCase: { id: fromCase, customerId }, command: { by }, events }: Change): Promise<void> => {
  for (const event of events) {
    if (event.event !== 'open-case') continue
    const kind = kindOf(event.kind)
    if (!kind.askFrom) throw new Error(`no case opens a case of the kind "${event.kind}"`)
    const [world, now] = [await worldToOpen(context, tx, kind, customerId), context.clock.now()]
    if (!world) throw new Error(`there is no policy for a case of the kind "${event.kind}", which another asks for`)
    const [id, key] = [linkedCaseId(fromCase, event.about['nth'] ?? '1'), `from ${fromCase}`]
    const opened = openPure(kind.procedure, { id, customerId, key, by, ask: kind.askFrom(event.about) }, now, world)
    if (isRefusal(opened)) throw new Error(`a case could not be opened from another: ${opened.refused}`)
    await keepOpened(context, tx, { kind, world, theCase: opened.next, version: 1, command: { do: 'open', key, by }, events: opened.events }, now, fromCase)
  }
}

/** Does one move. The input has been checked against the shape of the move. */
export const moveCase = async (context: Context, caseId: string, command: AnyCommand): Promise<Worked | Refusal<RefusalCode>> =>
  await announced(context, await context.db.transaction().execute(async (tx): Promise<Worked | ChangedCase | Refusal<RefusalCode>> => {
    const row = await lockCase(tx, caseId)
    if (!row) return refuse('not-found')
    const kind = kindOf(row.kind)
    const theCase = await caseOf(context, tx, row)
    if (!theCase) return refuse('not-found')
    const now = context.clock.now()
    const world = await worldOfCase(context, tx, kind, row)
    const decided = decide(kind.procedure, theCase, command, now, world)
    if (isRefusal(decided)) return decided as Refusal<RefusalCode>
    if (decided.events.length === 0) return { caseId }
    const version = row.version + 1
    await updateCase(tx, caseId, await stateOf(context, tx, decided.next, version))
    const change: Change = { kind, world, theCase: decided.next, version, command, events: decided.events }
    await record(context, tx, change, now)
    return changedBy(change)
  }))

export const takeCase = async (context: Context, caseId: string, by: StaffActor, key: string): Promise<Worked | Refusal<RefusalCode>> =>
  await announced(context, await context.db.transaction().execute(async (tx): Promise<Worked | ChangedCase | Refusal<RefusalCode>> => {
    const row = await lockCase(tx, caseId)
    if (!row) return refuse('not-found')
    const theCase = await caseOf(context, tx, row)
    if (!theCase) return refuse('not-found')
    const taken = take(theCase, by, key)
    if (isRefusal(taken)) return taken
    if (taken === theCase) return { caseId }
    const version = row.version + 1
    await updateCase(tx, caseId, await stateOf(context, tx, taken, version))
    const kind = kindOf(row.kind)
    const world = await worldOfCase(context, tx, kind, row)
    const change: Change = { kind, world, theCase: taken, version, command: { do: 'take', key, by }, events: [] }
    await record(context, tx, change, context.clock.now())
    return changedBy(change)
  }))
