import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { type EndBound, extensionBounds } from './bounds.ts'
import type { LifeLine, Refused } from './life.ts'
import { planChange } from './plan-change.ts'
import type { ExtensionTerms, Terms } from './terms.ts'

/**
 * 展期: may this loan be extended as asked, and what does it cost more? The answer carries the bound that decides, with
 * its source. What is booked when it is granted is `event`: the same event folded here to show the new plan.
 *
 * An application counts as in time until the due day itself. After it the answer is `extension-after-due`: that case is
 * hardship (event `defer`), decided by people. A refused application changes nothing: an unpaid instalment is overdue
 * from the day after its due day.
 */
export type ExtensionAsk = { readonly on: Day; readonly days?: number; readonly periods?: number; readonly count?: number; readonly rate?: Rate; readonly fee?: Fen }

export type ExtensionAnswer = {
  readonly event: LoanEvent
  readonly before: readonly LifeLine[]
  readonly after: readonly LifeLine[]
  readonly endBefore: Day
  readonly endAfter: Day
  /** All interest of the plan without the extension and with it; the second less the first is `extraInterest`. */
  readonly interestBefore: Fen
  readonly interestAfter: Fen
  readonly extraInterest: Fen
  /** The charge for the extension itself. */
  readonly fee: Fen
  /** What bounds the new end, nearest first. */
  readonly bounds: readonly EndBound[]
}

/** `own` are the lender's bounds, where they do not stand in the terms. What is refused here is refused at booking too. */
export const assessExtension = (
  terms: Terms, events: readonly LoanEvent[], ask: ExtensionAsk, own: ExtensionTerms = terms.servicing?.extension ?? {},
): ExtensionAnswer | Refused => {
  const bounded: Terms = { ...terms, servicing: { ...terms.servicing, extension: own } }
  const { on, ...wish } = ask
  const event: LoanEvent = { on, kind: 'extend', ...wish }
  const change = planChange(bounded, events, event)
  if (isRefusal(change)) return change
  const { before, after, endBefore, endAfter, interestBefore, interestAfter } = change
  return {
    event,
    before: before.schedule,
    after: after.schedule,
    endBefore,
    endAfter,
    interestBefore,
    interestAfter,
    extraInterest: fen(interestAfter - interestBefore),
    fee: ask.fee ?? fen(0n),
    bounds: extensionBounds(before.terms, on, own),
  }
}
