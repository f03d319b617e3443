import { type Fen, fen, formatYuan, yuanText } from '../primitives/money.ts'
import { percentText, type Rate } from '../primitives/rate.ts'
import type { EarnedPart } from './book.ts'
import { type Explained, explainWords, roundingPlaces, roundingWords, say, type Words } from './explain-words.ts'
import { type Ratio, ratio, reduced, times } from './ratio.ts'
import type { Instalment, Schedule } from './schedule.ts'
import type { Rounding } from './terms.ts'

/**
 * Every amount of a plan explained: formula, inputs and rounding, in words that a customer understands, 中文 and English.
 *
 *   explainLine(plan, 3).interest.zh  -> 利息 = 8,407.10 × 10.8% × 1/12 = 75.66 元（四舍五入到 0.01 元）
 *   explainPlan(plan).instalment      -> why each instalment is what it is
 */
export type LineExplanation = Readonly<Record<'principal' | 'interest' | 'fee' | 'total' | 'balance', Explained>>
export type PlanExplanation = Readonly<Record<'principal' | 'interest' | 'fee' | 'total' | 'upfront', Explained>>
  & { readonly instalment?: Explained }

export const fractionText = (value: Ratio): string => {
  const { num, den } = reduced(value)
  return den === 1n ? String(num) : `${num}/${den}`
}

/** The part of a year behind a growth factor: growth over the rate. */
export const partOfYear = (growth: Ratio, rate: Rate): Ratio => (rate.num === 0n ? ratio(0n, 1n) : times(growth, { num: rate.den, den: rate.num }))

export const roundingText = ({ mode = 'half-up', unit = fen(1n), at = 'line' }: Partial<Rounding> = {}): Words => {
  const inputs = { unit: yuanText(unit) }
  return { zh: say(roundingWords[mode].zh, inputs) + roundingPlaces[at].zh, en: say(roundingWords[mode].en, inputs) + roundingPlaces[at].en }
}

export const roundingOf = ({ terms }: Pick<Schedule, 'terms'>): Words => roundingText(terms.rounding)

/** `8,407.10 × 10.8% × 1/12`, one for each stretch in which nothing changed. */
export const productText = (parts: readonly EarnedPart[]): string =>
  parts.map(({ base, rate, fraction }) => `${formatYuan(base)} × ${percentText(rate, 6)}% × ${fractionText(fraction)}`).join(' + ')

/** What is multiplied for the interest of a line, part by part. */
const partsOfLine = (plan: Schedule, line: Instalment): readonly EarnedPart[] => {
  const { terms } = plan
  let balance: bigint = plan.instalments[line.n - 2]?.balance ?? 0n
  return (plan.cuts[line.n - 1]?.parts ?? []).map(({ paidOut, rate, growth }) => {
    balance += paidOut
    return { base: terms.method === 'flat-fee' ? terms.flatBase ?? terms.principal : fen(balance), rate, fraction: partOfYear(growth, rate) }
  })
}

/** A sentence filled in both languages; the rounding stands in the words of each. */
export const filledIn = (words: Words, inputs: Readonly<Record<string, string>>, round?: Words): Explained => ({
  zh: say(words.zh, { ...inputs, rounding: round?.zh ?? '' }),
  en: say(words.en, { ...inputs, rounding: round?.en ?? '' }),
  inputs,
})

export const explained = (key: keyof typeof explainWords, inputs: Readonly<Record<string, string>>, round?: Words): Explained =>
  filledIn(explainWords[key], inputs, round)

const principalKey = ({ terms, instalments }: Schedule, line: Instalment): keyof typeof explainWords => {
  if (line.n === instalments.length) return 'principalLast'
  if (terms.method === 'equal-principal' || terms.method === 'flat-fee') return 'principalShare'
  if (terms.method === 'interest-only' || line.n <= (terms.interestOnlyCount ?? 0)) return 'principalNone'
  return terms.method === 'revolving' ? 'principalMinimum' : 'principalRest'
}

/** `shownAs`: the number under which the line is shown, where the plan is the rest of an older one. */
export const explainLine = (plan: Schedule, n: number, shownAs: number = n): LineExplanation => {
  const line = plan.instalments[n - 1]
  if (!line) throw new Error(`the plan has no instalment ${n}`)
  const round = roundingOf(plan)
  const before = addBack(line)
  const inputs = {
    n: String(shownAs), principal: formatYuan(line.principal), interest: formatYuan(line.interest), fee: formatYuan(line.fee),
      total: formatYuan(line.total),
    balance: formatYuan(line.balance), before: formatYuan(before), count: String(plan.terms.count), loan: formatYuan(plan.terms.principal),
    instalment: formatYuan(plan.instalment ?? line.total), product: productText(partsOfLine(plan, line)),
  }
  return {
    interest: explained(plan.terms.method === 'flat-fee' ? 'interestFlat' : 'interest', inputs, round),
    principal: explained(principalKey(plan, line), inputs, round),
    fee: explained('fee', inputs),
    total: explained('total', inputs),
    balance: explained('balance', inputs),
  }
}

const addBack = (line: Instalment): Fen => fen(line.balance + line.principal)

export const explainPlan = (plan: Schedule): PlanExplanation => {
  const { totals, instalment, terms } = plan
  const periodic = plan.cuts[terms.interestOnlyCount ?? 0]?.parts.at(-1)
  const inputs = {
    loan: formatYuan(terms.principal), count: String(terms.count), interest: formatYuan(totals.interest), fee: formatYuan(totals.fee),
    total: formatYuan(totals.total), upfront: formatYuan(plan.upfrontFee), instalment: formatYuan(instalment ?? fen(0n)),
    rate: percentText(terms.annualRate, 6), fraction: periodic ? fractionText(partOfYear(periodic.growth, periodic.rate)) : '',
  }
  return {
    principal: explained('totalPrincipal', inputs),
    upfront: explained('upfront', inputs),
    interest: explained('totalInterest', inputs),
    fee: explained('totalFee', inputs),
    total: explained('totalPaid', inputs),
    ...(instalment === undefined ? {} : { instalment: explained(terms.instalment === undefined ? 'instalment' : 'instalmentGiven', inputs,
      roundingOf(plan)) }),
  }
}
