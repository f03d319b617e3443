import type { AnnualCost } from '@xinqiao/core/loan/cost.ts'
import type { Course, CourseRow } from '@xinqiao/core/loan/course.ts'
import { explainCharge, explainCost, explainCourse, explainInterestSaved, explainRow, explainSaved } from '@xinqiao/core/loan/explain-course.ts'
import type { Explained } from '@xinqiao/core/loan/explain-words.ts'
import type { CourseDifference, PrepaymentWhatIf } from '@xinqiao/core/loan/what-if.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, fen, formatYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { percentText } from '@xinqiao/core/primitives/rate.ts'
import { calculatorReplies, type calculatorTexts } from '../../ui/catalogue/calculator.ts'
import type { FigureInText, FigureSource } from '../../ui/sources.tsx'
import { type HeldLoan, loanOf, type Offers, type PlanInput, type Product, productOf, type Reckoned } from './calculator-model.ts'

/** What is said of a course: its chief figures with their explanations, its pictures in words, and the sentence for a reply. */

type Texts = (typeof calculatorTexts)['zh']

const places = 2
/** To a hundredth of a percent, as the rules on disclosure have it. */
export const costText = ({ simple }: AnnualCost): string => percentText({ ...simple, period: 'year' }, places)

export type ColumnKey = 'principal' | 'interest' | 'fee' | 'total' | 'balance'
export const columns: readonly ColumnKey[] = ['total', 'principal', 'interest', 'fee', 'balance']

export const rowName = (row: CourseRow, texts: Texts): string => (row.kind === 'instalment' ? String(row.n) : texts.rowKinds[row.kind])

/** A figure that opens: what it is called, what it says, and why it is so. */
export type Told = { readonly name: string; readonly shown: string; readonly why: () => Explained }

export const cellOf = (row: CourseRow, key: ColumnKey, { whatIf }: Reckoned, texts: Texts): Told => {
  const column = key === 'balance' ? texts.balanceColumn : texts[key]
  return {
    name: row.kind === 'instalment' ? texts.instalmentOf(row.n, column) : texts.rowOf(texts.rowKinds[row.kind], column),
    shown: formatYuan(row[key]), why: () => explainRow(row, whatIf)[key],
  }
}

export const sumOf = (key: 'principal' | 'interest' | 'fee' | 'total', { course, plan }: Reckoned, texts: Texts): Told => {
  const names = { principal: texts.principal, interest: texts.totalInterest, fee: texts.totalFee, total: plan ? texts.totalPaid : texts.stillToPay }
  return { name: names[key], shown: formatYuan(course.totals[key]), why: () => explainCourse(course, plan)[key] }
}

const costTold = ({ plan, course, cost }: Reckoned, texts: Texts): readonly Told[] => {
  if (!plan || !cost) return []
  return [{ name: texts.costSimple, shown: `${costText(cost)}%`, why: () => explainCost(plan, course, cost) }]
}

const firstTold = (reckoned: Reckoned, texts: Texts): readonly Told[] => {
  const first = reckoned.course.rows.find(({ kind }) => kind === 'instalment')
  return first && reckoned.plan ? [{ name: texts.firstInstalment, shown: formatYuan(first.total), why: () => explainRow(first, reckoned.whatIf).total }] : []
}

/** The figures above the pictures, the most telling first. */
export const chiefFigures = (reckoned: Reckoned, texts: Texts): readonly Told[] =>
  [...costTold(reckoned, texts), ...firstTold(reckoned, texts), sumOf('interest', reckoned, texts), sumOf('fee', reckoned, texts)]

const laterTold = ({ instalment, after }: PrepaymentWhatIf, texts: Texts): readonly Told[] => {
  const row = instalment && after.rows.find(({ due, kind }) => kind === 'instalment' && due === instalment.due)
  if (!instalment || !row || instalment.before === instalment.after) return []
  return [{
    name: texts.laterInstalment(isoDay(instalment.due)), shown: texts.fromTo(formatYuan(instalment.before), formatYuan(instalment.after)),
    why: () => explainRow(row).total,
  }]
}

