import type { KnownFigure } from '../compliance/message-rule.ts'
import type { Day } from '../primitives/day.ts'
import type { Due } from './case.ts'
import type { StateSpec } from './procedure.ts'

/** What of a customer's cases bears on what may be said to him: what is recorded, what is granted, and the days and sums they name. */

/** `filed`: of a kind that is not granted but dealt with, such as a complaint. */
export type Standing = 'granted' | 'pending' | 'ended' | 'filed'

export type CaseAtHand = {
  readonly id: string
  readonly kind: string
  readonly standing: Standing
  readonly openedOn: Day
  /** Every clock that runs, the earliest day first; none at an end. */
  readonly dues: readonly Due[]
  /** What the customer sees of it. */
  readonly figures: readonly KnownFigure[]
}

/** The number by which a case is spoken of: the first eight signs of its id, in capitals. */
export const caseRefOf = ({ id }: Pick<CaseAtHand, 'id'>): string => id.slice(0, 8).toUpperCase()

export const standingOf = (states: Readonly<Record<string, Pick<StateSpec<never>, 'granted' | 'waitsFor'>>>, state: string): Standing => {
  if (!Object.values(states).some(({ granted }) => granted === true)) return 'filed'
  const spec = states[state]
  if (!spec) throw new Error(`there is no state "${state}"`)
  return spec.granted === true ? 'granted' : spec.waitsFor === 'nobody' ? 'ended' : 'pending'
}
