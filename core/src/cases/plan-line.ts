import type { LifeLine } from '../loan/life.ts'
import type { Day } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'

/** An instalment of a plan, as much as somebody says yes to. */
export type PlanLine = { readonly due: Day; readonly total: Fen }

export const planOf = (lines: readonly LifeLine[]): readonly PlanLine[] => lines.map(({ due, total }) => ({ due, total }))

export const isSamePlan = (a: readonly PlanLine[], b: readonly PlanLine[]): boolean =>
  a.length === b.length && a.every(({ due, total }, n) => due === b[n]?.due && total === b[n].total)
