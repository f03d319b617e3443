import type { Instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'

/**
 * A dial permit: one of the few calls that a debtor may get in a day, held for some minutes while somebody dials. It is reported
 * connected, and counts; or not connected, and is given back; or it lapses. Pure; whoever calls holds the debtor's lock.
 */

/** What came of a call, in the words of the field. */
export const callResults = ['reached', 'other-person', 'hung-up', 'no-answer', 'busy', 'switched-off', 'wrong-number', 'not-dialled'] as const
export type CallResult = (typeof callResults)[number]

const connected: ReadonlySet<CallResult> = new Set(['reached', 'other-person', 'hung-up'])

/** Somebody answered, whoever it was: the standard counts calls that were put through. */
export const isConnected = (result: CallResult): boolean => connected.has(result)

/**
 * `over-limit`: reported connected after the permit had lapsed and its place had gone to another call. No permit was given for
 * it, and it stands as what it is.
 */
export const permitStates = ['reserved', 'connected', 'not-connected', 'lapsed', 'over-limit'] as const
export type PermitState = (typeof permitStates)[number]

export type Permit = { readonly state: PermitState; readonly endsAt: Instant }

/** Whether the permit holds one of the day's places at this moment. */
export const holdsPlace = ({ state, endsAt }: Permit, now: Instant): boolean => state === 'connected' || (state === 'reserved' && endsAt > now)

export type Reported = { readonly state: Exclude<PermitState, 'reserved' | 'lapsed'>; readonly late: boolean }

/**
 * What becomes of a permit by a report. `placesLeft`: free places of its day, its own not among them where it holds one. A second
 * report that says the same changes nothing; one that says something else is refused.
 */
export const report = (permit: Permit, result: CallResult, placesLeft: number, now: Instant): Reported | Refusal<'call-reported-already'> => {
  const { state, endsAt } = permit
  const isLate = endsAt <= now
  if (state === 'connected' || state === 'over-limit') return isConnected(result) ? { state, late: isLate } : refuse('call-reported-already')
  if (state === 'not-connected') return isConnected(result) ? refuse('call-reported-already') : { state, late: isLate }
  if (!isConnected(result)) return { state: 'not-connected', late: isLate }
  const hasPlace = holdsPlace(permit, now) || placesLeft > 0
  return { state: hasPlace ? 'connected' : 'over-limit', late: isLate }
}
