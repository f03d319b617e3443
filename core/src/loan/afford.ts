import { type Fen, fen, formatYuan } from '../primitives/money.ts'
import { percentText, type Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { affordWords } from './afford-words.ts'
import { type Explained, say } from './explain-words.ts'
import { compareRatio, type Ratio, ratio } from './ratio.ts'
import { type Schedule, schedule } from './schedule.ts'
import { mostPrincipal, type Terms, type TermsRefusal } from './terms.ts'

/**
 * Can this person carry this loan? Four figures, each with its reason in words: debt service to income, what is left to
 * live on, the same at a higher rate, and the largest loan that still fits. It weighs what the customer has declared and
 * what the books hold; it does not decide (个人信息保护法 24: an automatic refusal must be explained and may be refused).
 *
 *   const view = affordability(household, limits, terms)
 *   view.debtToIncome  -> { value: Ratio, withinLimit, reason: { zh, en } }
 */
export type Household = {
  /** After tax, a month. */
  readonly monthlyIncome: Fen
  readonly monthlyLivingCosts: Fen
  /** Instalments of other loans a month, this lender's and others'. */
  readonly monthlyDebtService: Fen
}

export type AffordLimits = {
  /** Debt service to income at most: 0.5 is half. */
  readonly mostDebtToIncome: Ratio
  /** What must stay for living after costs and debt. */
  readonly leastFreeIncome: Fen
  /** Added to the yearly rate for the stress: 0.02 is two percentage points. */
  readonly stress: Rate
}

export type Weighed<Value> = { readonly value: Value; readonly withinLimit: boolean; readonly reason: Explained }

export type Affordability = {
  /** The heaviest month of the loan, which decides: for equal principal the first, for a balloon the last. */
  readonly heaviestMonth: Weighed<Fen>
  readonly debtToIncome: Weighed<Ratio>
  readonly freeIncome: Weighed<Fen>
  readonly underStress: Weighed<Ratio>
  readonly largestLoan: Weighed<Fen>
}

const monthsOf = ({ every }: Terms): Ratio => ('months' in every ? ratio(BigInt(every.months), 1n) : ratio(BigInt(every.days) * 12n, 365n))

/** The most that falls due in one month: a line over the months of its period, rounded up against the customer. */
const heaviest = (plan: Schedule): Fen => {
  const months = monthsOf(plan.terms)
  // A single payment at the end is spread over its whole term: it must be saved for.
  const { num, den } = plan.terms.method === 'bullet' ? ratio(months.num * BigInt(plan.terms.count), months.den) : months
  const most = plan.instalments.reduce((max, { total }) => (total > max ? total : max), 0n)
  return fen((most * den + num - 1n) / num)
}

const shareOfIncome = (household: Household, service: bigint): Ratio =>
  ratio(household.monthlyDebtService + service, household.monthlyIncome)

const freeOf = (household: Household, service: bigint): bigint =>
  household.monthlyIncome - household.monthlyLivingCosts - household.monthlyDebtService - service

const fits = (household: Household, limits: AffordLimits, service: bigint): boolean =>
  compareRatio(shareOfIncome(household, service), limits.mostDebtToIncome) <= 0 && freeOf(household, service) >= limits.leastFreeIncome

const raised = (rate: Rate, by: Rate): Rate => ({ num: rate.num * by.den + by.num * rate.den, den: rate.den * by.den, period: 'year' })

const plainAt = (terms: Terms, principal: bigint, annualRate: Rate): Terms => {
  const { disbursements: _1, rateChanges: _2, instalment: _3, balloon: _4, ...rest } = terms
  return { ...rest, principal: fen(principal), annualRate }
}

/** By halving: a larger loan of the same rule never has a lighter heaviest month by more than its rounding. */
const largest = (household: Household, limits: AffordLimits, terms: Terms): Fen => {
  const fitsAt = (principal: bigint): boolean => {
    const plan = schedule(plainAt(terms, principal, raised(terms.annualRate, limits.stress)))
    return !isRefusal(plan) && fits(household, limits, heaviest(plan))
  }
  const step = 10_000n
  let [low, high] = [0n, mostPrincipal / step]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (fitsAt(middle * step)) low = middle
    else high = middle - 1n
  }
  return fen(low * step)
}

const percent = ({ num, den }: Ratio): string => percentText({ num, den, period: 'month' }, 1)

const reasonOf = (key: keyof typeof affordWords, inputs: Readonly<Record<string, string>>): Explained =>
  ({ zh: say(affordWords[key].zh, inputs), en: say(affordWords[key].en, inputs), inputs })

export const affordability = (
  household: Household, limits: AffordLimits, terms: Terms,
): Affordability | Refusal<TermsRefusal | 'income-not-positive'> => {
  // A share of nothing is no figure: whoever has no income is a matter for a person, not for a percentage.
  if (household.monthlyIncome <= 0n) return refuse('income-not-positive', {}, 'household.monthlyIncome')
  const plan = schedule(terms)
  if (isRefusal(plan)) return plan
  const stressed = schedule({ ...terms, annualRate: raised(terms.annualRate, limits.stress) })
  if (isRefusal(stressed)) return stressed
  const [service, stressService] = [heaviest(plan), heaviest(stressed)]
  const [share, stressShare] = [shareOfIncome(household, service), shareOfIncome(household, stressService)]
  const free = fen(freeOf(household, service))
  const loan = largest(household, limits, terms)
  const inputs = {
    service: formatYuan(service), debts: formatYuan(household.monthlyDebtService), income: formatYuan(household.monthlyIncome), share: percent(share),
    mostShare: percent(limits.mostDebtToIncome), living: formatYuan(household.monthlyLivingCosts), free: formatYuan(free),
      leastFree: formatYuan(limits.leastFreeIncome),
    stress: percentText(limits.stress), stressService: formatYuan(stressService), stressShare: percent(stressShare), largest: formatYuan(loan),
      loan: formatYuan(terms.principal),
  }
  const within = (ratioValue: Ratio): boolean => compareRatio(ratioValue, limits.mostDebtToIncome) <= 0
  return {
    heaviestMonth: { value: service, withinLimit: fits(household, limits, service), reason: reasonOf('heaviestMonth', inputs) },
    debtToIncome: { value: share, withinLimit: within(share), reason: reasonOf('debtToIncome', inputs) },
    freeIncome: { value: free, withinLimit: free >= limits.leastFreeIncome, reason: reasonOf('freeIncome', inputs) },
    underStress: { value: stressShare, withinLimit: within(stressShare), reason: reasonOf('underStress', inputs) },
    largestLoan: { value: loan, withinLimit: loan >= terms.principal, reason: reasonOf('largestLoan', inputs) },
  }
}
