import type { Terms } from '../../src/loan/terms.ts'

/**
 * The slow judge of schedules: written from the definitions, by fractions of bigints and the calendar of `Date`, sharing
 * no code with what it judges. It does not make a plan; it says whether a plan is right, and if not, throws.
 */
export type Fraction = { readonly n: bigint; readonly d: bigint }

export const f = (n: bigint | number, d: bigint | number = 1n): Fraction => ({ n: BigInt(n), d: BigInt(d) })
export const add = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
export const sub = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d })
export const mul = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })
export const cmp = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}

const msPerDay = 86_400_000
const ymd = (day: number): readonly [number, number, number] => {
  const date = new Date(day * msPerDay)
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
}
const dayAt = (year: number, month: number, dayOfMonth: number): number => Math.round(Date.UTC(year, month, dayOfMonth) / msPerDay)

/** Months later at an anchor, clamped: the 0th day of the month after is the last of the month. */
export const later = (day: number, months: number, anchor: number): number => {
  const [year, month] = ymd(day)
  const [, , last] = ymd(dayAt(year, month + months + 1, 0))
  return dayAt(year, month + months, Math.min(anchor, last))
}

const leap = (year: number): boolean => new Date(Date.UTC(year, 1, 29)).getUTCDate() === 29

const actualActual = (from: number, to: number, split: '01-01' | '12-31'): Fraction => {
  let sum = f(0)
  for (let year = ymd(from)[0] - 1; year <= ymd(to)[0] + 1; year += 1) {
    const start = split === '01-01' ? dayAt(year, 0, 1) : dayAt(year - 1, 11, 31)
    const end = split === '01-01' ? dayAt(year + 1, 0, 1) : dayAt(year, 11, 31)
    const days = Math.min(to, end) - Math.max(from, start)
    if (days > 0) sum = add(sum, f(days, leap(year) ? 366 : 365))
  }
  return sum
}

const thirty = (from: number, to: number, european: boolean): number => {
  const [y1, m1, a] = ymd(from)
  const [y2, m2, b] = ymd(to)
  let [d1, d2] = [a, b]
  const februaryEnd = (day: number): boolean => ymd(day)[1] === 1 && ymd(day + 1)[1] === 2
  if (european) {
    if (d1 === 31) d1 = 30
    if (d2 === 31) d2 = 30
  } else {
    if (februaryEnd(from) && februaryEnd(to)) d2 = 30
    if (februaryEnd(from)) d1 = 30
    if (d2 === 31 && (d1 === 30 || d1 === 31)) d2 = 30
    if (d1 === 31) d1 = 30
  }
  return (y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1
}

/** Months back from the end until one more would pass the start, then the days over, at most thirty. */
const monthRate = (from: number, to: number): Fraction => {
  let months = 0
  while (later(to, -(months + 1), ymd(to)[2]) >= from) months += 1
  return f(months * 30 + Math.min(30, later(to, -months, ymd(to)[2]) - from), 360)
}

const part = (from: number, to: number, terms: Terms): Fraction => {
  if (terms.dayCount === 'actual/360') return f(to - from, 360)
  if (terms.dayCount === 'actual/365') return f(to - from, 365)
  if (terms.dayCount === 'actual/actual') return actualActual(from, to, terms.yearSplit ?? '01-01')
  if (terms.dayCount === 'month-rate') return monthRate(from, to)
  return f(thirty(from, to, terms.dayCount === '30E/360'), 360)
}

export type Stretch = { readonly from: number; readonly to: number; readonly whole: Fraction }

/** Every stretch between due days with its part of a year. */
export const stretches = (terms: Terms): readonly Stretch[] => {
  const { every, disbursedOn, firstDueOn, count } = terms
  const anchor = ymd(firstDueOn ?? disbursedOn)[2]
  const step = (day: number, times: number): number => ('months' in every ? later(day, every.months * times, anchor) : day + every.days * times)
  const first = firstDueOn ?? step(disbursedOn, 1)
  const byMonth = 'months' in every && ['30/360', '30E/360', 'month-rate'].includes(terms.dayCount)
  const startsEven = 'months' in every && (later(disbursedOn, every.months, ymd(disbursedOn)[2]) === first
    || later(first, -every.months, anchor) === disbursedOn)
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index === 0 ? disbursedOn : step(first, index - 1), step(first, index)]
    const even = byMonth && (index > 0 || startsEven)
    return { from, to, whole: even ? f('months' in every ? every.months : 0, 12) : part(from, to, terms) }
  })
}