/** What an early repayment takes and gives. */
export const earlyFigures = (reckoned: Reckoned, texts: Texts): readonly Told[] => {
  const { whatIf } = reckoned
  const row = whatIf?.after.rows.find(({ kind }) => kind === 'prepayment')
  if (!whatIf || !row) return []
  const { quote, saved } = whatIf
  return [
    { name: texts.earlyTotal, shown: formatYuan(quote.total), why: () => explainRow(row, whatIf).total },
    { name: texts.charge, shown: formatYuan(quote.charge), why: () => explainCharge(whatIf) },
    { name: texts.interestSaved, shown: formatYuan(quote.interestSaved), why: () => explainInterestSaved(whatIf) },
    { name: texts.saved, shown: formatYuan(saved), why: () => explainSaved(whatIf) },
    ...laterTold(whatIf, texts),
  ]
}

export const announced = (reckoned: Reckoned, texts: Texts): string => {
  const { course: { totals }, cost, whatIf } = reckoned
  const told = texts.announce(formatYuan(totals.total), formatYuan(totals.interest), cost && costText(cost))
  return whatIf ? told + texts.announceEarly(formatYuan(whatIf.quote.total), formatYuan(whatIf.quote.interestSaved)) : told
}

/** The bars in words: for who does not see them. */
export const curveWords = ({ rows }: Course, texts: Texts): string => {
  const lines = rows.filter(({ kind }) => kind === 'instalment')
  const range = (key: 'principal' | 'interest') =>
    ({ first: formatYuan(lines[0]?.[key] ?? fen(0n)), last: formatYuan(lines.at(-1)?.[key] ?? fen(0n)), count: lines.length })
  const early = rows.find(({ kind }) => kind === 'prepayment')
  return texts.curveAlt({ count: lines.length, principal: range('principal'), interest: range('interest') })
    + (early ? texts.curveEarly(isoDay(early.due), formatYuan(early.total)) : '')
}

/** The balance in words, at a handful of places. */
export const balanceWords = ({ rows }: Course, texts: Texts): string => {
  const step = Math.max(1, Math.floor(rows.length / 4))
  const chosen = rows.filter((row, at) => at % step === 0 || row.kind === 'prepayment' || at === rows.length - 1)
  return texts.balanceAlt(chosen.map(({ due, balance }) => texts.balancePoint(isoDay(due), formatYuan(balance))))
}

const pointsOf = (cost: AnnualCost | undefined): bigint => {
  const [whole = '0', decimals = ''] = (cost ? costText(cost) : '0').split('.')
  return BigInt(`${whole}${decimals.padEnd(places, '0')}`)
}

/** In percentage points, B less A: `4.98`, `-0.20`. */
export const costDifference = (a: AnnualCost | undefined, b: AnnualCost | undefined): string | undefined =>
  (a && b ? yuanText(fen(pointsOf(b) - pointsOf(a))) : undefined)

/** Plan B against plan A in words: what is equal is not named. */
export const differenceWords = (difference: CourseDifference, costs: readonly [AnnualCost | undefined, AnnualCost | undefined], texts: Texts): string => {
  const size = (value: bigint): Fen => fen(value < 0n ? -value : value)
  const money = (['total', 'interest', 'fee', 'first'] as const).flatMap((key) => {
    const by = difference[key]
    return by === 0n ? [] : [(by > 0n ? texts.more : texts.less)[key](formatYuan(size(by)))]
  })
  const points = costs[0] && costs[1] ? pointsOf(costs[1]) - pointsOf(costs[0]) : 0n
  const cost = points === 0n ? [] : [(points > 0n ? texts.more : texts.less).cost(yuanText(size(points)))]
  const days = difference.days === 0 ? [] : [(difference.days > 0 ? texts.more : texts.less).days(String(Math.abs(difference.days)))]
  const parts = [...money, ...cost, ...days]
  return parts.length === 0 ? texts.sameAll : texts.verdict(parts)
}

export type Words = { readonly text: string; readonly figures: FigureInText[] }
type Filling = string | Pick<FigureInText, 'kind' | 'value' | 'source'> & { readonly shown: string; readonly explanation?: string; readonly unit?: string }

