import { type Instant, instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { AccessPolicy } from './access-policy.ts'
import { isCardNumber, isMobileNumber } from './personal-number.ts'

/**
 * Changing the phone number or the payout card, which is what a thief of an account does first. So it needs the strongest proof of who
 * asks, the old number is told at once, and it waits: while it waits the customer can stop it by one tap.
 */

export const changeKinds = ['phone', 'payoutCard'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const changeStates = ['cooling', 'applied', 'cancelled'] as const
export type ChangeState = (typeof changeStates)[number]

export type DetailChange = { readonly kind: ChangeKind; readonly state: ChangeState; readonly appliesAt: Instant }

export type ChangeSituation = {
  /** What stands there now; undefined where nothing does. */
  readonly current: string | undefined
  /** Another change, of either, that waits. */
  readonly pending: boolean
  /** A loan is approved and its money about to go out. */
  readonly payoutPending: boolean
  /** When the phone number was changed last. */
  readonly phoneChangedAt: Instant | undefined
}

export type ChangeRefusal = Refusal<'invalid-request' | 'change-pending' | 'change-same' | 'change-during-payout' | 'card-after-phone'>

const hour = 3_600_000

/** When a change that is asked for now would come into force. `value` is digits only. */
export const requestChange = (
  kind: ChangeKind, value: string, { current, pending, payoutPending, phoneChangedAt }: ChangeSituation, policy: AccessPolicy, now: Instant,
): { readonly appliesAt: Instant } | ChangeRefusal => {
  if (!(kind === 'phone' ? isMobileNumber(value) : isCardNumber(value))) return refuse('invalid-request', { field: 'value', problem: kind === 'phone' ? 'mobile-number' : 'card-number' }, 'body.value')
  if (value === current) return refuse('change-same')
  if (pending) return refuse('change-pending')
  if (kind === 'phone') return { appliesAt: instant(now + policy.phoneCoolingHours * hour) }
  // The money on its way shall reach the card that was checked when the loan was approved.
  if (payoutPending) return refuse('change-during-payout')
  const rest = phoneChangedAt === undefined ? 0 : phoneChangedAt + policy.cardAfterPhoneHours * hour - now
  if (rest > 0) return refuse('card-after-phone', { hours: Math.ceil(rest / hour) })
  return { appliesAt: instant(now + policy.cardCoolingHours * hour) }
}

/** Stopping is possible to the last moment; stopping what is stopped changes nothing. */
export const cancelChange = ({ state }: DetailChange): 'cancelled' | Refusal<'change-applied'> => (state === 'applied' ? refuse('change-applied') : 'cancelled')

/** Whether it comes into force now. A new card waits for money that is on its way, even past its time. */
export const isDue = ({ kind, state, appliesAt }: DetailChange, payoutPending: boolean, now: Instant): boolean =>
  state === 'cooling' && appliesAt <= now && !(kind === 'payoutCard' && payoutPending)
