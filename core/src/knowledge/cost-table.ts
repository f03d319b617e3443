/**
 * The cost table (综合融资成本明示表, 金规〔2026〕2号): principal, interest and each fee with its method, annualised rate,
 * total and payee, the annualised comprehensive cost, what may come on top, and that nothing else is charged. Its rows and their
 * wording are the lender's disclosure `cost-table`; what is put into them comes from the plan and the contract, each figure
 * with its source.
 */
import { feeAmount, type Schedule, schedule } from '../loan/schedule.ts'
import type { AprRefusal } from '../loan/apr.ts'
import { annualCost } from '../loan/cost.ts'
import { methodNames } from '../loan/loan-words.ts'
import type { Fee, PrepaymentPenalty, Terms } from '../loan/terms.ts'
import type { Disclosure } from '../compliance/disclosure.ts'
import type { Figure, FigureOf, FigureSource, FigureValue } from '../primitives/figure.ts'
import { fill, type Filled, type Language, type Values } from '../primitives/filling.ts'
import { type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import {
  type CostFigure, costFigureWords, dayCountWords, extensionWords, feeMethods, methodText, partMark, penaltyWords, prepaymentWords,
} from './cost-table-words.ts'
import { costAsTold } from './quote.ts'

/** What a table is made from: a plan as it is signed or offered, and what of the contract does not stand in its terms. */
export type CostSubject = {
  readonly lenderName: string
  readonly productName: string
  readonly plan: Schedule
  /** What each fee of the plan's terms is called and who gets it, by the name it has there. */
  readonly fees: ReadonlyMap<string, { readonly name: string; readonly payee: string }>
  readonly extension: { readonly allowed: boolean; readonly fee: Fen; readonly rateMultiplier: Rate }
  /** Where a figure of the table comes from. */
  readonly source: (field: CostFigure, formula: string | undefined) => FigureSource
}

export type CostRow = Filled & { readonly id: string; readonly label: string }

export type CostTable = {
  readonly title: string
  readonly version: number
  readonly rows: readonly CostRow[]
  /** To be read before signing; says that nothing beyond the table is charged. */
  readonly notice: string
  /** The law that asks for the table, as its disclosure names it. */
  readonly basis: string
  /** The same cost as in its row, for those who compare. */
  readonly annualisedCost: FigureOf<'rate'>
}

export type CostTableRefusal = AprRefusal | 'value-missing' | 'payee-missing' | 'not-reckonable'

type Told = { readonly source: FigureSource; readonly explanation: { readonly zh: string; readonly en: string } }

type Tell = <Value extends FigureValue>(field: CostFigure, value: Value) => Value & Told

const teller = ({ source }: CostSubject): Tell => (field, value) => {
  const words: { readonly zh: string; readonly en: string; readonly formula?: string } = costFigureWords[field]
  return { ...value, source: source(field, words.formula), explanation: { zh: words.zh, en: words.en } }
}

const timesRate = ({ num, den, period }: Rate, by: { readonly num: bigint; readonly den: bigint }): Rate => ({ num: num * by.num, den: den * by.den, period })

const less = (left: Rate, right: Rate): Rate => ({ num: left.num * right.den - right.num * left.den, den: left.den * right.den, period: 'year' })

/** A text of the words above; they name only what is handed in with them, which a test holds. */
const say = (template: string, values: Values, language: Language): Filled => {
  const filled = fill(template, values, language)
  if (isRefusal(filled)) throw new Error(`the cost table has no value ${filled.field ?? ''} for its own words`)
  return filled
}

const joined = (parts: readonly Filled[], language: Language): Filled =>
  parts.reduce((whole, part) => (whole.text === '' ? part : say(`{whole}${partMark[language]}{part}`, { whole, part }, language)), { text: '', figures: [] })

/**
 * The annual cost with no fee, with the first, with the first two …, each as it is told. Their steps are what each item costs a
 * year, so that the items add up to the whole to the last digit shown.
 */
const costSteps = ({ terms }: Schedule): readonly { readonly simple: Rate; readonly effective: Rate }[] | Refusal<CostTableRefusal> => {
  const { fees = [], ...rest } = terms
  const steps: { simple: Rate; effective: Rate }[] = []
  for (let count = 0; count <= fees.length; count += 1) {
    const plan = schedule(count === 0 ? rest : { ...rest, fees: fees.slice(0, count) })
    const cost = isRefusal(plan) ? refuse('not-reckonable', { why: plan.refused }) : annualCost(plan)
    if (isRefusal(cost)) return cost
    steps.push({ simple: costAsTold(cost.simple), effective: costAsTold(cost.effective) })
  }
  return steps
}

type Telling = { readonly subject: CostSubject; readonly tell: Tell; readonly language: Language }

const feeValues = ({ subject: { plan }, tell, language }: Telling, fee: Fee, known: { readonly name: string; readonly payee: string }, rate: Rate): Values => {
  const size = 'amount' in fee
    ? tell('feeSize', { kind: 'amount', value: fee.amount })
    : tell('feeSize', { kind: 'rate', value: fee.rateOfPrincipal })
  const times = fee.when === 'each' ? BigInt(plan.instalments.length) : 1n
  return {
    feeName: known.name,
    feeMethod: say(feeMethods[fee.when]['amount' in fee ? 'amount' : 'share'][language], { feeSize: size }, language),
    feeRate: tell('feeRate', { kind: 'rate', value: rate }),
    feeAmount: tell('feeAmount', { kind: 'amount', value: fen(feeAmount(fee, plan.terms) * times) }),
    feePayee: known.payee,
  }
}

const penaltyText = ({ subject: { lenderName, plan }, tell, language }: Telling): Filled => {
  const { late, graceDays = 0 } = plan.terms.servicing ?? {}
  if (!late) return say(penaltyWords.none[language], {}, language)
  const { multiplier } = late
  return say(penaltyWords.charged[language], {
    lenderName,
    penaltySurcharge: tell('penaltySurcharge', { kind: 'rate', value: { num: multiplier.num - multiplier.den, den: multiplier.den, period: 'year' } }),
    penaltyRate: tell('penaltyRate', { kind: 'rate', value: timesRate(plan.terms.annualRate, multiplier) }),
    penaltyYear: tell('penaltyYear', { kind: 'term', value: late.dayCount === 'actual/365' ? 365 : 360, unit: 'day' }),
    grace: graceDays > 0 ? say(penaltyWords.grace[language], { graceDays: tell('graceDays', { kind: 'term', value: graceDays, unit: 'day' }) }, language) : penaltyWords.noGrace[language],
    compound: late.compound ? penaltyWords.compound[language] : penaltyWords.notCompound[language],
  }, language)
}

const isFree = (row: PrepaymentPenalty): boolean => ('rateOfPrepaid' in row ? row.rateOfPrepaid.num === 0n : row.monthsOfInterest === 0)

const chargeText = ({ tell, language }: Telling, row: PrepaymentPenalty): Filled => {
  if (isFree(row)) return say(prepaymentWords.none[language], {}, language)
  return 'rateOfPrepaid' in row
    ? say(prepaymentWords.rate[language], { chargeRate: tell('chargeRate', { kind: 'rate', value: { ...row.rateOfPrepaid, period: 'year' } }) }, language)
    : say(prepaymentWords.months[language], { chargeMonths: tell('chargeMonths', { kind: 'term', value: row.monthsOfInterest, unit: 'month' }) }, language)
}

/** The charge for early repayment, row by row of the contract's table. */
const prepaymentText = (telling: Telling): Filled => {
  const { subject: { lenderName, plan }, tell, language } = telling
  const { penalty = [], interest = 'to-the-day' } = plan.terms.servicing?.prepayment ?? {}
  const instalments = (field: 'paidFrom' | 'paidBelow', value: number): Figure => tell(field, { kind: 'term', value, unit: 'instalment' })
  const rows = penalty.map((row, index) => {
    const next = penalty[index + 1]
    const place = row.paidAtLeast === 0 ? (next ? 'below' : 'always') : next ? 'between' : 'from'
    return say(prepaymentWords[place][language], {
      charge: chargeText(telling, row), paidFrom: instalments('paidFrom', row.paidAtLeast), ...(next ? { paidBelow: instalments('paidBelow', next.paidAtLeast) } : {}),
    }, language)
  })
  const free = say(prepaymentWords.always[language], { charge: prepaymentWords.none[language] }, language)
  const payee = penalty.every(isFree) ? [] : [say(prepaymentWords.payee[language], { lenderName }, language)]
  return joined([...(rows.length === 0 ? [free] : rows), ...payee, say(prepaymentWords[interest][language], {}, language)], language)
}

const extensionText = ({ subject: { lenderName, plan, extension }, tell, language }: Telling): Filled => {
  const { allowed, fee, rateMultiplier } = extension
  if (!allowed) return say(extensionWords.none[language], {}, language)
  const { annualRate } = plan.terms
  const charge = fee === 0n
    ? say(extensionWords.free[language], {}, language)
    : say(extensionWords.fee[language], { extensionFee: tell('extensionFee', { kind: 'amount', value: fee }) }, language)
  const rate = rateMultiplier.num === rateMultiplier.den
    ? say(extensionWords.sameRate[language], { annualRate: tell('annualRate', { kind: 'rate', value: annualRate }), lenderName }, language)
    : say(extensionWords.otherRate[language], { extensionRate: tell('extensionRate', { kind: 'rate', value: timesRate(annualRate, rateMultiplier) }), lenderName }, language)
  return joined([charge, rate], language)
}

const methodOf = ({ method, dayCount }: Terms, language: Language): Filled =>
  say(methodText[language], { methodName: methodNames[method][language], dayCount: dayCountWords[dayCount][language] }, language)

/** Every place of the disclosure that is the same in all rows. */
const valuesOf = (telling: Telling, steps: { readonly interest: Rate; readonly simple: Rate; readonly effective: Rate }): Values & { readonly annualisedCost: FigureOf<'rate'> } => {
  const { subject: { lenderName, productName, plan }, tell, language } = telling
  const { terms, totals, instalments } = plan
  return {
    lenderName,
    productName,
    principal: tell('principal', { kind: 'amount', value: terms.principal }),
    instalmentCount: tell('instalmentCount', { kind: 'term', value: instalments.length, unit: 'instalment' }),
    disbursedOn: tell('disbursedOn', { kind: 'date', value: terms.disbursedOn }),
    annualRate: tell('annualRate', { kind: 'rate', value: terms.annualRate }),
    interestMethod: methodOf(terms, language),
    interestRate: tell('interestRate', { kind: 'rate', value: steps.interest }),
    interestTotal: tell('interestTotal', { kind: 'amount', value: totals.interest }),
    annualisedCost: tell('annualisedCost', { kind: 'rate', value: steps.simple }),
    annualisedCompound: tell('annualisedCompound', { kind: 'rate', value: steps.effective }),
    total: tell('total', { kind: 'amount', value: totals.total }),
    penaltyText: penaltyText(telling),
    prepaymentText: prepaymentText(telling),
    extensionText: extensionText(telling),
  }
}

/**
 * The table of one plan. Refused: a cost that cannot be reckoned, a fee of which nobody knows who gets it, and a place of the disclosure
 * that has no value: a table with a hole is none.
 */
export const costTable = (disclosure: Disclosure, subject: CostSubject, language: Language): CostTable | Refusal<CostTableRefusal> => {
  const steps = costSteps(subject.plan)
  if (isRefusal(steps)) return steps
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return refuse('not-reckonable')
  const telling: Telling = { subject, tell: teller(subject), language }
  const values = valuesOf(telling, { interest: first.simple, simple: last.simple, effective: last.effective })
  const fees: Values[] = []
  for (const [index, fee] of (subject.plan.terms.fees ?? []).entries()) {
    const known = subject.fees.get(fee.name)
    if (!known) return refuse('payee-missing', { fee: fee.name })
    fees.push(feeValues(telling, fee, known, less(steps[index + 1]?.simple ?? last.simple, steps[index]?.simple ?? first.simple)))
  }
  const rows: CostRow[] = []
  for (const { id, label, value, each } of disclosure.rows ?? []) {
    for (const [at, own] of (each ? fees : [{}]).entries()) {
      const filled = fill(value[language], { ...values, ...own }, language)
      if (isRefusal(filled)) return filled
      rows.push({ id: each ? `${id}-${at + 1}` : id, label: label[language], ...filled })
    }
  }
  const notice = fill(disclosure.text[language], values, language)
  if (isRefusal(notice)) return notice
  return { title: disclosure.name[language], version: disclosure.version, rows, notice: notice.text, basis: disclosure.source, annualisedCost: values.annualisedCost }
}
