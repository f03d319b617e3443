import { type Day, isoDay } from '../primitives/day.ts'
import { addFen, type Fen, fen, formatYuan } from '../primitives/money.ts'
import { percentText } from '../primitives/rate.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { type AnnualCost, decimalText, isEvenPlan, percentOf, periodsPerYear } from './cost.ts'
import type { Course, CourseRow } from './course.ts'
import { explained, explainLine, fractionText, type LineExplanation, partOfYear, roundingOf } from './explain.ts'
import type { Explained } from './explain-words.ts'
import { penaltyRowAt } from './payoff.ts'
import { fractionUntil } from './periods.ts'
import { minus, times } from './ratio.ts'
import { type Schedule, schedule } from './schedule.ts'
import type { PrepaymentWhatIf } from './what-if.ts'

/** Every amount of a course explained, as explain.ts does it for a plan: formula, inputs and rounding, 中文 and English. */

const keys = ['principal', 'interest', 'fee', 'total', 'balance'] as const

const planned = (row: CourseRow, plan: Schedule, n: number): LineExplanation => {
  const told = explainLine(plan, n, row.n)
  const line = plan.instalments[n - 1]
  const adjusted = (key: typeof keys[number]): Explained => {
    const [was, is] = [line?.[key] ?? row[key], row[key]]
    if (was === is) return told[key]
    const also = explained('partPaid', { planned: formatYuan(was), difference: formatYuan(fen(is - was)), amount: formatYuan(is) })
    return { zh: `${told[key].zh}${also.zh}`, en: `${told[key].en} ${also.en}`, inputs: { ...told[key].inputs, ...also.inputs } }
  }
  return {
    principal: adjusted('principal'), interest: adjusted('interest'), fee: adjusted('fee'), total: adjusted('total'), balance: adjusted('balance'),
  }
}

const ownInputs = (row: CourseRow): Readonly<Record<string, string>> => ({
  n: String(row.n), on: isoDay(row.due), principal: formatYuan(row.principal), interest: formatYuan(row.interest), fee: formatYuan(row.fee),
  total: formatYuan(row.total), credit: formatYuan(row.credit), balance: formatYuan(row.balance),
  before: formatYuan(addFen(row.balance, row.principal)),
})

const arrearsTold = (row: CourseRow): LineExplanation => {
  const inputs = ownInputs(row)
  const all = explained('arrears', inputs)
  return { principal: all, interest: all, fee: all, total: all, balance: explained('balance', inputs) }
}

/** The interest of a running line up to a day, part by part: `8,407.10 × 10.8% × 1/24`. */
const runningProduct = (plan: Schedule, n: number, on: Day): string => {
  const cut = plan.cuts[n - 1]
  let balance: bigint = plan.instalments[n - 2]?.balance ?? 0n
  return (cut?.parts ?? []).flatMap(({ from, paidOut, rate }, index, parts) => {
    balance += paidOut
    const end = Math.min(parts[index + 1]?.from ?? cut?.period.to ?? on, on) as Day
    if (!cut || end <= from) return []
    const base = plan.terms.method === 'flat-fee' ? plan.terms.flatBase ?? plan.terms.principal : fen(balance)
    const fraction = minus(fractionUntil(cut.period, end, plan.terms), fractionUntil(cut.period, from, plan.terms))
    return [`${formatYuan(base)} × ${percentText(rate, 6)}% × ${fractionText(partOfYear(times(fraction, rate), rate))}`]
  }).join(' + ')
}

/** The line of the plan in force in whose period the day lies. */
const running = ({ stateBefore, quote }: PrepaymentWhatIf): { readonly plan: Schedule; readonly n: number } | undefined => {
  const plan = schedule(stateBefore.plan)
  if (isRefusal(plan)) return undefined
  const line = plan.instalments.find(({ from, due }) => from <= quote.on && quote.on < due)
  return line && { plan, n: line.n }
}

const prepaidInterest = (whatIf: PrepaymentWhatIf, row: CourseRow): Explained => {
  const { quote } = whatIf
  const inputs = { ...ownInputs(row), running: formatYuan(quote.interest), due: formatYuan(quote.due.interest), from: isoDay(row.from) }
  if (quote.how.interest === 'later') return explained('prepayInterestLater', inputs)
  if (quote.how.interest === 'whole-instalment') return explained('prepayInterestWhole', inputs)
  const at = running(whatIf)
  if (!at) return explained('prepayInterest', { ...inputs, product: formatYuan(quote.interest) })
  const from = at.plan.instalments[at.n - 1]?.from ?? row.from
  const product = runningProduct(at.plan, at.n, quote.on)
  return explained('prepayInterest', { ...inputs, from: isoDay(from), product: product === '' ? '0.00' : product }, roundingOf(at.plan))
}

