import { readFileSync } from 'node:fs'
import type { Day } from '../../src/primitives/day.ts'
import { parseDay } from '../../src/primitives/day.ts'
import { type Fen, parseYuan } from '../../src/primitives/money.ts'
import { parseRate, type Rate } from '../../src/primitives/rate.ts'
import { isRefusal, type Refusal } from '../../src/primitives/refusal.ts'
import type { Ratio } from '../../src/loan/ratio.ts'
import type { Terms } from '../../src/loan/terms.ts'

/** Readers for tests: a text that is no day, amount or rate is a mistake of the test and throws. */
const must = <Value>(value: Value | undefined, text: string): Value => {
  if (value === undefined) throw new Error(`not readable: ${text}`)
  return value
}

export const day = (text: string): Day => must(parseDay(text), text)
export const yuan = (text: string): Fen => must(parseYuan(text), text)
export const yearly = (text: string): Rate => must(parseRate(text), text)

export const granted = <Value>(value: Value | Refusal): Value => {
  if (isRefusal(value)) throw new Error(`refused: ${JSON.stringify(value)}`)
  return value
}

export type ScheduleRequest = {
  readonly principal: string
  readonly annualRate: string
  readonly method: Terms['method']
  readonly count: number
  readonly every: Terms['every']
  readonly disbursedOn: string
  readonly firstDueOn: string
  readonly dayCount: Terms['dayCount']
  readonly yearSplit?: '12-31'
  readonly rounding: { readonly mode: 'half-up' | 'half-even'; readonly unit: string }
  readonly difference: 'last' | 'first' | 'spread'
  readonly instalmentMultipleOf?: string
}

export const termsOf = (request: ScheduleRequest): Terms => ({
  principal: yuan(request.principal),
  annualRate: yearly(request.annualRate),
  method: request.method,
  count: request.count,
  every: request.every,
  disbursedOn: day(request.disbursedOn),
  firstDueOn: day(request.firstDueOn),
  dayCount: request.dayCount,
  rounding: { mode: request.rounding.mode, unit: yuan(request.rounding.unit) },
  difference: request.difference,
  ...(request.yearSplit ? { yearSplit: request.yearSplit } : {}),
  ...(request.instalmentMultipleOf === undefined ? {} : { instalmentMultipleOf: yuan(request.instalmentMultipleOf) }),
})

export type Vector<Request, Expected> = { readonly request: Request & { readonly id: string }; readonly expected: Expected; readonly source: string }

export const vectors = <Request, Expected>(file: string): readonly Vector<Request, Expected>[] =>
  readFileSync(new URL(`vectors/${file}.jsonl`, import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Vector<Request,
    Expected>)

/** A decimal, with or without exponent, as an exact fraction. */
export const decimal = (text: string): Ratio => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = must(/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? undefined, text)
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { num: digits, den: 10n ** BigInt(places) } : { num: digits * 10n ** BigInt(-places), den: 1n }
}