/** The one stretch of a loan repaid at once: a whole number of months is that, else its days. */
export const wholeStretch = (terms: Terms): Stretch => {
  const [from, to] = [terms.disbursedOn, stretches(terms).at(-1)?.to ?? terms.disbursedOn]
  if (['30/360', '30E/360', 'month-rate'].includes(terms.dayCount)) {
    for (let months = 0; later(from, months, 1) <= to; months += 1) {
      if (later(from, months, ymd(from)[2]) === to || later(to, -months, ymd(to)[2]) === from) return { from, to, whole: f(months, 12) }
    }
  }
  return { from, to, whole: part(from, to, terms) }
}

const rateAt = (terms: Terms, day: number): Fraction => {
  let rate = f(terms.annualRate.num, terms.annualRate.den)
  let since = Number.NEGATIVE_INFINITY
  for (const change of terms.rateChanges ?? []) {
    if (change.from > day || change.from < since) continue
    rate = f(change.annualRate.num, change.annualRate.den)
    since = change.from
  }
  return rate
}

/** What has been paid out by the end of a day. */
export const paidOutBy = (terms: Terms, day: number): bigint => {
  const named = (terms.disbursements ?? []).reduce((sum, { amount }) => sum + amount, 0n)
  const later = (terms.disbursements ?? []).filter(({ on }) => on > day).reduce((sum, { amount }) => sum + amount, 0n)
  return (terms.principal - named) + (named - later)
}

/** Growth of the debt in a stretch, cut wherever a rate or the balance changes: sum of balance x rate x part. */
export const exactInterest = (terms: Terms, stretch: Stretch, repaid: bigint): Fraction => {
  const days = [stretch.from, ...(terms.rateChanges ?? []).map(({ from }) => from), ...(terms.disbursements ?? []).map(({ on }) => on), stretch.to]
  const cuts = [...new Set(days.filter((day) => day >= stretch.from && day <= stretch.to))].sort((a, b) => a - b)
  const until = (day: number): Fraction => {
    if (day === stretch.to) return stretch.whole
    if (day === stretch.from) return f(0)
    const own = part(stretch.from, day, terms)
    return cmp(own, stretch.whole) > 0 ? stretch.whole : own
  }
  let sum = f(0)
  cuts.slice(0, -1).forEach((from, index) => {
    const base = terms.method === 'flat-fee' ? terms.principal : paidOutBy(terms, from) - repaid
    sum = add(sum, mul(f(base), mul(rateAt(terms, from), sub(until(cuts[index + 1] as number), until(from)))))
  })
  return sum
}

/** Whether a whole number of units is what the fraction rounds to, told from the distance alone. */
export const isRounded = (value: bigint, exact: Fraction, unit: bigint, mode: NonNullable<Terms['rounding']>['mode']): boolean => {
  if (value % unit !== 0n) return false
  const distance = sub(f(value), exact)
  const size = distance.n < 0n ? -distance.n : distance.n
  const [twice, whole] = [2n * size, distance.d * unit]
  if (mode === 'up') return distance.n >= 0n && size < whole
  if (mode === 'down') return distance.n <= 0n && size < whole
  if (twice !== whole) return twice < whole
  return mode === 'half-up' ? distance.n > 0n : (value / unit) % 2n === 0n
}

/** What a plan of equal payments `payment` leaves at its end, unrounded: positive where the payment is too small. */
export const residual = (terms: Terms, all: readonly Stretch[], payment: Fraction): Fraction => {
  const rate = f(terms.annualRate.num, terms.annualRate.den)
  let owed = f(terms.principal)
  for (const { whole } of all) {
    const growth = mul(rate, whole)
    owed = sub(mul(owed, { n: growth.d + growth.n, d: growth.d }), payment)
  }
  return owed
}
