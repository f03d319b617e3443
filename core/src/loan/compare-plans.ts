import { type Day, civil, dayOf } from '../primitives/day.ts'
import { addFen, type Fen, fen, zeroFen } from '../primitives/money.ts'

/** Two plans of one loan side by side, month by month: what somebody looks at before he agrees to other days or another length. */

export type DueLine = { readonly due: Day; readonly total: Fen }

/** `month`: its first day. Months in which nothing is due by either plan stand there too, or the picture would bend the time. */
export type MonthCompared = { readonly month: Day; readonly before: Fen; readonly after: Fen; readonly difference: Fen }

export type Pair<Value> = { readonly before: Value; readonly after: Value }

export type PlansCompared = {
  readonly months: readonly MonthCompared[]
  /** All that is still to be paid from the day on. */
  readonly total: Pair<Fen> & { readonly difference: Fen }
  /** The most that falls due in a month. */
  readonly most: Pair<Fen>
}

const monthOf = (day: Day): Day => {
  const { year, month } = civil(day)
  return dayOf(year, month, 1)
}

const nextMonth = (first: Day): Day => {
  const { year, month } = civil(first)
  return month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1)
}

const byMonth = (lines: readonly DueLine[]): ReadonlyMap<Day, Fen> => {
  const months = new Map<Day, Fen>()
  for (const { due, total } of lines) months.set(monthOf(due), addFen(months.get(monthOf(due)) ?? zeroFen, total))
  return months
}

const monthsFrom = (first: Day, last: Day): readonly Day[] => {
  const months: Day[] = []
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month)
  return months
}

const sum = (lines: readonly DueLine[]): Fen => addFen(...lines.map(({ total }) => total))

const largest = (months: ReadonlyMap<Day, Fen>): Fen => [...months.values()].reduce((most, amount) => (amount > most ? amount : most), zeroFen)

/** `from`: what fell due before that day is the same in both, and is left out. */
export const comparePlans = (before: readonly DueLine[], after: readonly DueLine[], from: Day): PlansCompared => {
  const ahead = { before: before.filter(({ due }) => due >= from), after: after.filter(({ due }) => due >= from) }
  const [old, fresh] = [byMonth(ahead.before), byMonth(ahead.after)]
  const known = [...old.keys(), ...fresh.keys()].toSorted((a, b) => a - b)
  const [first, last] = [known[0], known.at(-1)]
  const inMonth = (month: Day): MonthCompared => {
    const [was, becomes] = [old.get(month) ?? zeroFen, fresh.get(month) ?? zeroFen]
    return { month, before: was, after: becomes, difference: fen(becomes - was) }
  }
  const total = { before: sum(ahead.before), after: sum(ahead.after) }
  return {
    months: first === undefined || last === undefined ? [] : monthsFrom(first, last).map(inMonth),
    total: { ...total, difference: fen(total.after - total.before) },
    most: { before: largest(old), after: largest(fresh) },
  }
}
