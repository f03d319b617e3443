import type { Day } from '@xinqiao/core/primitives/day.ts'
import { instant, type Instant, localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'

/** The only source of the present moment in the server; tests hand in one that they set. */
export type Clock = { readonly now: () => Instant }

export const systemClock: Clock = { now: () => instant(Date.now()) }

/** The lender's day: whatever is due, in force or told as of today is so by this one. */
export const today = (clock: Clock): Day => localTime(clock.now(), shanghai).day

export type SetClock = Clock & {
  readonly set: (moment: Instant) => void
  readonly advance: (milliseconds: number) => void
}

/** A clock that stands still until it is moved. */
export const clockAt = (start: Instant): SetClock => {
  let moment = start
  return {
    now: () => moment,
    set: (next) => {
      moment = next
    },
    advance: (milliseconds) => {
      moment = instant(moment + milliseconds)
    },
  }
}