/** Why the charge for early repayment is what it is. */
export const explainCharge = (whatIf: PrepaymentWhatIf): Explained => {
  const { quote, stateBefore } = whatIf
  const row = penaltyRowAt(stateBefore.terms.servicing ?? {}, stateBefore.instalmentsPaid)
  const inputs = { early: formatYuan(quote.principal), charge: formatYuan(quote.charge), paid: String(stateBefore.instalmentsPaid) }
  const round = roundingOf({ terms: stateBefore.terms })
  if (!row) return explained('prepayChargeNone', inputs)
  if ('monthsOfInterest' in row) return explained('prepayChargeMonths', { ...inputs, months: String(row.monthsOfInterest) }, round)
  return explained('prepayChargeRate', { ...inputs, rate: percentText({ ...row.rateOfPrepaid, period: 'year' }, 6) }, round)
}

const prepaidTold = (whatIf: PrepaymentWhatIf, row: CourseRow): LineExplanation => {
  const { quote } = whatIf
  const { due, charge } = quote
  const inputs = {
    ...ownInputs(row), early: formatYuan(quote.principal), due: formatYuan(due.principal), charge: formatYuan(charge),
    rest: formatYuan(fen(row.total + row.credit - row.principal - row.interest - row.fee)), fees: formatYuan(addFen(due.fee, quote.fee)),
    penalty: formatYuan(addFen(due.penalty, due.compound)),
  }
  const fee = explained('prepayFee', inputs)
  const why = charge > 0n ? explainCharge(whatIf) : undefined
  return {
    principal: explained('prepayPrincipal', inputs),
    interest: prepaidInterest(whatIf, row),
    fee: why ? { zh: `${fee.zh}${why.zh}`, en: `${fee.en} ${why.en}`, inputs: { ...fee.inputs, ...why.inputs } } : fee,
    total: explained(quote.full ? 'prepayTotal' : 'prepayTotalGiven', inputs),
    balance: explained('prepayBalance', inputs),
  }
}

/** `whatIf`: the early repayment that the course has in it, where it has one. */
export const explainRow = (row: CourseRow, whatIf?: PrepaymentWhatIf): LineExplanation => {
  if (row.kind === 'prepayment' && whatIf) return prepaidTold(whatIf, row)
  if (row.kind === 'instalment' && row.line) return planned(row, row.line.plan, row.line.n)
  return arrearsTold(row)
}

export type CourseExplanation = Readonly<Record<'principal' | 'interest' | 'fee' | 'total', Explained>>

/** The sums of a course: of a plan from its payout on (`plan`), or of what is still to pay. */
export const explainCourse = ({ totals, upfrontFee, rows }: Course, plan?: Schedule): CourseExplanation => {
  const inputs = {
    loan: formatYuan(plan?.terms.principal ?? totals.principal), principal: formatYuan(totals.principal), interest: formatYuan(totals.interest),
    fee: formatYuan(totals.fee), total: formatYuan(totals.total), upfront: formatYuan(upfrontFee),
    credit: formatYuan(fen(rows.reduce((sum, { credit }) => sum + credit, 0n))),
  }
  const total = explained(plan ? 'totalPaid' : 'totalAhead', inputs)
  return { principal: total, interest: explained('totalInterest', inputs), fee: explained('totalFee', inputs), total }
}

const places = 2
/** To a hundredth of a percent, as the rules on disclosure have it. */
const asTold = (cost: AnnualCost['simple']): string => percentText({ ...cost, period: 'year' }, places)

/** Why a year costs what it costs; `course` is what is really paid. */
export const explainCost = (plan: Schedule, course: Course, { simple, effective }: AnnualCost): Explained => {
  const perYear = periodsPerYear(plan)
  const byDays = course.rows.some(({ kind }) => kind === 'prepayment') || !isEvenPlan(plan)
  return explained(byDays ? 'costByDays' : 'costRegular', {
    received: formatYuan(fen(plan.terms.principal - plan.upfrontFee)), count: String(course.rows.length),
    total: formatYuan(fen(course.totals.total - course.upfrontFee)),
    periodRate: percentOf({ num: simple.num * perYear.den, den: simple.den * perYear.num }, 6),
    perYear: decimalText(perYear, perYear.den === 1n ? 0 : places), simple: asTold(simple), effective: asTold(effective),
  })
}

export const explainInterestSaved = ({ before, after, quote }: PrepaymentWhatIf): Explained => explained('interestSaved', {
  before: formatYuan(before.totals.interest), after: formatYuan(after.totals.interest), saved: formatYuan(quote.interestSaved),
})

export const explainSaved = ({ before, after, quote, saved }: PrepaymentWhatIf): Explained => explained('totalSaved', {
  before: formatYuan(before.totals.total), after: formatYuan(after.totals.total), saved: formatYuan(saved), charge: formatYuan(quote.charge),
})

export const explainDifference = (a: Fen, b: Fen): Explained =>
  explained('compared', { a: formatYuan(a), b: formatYuan(b), difference: formatYuan(fen(b - a)) })