/** A sentence whose `{x}` are figures: each stands in the text with its place and its source. */
const composed = (sentence: string, fillings: Readonly<Record<string, Filling>>): Words => {
  const figures: FigureInText[] = []
  let text = ''
  for (const part of sentence.split(/(\{\w+\})/)) {
    const filling = /^\{\w+\}$/.test(part) ? fillings[part.slice(1, -1)] : undefined
    if (filling === undefined) text += part
    else if (typeof filling === 'string') text += filling
    else {
      const { shown, ...figure } = filling
      figures.push({ start: text.length, end: text.length + shown.length, ...figure })
      text += shown
    }
  }
  return { text, figures }
}

type Source = (field: string) => FigureSource

const amount = (value: Fen, source: Source, field: string, why?: Explained): Filling =>
  ({ kind: 'amount', shown: formatYuan(value), value: yuanText(value), source: source(field), ...(why ? { explanation: why.zh } : {}) })
const date = (day: Day, source: Source, field: string): Filling => ({ kind: 'date', shown: isoDay(day), value: isoDay(day), source: source(field) })

const ofLoan = (loan: HeldLoan, whatIf: PrepaymentWhatIf): Words => {
  const { quote, after, instalment } = whatIf
  const source: Source = (field) => ({ from: 'loan', loanRef: loan.ref, field, asOf: loan.asOf })
  const row = after.rows.find(({ kind }) => kind === 'prepayment')
  if (!row) throw new Error('an early repayment is a row of its course')
  const why = explainRow(row, whatIf)
  const sentence = quote.full ? calculatorReplies.fullPayoff
    : quote.effect === 'term' || !instalment ? calculatorReplies.partShorter : calculatorReplies.partLower
  return composed(sentence, {
    loanRef: loan.ref,
    on: date(quote.on, source, 'payoffDay'),
    until: date(quote.on, source, 'payoffGoodUntil'),
    total: amount(quote.total, source, quote.full ? 'payoffTotal' : 'prepaymentTotal', why.total),
    principal: amount(row.principal, source, 'payoffPrincipal', why.principal),
    interest: amount(row.interest, source, 'payoffInterest', why.interest),
    fee: amount(row.fee, source, 'payoffFee', why.fee),
    charge: amount(quote.charge, source, 'prepaymentCharge', explainCharge(whatIf)),
    saved: amount(quote.interestSaved, source, 'interestSaved', explainInterestSaved(whatIf)),
    lastDue: date(after.lastDue, source, 'lastDueDate'),
    ...(instalment ? {
      laterDue: date(instalment.due, source, 'laterDueDate'), laterBefore: amount(instalment.before, source, 'laterAmountBefore'),
      laterAfter: amount(instalment.after, source, 'laterAmount'),
    } : {}),
  })
}

const ofProduct = (product: Product, { course, plan, cost }: Reckoned): Words | undefined => {
  const first = course.rows[0]
  if (!plan || !cost || !first) return undefined
  const source: Source = (field) => ({ from: 'quote', productId: product.id, productVersion: product.version, field })
  const told = explainCourse(course, plan)
  return composed(calculatorReplies.newLoan, {
    product: product.name,
    method: product.methodName,
    amount: amount(plan.terms.principal, source, 'amount'),
    count: { kind: 'term', shown: String(plan.instalments.length), value: String(plan.instalments.length), unit: 'instalment', source: source('count') },
    first: amount(first.total, source, 'firstInstalment', explainRow(first).total),
    interest: amount(course.totals.interest, source, 'interest', told.interest),
    fee: amount(course.totals.fee, source, 'fee', told.fee),
    total: amount(course.totals.total, source, 'total', told.total),
    cost: {
      kind: 'rate', shown: `${costText(cost)}%`, value: costText(cost), unit: 'year', source: source('annualCost'),
      explanation: explainCost(plan, course, cost).zh,
    },
  })
}

/** What may go into a reply: nothing that rests on terms of one's own, for nobody lends by them. */
export const replyOf = (input: PlanInput, reckoned: Reckoned, offers: Offers): Words | undefined => {
  const [loan, product] = [loanOf(offers, input), productOf(offers, input)]
  if (loan && reckoned.whatIf) return ofLoan(loan, reckoned.whatIf)
  // The sentence about a new loan says nothing of an early repayment or another first due day; with them its sums would mislead.
  return product && !reckoned.whatIf && input.firstDue === undefined ? ofProduct(product, reckoned) : undefined
}
