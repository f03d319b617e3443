import { instant, type Instant } from '@xinqiao/core/primitives/instant.ts'

/** The only source of the present moment in the server; tests hand in one that they set. */
export type Clock = { readonly now: () => Instant }

export const systemClock: Clock = { now: () => instant(Date.now()) }

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
