import { type Fen, fen, formatYuan, yuanText } from '../primitives/money.ts'
import { percentText, type Rate } from '../primitives/rate.ts'
import { type Explained, explainWords, roundingWords, say } from './explain-words.ts'
import { type Ratio, ratio, reduced, times } from './ratio.ts'
import type { Instalment, Schedule } from './schedule.ts'

/**
 * Every amount of a plan explained: formula, inputs and rounding, in words that a customer understands, 中文 and English.
 *
 *   explainLine(plan, 3).interest.zh  -> 利息 = 8,407.10 × 10.8% × 1/12 = 75.66 元（四舍五入到 0.01 元）
 *   explainPlan(plan).instalment      -> why each instalment is what it is
 */
export type LineExplanation = Readonly<Record<'principal' | 'interest' | 'fee' | 'total' | 'balance', Explained>>
export type PlanExplanation = Readonly<Record<'interest' | 'fee' | 'total', Explained>> & { readonly instalment?: Explained }

export const fractionText = (value: Ratio): string => {
  const { num, den } = reduced(value)
  return den === 1n ? String(num) : `${num}/${den}`
}

/** The part of a year behind a growth factor: growth over the rate. */
export const partOfYear = (growth: Ratio, rate: Rate): Ratio => (rate.num === 0n ? ratio(0n, 1n) : times(growth, { num: rate.den, den: rate.num }))

export const roundingOf = (plan: Pick<Schedule, 'terms'>): { readonly zh: string; readonly en: string } => {
  const { mode = 'half-up', unit = fen(1n) } = plan.terms.rounding ?? {}
  const words = roundingWords[mode]
  return { zh: say(words.zh, { unit: yuanText(unit) }), en: say(words.en, { unit: yuanText(unit) }) }
}

/** What is multiplied for the interest of a line, part by part: `8,407.10 × 10.8% × 1/12`. */
const interestProduct = (plan: Schedule, line: Instalment): string => {
  const { terms } = plan
  const parts = plan.cuts[line.n - 1]?.parts ?? []
  let balance: bigint = plan.instalments[line.n - 2]?.balance ?? 0n
  return parts
    .map(({ paidOut, rate, growth }) => {
      balance += paidOut
      const base = terms.method === 'flat-fee' ? terms.flatBase ?? terms.principal : fen(balance)
      return `${formatYuan(base)} × ${percentText(rate, 6)}% × ${fractionText(partOfYear(growth, rate))}`
    })
    .join(' + ')
}

export const explained = (key: keyof typeof explainWords, inputs: Readonly<Record<string, string>>,
  round?: { readonly zh: string; readonly en: string }): Explained => {
  const words = explainWords[key]
  return {
    zh: say(words.zh, { ...inputs, rounding: round?.zh ?? '' }),
    en: say(words.en, { ...inputs, rounding: round?.en ?? '' }),
    inputs,
  }
}

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
    instalment: formatYuan(plan.instalment ?? line.total), product: interestProduct(plan, line),
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
    interest: explained('totalInterest', inputs),
    fee: explained('totalFee', inputs),
    total: explained('totalPaid', inputs),
    ...(instalment === undefined ? {} : { instalment: explained(terms.instalment === undefined ? 'instalment' : 'instalmentGiven', inputs,
      roundingOf(plan)) }),
  }
}

