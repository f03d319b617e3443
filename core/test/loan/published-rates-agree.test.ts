import { expect, test } from 'vitest'
import { apr, type AprAnswer, type AprQuestion } from '../../src/loan/apr.ts'
import { decimalText, percentOf } from '../../src/loan/cost.ts'
import { compareRatio, minus, type Ratio } from '../../src/loan/ratio.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { day, decimal, granted, vectors } from './request.ts'

type Flow = { readonly amount: string; readonly at: { readonly date?: string; readonly years?: string; readonly periods?: number; readonly fraction?: string } }
type Request = { readonly op: string; readonly convention: AprQuestion['convention']; readonly periodsPerYear?: string; readonly flows: readonly Flow[] }
type Expected = {
  readonly rate?: string; readonly tolerance?: string; readonly errorCode?: string
  readonly ratePercent?: string; readonly simplePercent?: string; readonly effectivePercent?: string; readonly decimals?: number
}

const flowOf = ({ amount, at }: Flow): unknown => {
  const value = decimal(amount)
  if (at.date !== undefined) return { amount: value, on: day(at.date) }
  if (at.years !== undefined) return { amount: value, years: decimal(at.years) }
  const [num, den] = at.fraction?.split('/') ?? []
  return { amount: value, periods: at.periods, ...(num !== undefined && den !== undefined ? { fraction: { num: BigInt(num), den: BigInt(den) } }
    : {}) }
}

const questionOf = ({ convention, periodsPerYear, flows }: Request): AprQuestion =>
  ({ convention, flows: flows.map(flowOf), ...(periodsPerYear === undefined ? {} : { periodsPerYear: decimal(periodsPerYear) }) }) as AprQuestion

const within = (value: Ratio, target: Ratio, tolerance: Ratio): boolean => {
  const difference = minus(value, target)
  return compareRatio({ num: difference.num < 0n ? -difference.num : difference.num, den: difference.den }, tolerance) <= 0
}

const all = ['irr', 'apr-regz', 'apr-eu', 'cn'].flatMap((file) => vectors<Request, Expected>(file)).filter(({ request }) => request.op === 'apr')

test.each(all)('$request.id', ({ request, expected }) => {
  const answer = apr(questionOf(request))
  if (expected.errorCode !== undefined) {
    expect(isRefusal(answer) && answer.refused).toBe(expected.errorCode)
    return
  }
  const { rate, simple, effective }: AprAnswer = granted(answer)
  if (expected.rate !== undefined) {
    expect(within(rate, decimal(expected.rate), decimal(expected.tolerance ?? '0')), `${decimalText(rate, 18)} for ${expected.rate}`).toBe(true)
  }
  const decimals = expected.decimals ?? 0
  if (expected.ratePercent !== undefined) expect(percentOf(rate, decimals)).toBe(expected.ratePercent)
  if (expected.simplePercent !== undefined) expect(simple && percentOf(simple, decimals)).toBe(expected.simplePercent)
  if (expected.effectivePercent !== undefined) expect(effective && percentOf(effective, decimals)).toBe(expected.effectivePercent)
})
