import { addWorkingDays, type WorkingCalendar } from '../../compliance/working-calendar.ts'
import type { Day } from '../../primitives/day.ts'

/**
 * 预计处理时间: when a decision is to be expected, from how long past ones really took. A promise made from a feeling is worth
 * less than none, so with too little history there is none.
 */
export type Expected = {
  /** By this day half of the past cases were decided, by `late` nine of ten. */
  readonly usual: Day
  readonly late: Day
  /** Reckoned over a year whose holidays are not announced yet. */
  readonly provisional: boolean
  /** How many past cases it rests on. */
  readonly cases: number
}

/** The smallest value that at least `percent` of all do not exceed (nearest rank): always one that really happened. */
const percentile = (sorted: readonly number[], percent: number): number => {
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]
  if (value === undefined) throw new Error('no percentile of nothing')
  return value
}

/** `pastDays` are whole working days, in any order; undefined where there are fewer than `least` of them. */
export const expectedFrom = (start: Day, pastDays: readonly number[], least: number, calendar: WorkingCalendar): Expected | undefined => {
  if (pastDays.length < Math.max(1, least)) return undefined
  const sorted = [...pastDays].sort((a, b) => a - b)
  const [usual, late] = [addWorkingDays(calendar, start, percentile(sorted, 50)), addWorkingDays(calendar, start, percentile(sorted, 90))]
  return { usual: usual.day, late: late.day, provisional: usual.provisional || late.provisional, cases: sorted.length }
}
