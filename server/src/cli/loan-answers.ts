import type { LoanRequest } from '@xinqiao/contract/loan-command.ts'
import { sentenceOf } from '@xinqiao/contract/loan-sentences.ts'
import { dayOf, fenOf, termsOf } from '@xinqiao/contract/loan-terms.ts'
import { affordability, type Weighed } from '@xinqiao/core/loan/afford.ts'
import { apr, type AprAnswer } from '@xinqiao/core/loan/apr.ts'
import type { Amounts, Entry } from '@xinqiao/core/loan/book.ts'
import { type Difference, differences, lateBookings } from '@xinqiao/core/loan/correction.ts'
import { annualCost, decimalText, percentOf } from '@xinqiao/core/loan/cost.ts'
import { type EndBound, extensionBounds } from '@xinqiao/core/loan/bounds.ts'
import type { LifeRefusal } from '@xinqiao/core/loan/events.ts'
import { courseOfPlan } from '@xinqiao/core/loan/course.ts'
import { explainLine, explainPlan } from '@xinqiao/core/loan/explain.ts'
import { explainCost } from '@xinqiao/core/loan/explain-course.ts'
import { explainCorrection, explainExtension, explainLife, explainQuote } from '@xinqiao/core/loan/explain-life.ts'
import { assessExtension } from '@xinqiao/core/loan/extension.ts'
import { life, type LifeLine, type LifeState, payoff } from '@xinqiao/core/loan/life.ts'
import { sourceShown } from '@xinqiao/core/loan/policy.ts'
import type { Ratio } from '@xinqiao/core/loan/ratio.ts'
import { type Schedule, schedule } from '@xinqiao/core/loan/schedule.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { addFen, type Fen, yuanText } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { aprQuestionOf, askOf, eventsOf, householdOf, limitsOf } from './loan-requests.ts'

/** What each request is answered with. A refusal goes back as it is; the command gives it its sentence. */
type Answer = Readonly<Record<string, unknown>> | Refusal

const amountsText = ({ principal, interest, fee, penalty, compound }: Amounts) => ({
  principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), penalty: yuanText(penalty), compound: yuanText(compound),
})

const rateDecimals = 18
const percentDecimals = 10

/** Explanations as they go out: the sentences, without the inputs they were filled with. */
const told = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(told)
  if (typeof value !== 'object' || value === null) return value
  if ('zh' in value && 'en' in value) return { zh: value.zh, en: value.en }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]))
}

const costOf = (plan: Schedule, explain: boolean | undefined): Readonly<Record<string, unknown>> => {
  const cost = annualCost(plan)
  if (isRefusal(cost)) return { annualCost: null, annualCostRefused: cost.refused }
  return { annualCost: { simplePercent: percentOf(cost.simple, percentDecimals), effectivePercent: percentOf(cost.effective, percentDecimals),
    ...(explain ? { explanation: told(explainCost(plan, courseOfPlan(plan), cost)) } : {}) } }
}

type Of<Op extends LoanRequest['op']> = Extract<LoanRequest, { readonly op: Op }>

const answerSchedule = ({ explain, ...request }: Of<'schedule'>): Answer => {
  const plan = schedule(termsOf(request))
  if (isRefusal(plan)) return plan
  const { totals } = plan
  const { upfront, ...explanation } = explain ? explainPlan(plan) : { upfront: undefined }
  return {
    instalments: plan.instalments.map(({ n, due, principal, interest, fee, total, balance }) => ({
      n, due: isoDay(due), principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), total: yuanText(total),
      balance: yuanText(balance), ...(explain ? { explanation: told(explainLine(plan, n)) } : {}),
    })),
    ...(plan.upfrontFee > 0n ? { upfront: { on: isoDay(plan.terms.disbursedOn), fee: yuanText(plan.upfrontFee),
      ...(upfront ? { explanation: told(upfront) } : {}) } } : {}),
    totals: { principal: yuanText(totals.principal), interest: yuanText(totals.interest), fee: yuanText(totals.fee), total: yuanText(totals.total) },
    ...costOf(plan, explain),
    ...(explain ? { explanation: told(explanation) } : {}),
  }
}

const severalRates = ({ roots, rate }: AprAnswer): Readonly<Record<string, unknown>> => {
  if (roots.length < 2) return {}
  const text = decimalText(rate, 6)
  return {
    explanation: {
      zh: `有 ${roots.length} 个利率都能使现金流平衡；取绝对值最小的 ${text}（每期亏损超过 99% 的解只在没有别的解时才取）。`,
      en: `${roots.length} rates balance these flows; the smallest in absolute value is chosen, ${text} (one that loses over 99% in a period only where there is no other).`,
    },
  }
}

const answerApr = (request: Of<'apr'>): Answer => {
  const question = aprQuestionOf(request)
  if (isRefusal(question)) return question
  const answer = apr(question)
  if (isRefusal(answer)) return answer
  const { rate, simple, effective, roots, iterations } = answer
  return {
    rate: decimalText(rate, rateDecimals),
    ratePercent: percentOf(rate, percentDecimals),
    ...(simple ? { simplePercent: percentOf(simple, percentDecimals) } : {}),
    ...(effective ? { effectivePercent: percentOf(effective, percentDecimals) } : {}),
    roots: roots.map((root) => decimalText(root, rateDecimals)),
    iterations,
    ...severalRates(answer),
  }
}

const entryText = ({ on, event, index, n, ...amounts }: Entry) => ({
  on: isoDay(on), event, ...(index === undefined ? {} : { index }), ...(n === undefined ? {} : { n }), ...amountsText(amounts),
})

const lineText = (line: LifeLine) => ({
  n: line.n, due: isoDay(line.due), principal: yuanText(line.principal), interest: yuanText(line.interest), fee: yuanText(line.fee),
  total: yuanText(line.total), balance: yuanText(line.balance), state: line.state, paid: amountsText(line.paid),
})

const lifeText = (state: LifeState): Readonly<Record<string, unknown>> => ({
  asOf: isoDay(state.asOf),
  status: state.status,
  balances: { ...amountsText(state.balances), total: yuanText(state.balances.total) },
  accruedInterest: yuanText(state.accrued),
  credit: yuanText(state.credit),
  daysOverdue: state.daysOverdue,
  arrears: state.arrears.map(({ n, due, total, daysOverdue, ...amounts }) =>
    ({ n, due: isoDay(due), ...amountsText(amounts), total: yuanText(total), daysOverdue })),
  schedule: state.schedule.map(lineText),
  entries: state.entries.map(entryText),
})

const correctionText = (difference: Difference, explain: boolean | undefined) => {
  const { bookedOn, index, credit, ...amounts } = difference
  const words = explain ? { explanation: told(explainCorrection(difference)) } : {}
  return { bookedOn: isoDay(bookedOn), index, ...amountsText(amounts), credit: yuanText(credit), ...words }
}

/** A refusal of the engine names a field of the terms or of an event; here it is told where in the request that stands. */
const placed = (refusal: Refusal, events: readonly unknown[]): Refusal => {
  const { about: { event }, field } = refusal
  if (typeof event === 'number') {
    return event < events.length ? { ...refusal, field: ['events', event, ...(field === undefined ? [] : [field])].join('.') } : refusal
  }
  return field === undefined || field === 'events' ? refusal : { ...refusal, field: `loan.${field}` }
}

/** Each correction replays the loan twice; a line with more late bookings than this is answered without them, and says so. */
const mostCorrections = 200

const answerLife = ({ loan, events, asOf, explain }: Of<'life'>): Answer => {
  const [happened, terms] = [eventsOf(events), termsOf(loan)]
  if (isRefusal(happened)) return happened
  const day = dayOf(asOf)
  const state = life(terms, happened, day)
  if (isRefusal(state)) return placed(state, events)
  const late = lateBookings(happened, day).length
  const corrections = late > mostCorrections ? [] : differences(terms, happened, day)
  if (isRefusal(corrections)) return placed(corrections, events)
  const written = corrections.map((difference) => correctionText(difference, explain))
  return {
    ...lifeText(state), ...(written.length > 0 ? { corrections: written } : {}), ...(late > mostCorrections ? { correctionsLeftOut: late } : {}),
    ...(explain ? { explanation: told(explainLife(state)) } : {}),
  }
}

/** What is asked of the question itself stays there: the loan is asked for first, as it stands on the day. */
const answerPayoff = ({ loan, events, on, amount, effect, explain }: Of<'payoff'>): Answer => {
  const [happened, terms, day] = [eventsOf(events), termsOf(loan), dayOf(on)]
  if (isRefusal(happened)) return happened
  const state = life(terms, happened, day)
  if (isRefusal(state)) return placed(state, events)
  const choice = { ...(amount === undefined ? {} : { amount: fenOf(amount) }), ...(effect === undefined ? {} : { effect }) }
  const quote = payoff(terms, happened, day, choice)
  if (isRefusal(quote)) return quote
  const text = (value: Fen): string => yuanText(value)
  return {
    on, full: quote.full, effect: quote.effect, due: amountsText(quote.due), interest: text(quote.interest), fee: text(quote.fee),
    principal: text(quote.principal), charge: text(quote.charge), credit: text(quote.credit), total: text(quote.total),
    interestSaved: text(quote.interestSaved), ...(explain ? { explanation: told(explainQuote(quote)) } : {}),
  }
}

const boundText = (bound: EndBound) => ({ id: bound.id, source: sourceShown(bound), latestEnd: isoDay(bound.latestEnd) })

/** A "no" to the extension is an answer; what is wrong with the request, or with the loan's record, is an error. */
const answerExtension = (request: Of<'extension'>): Answer => {
  const { loan, events } = request
  const [happened, terms, ask] = [eventsOf(events), termsOf(loan), askOf(request)]
  if (isRefusal(happened)) return happened
  const state = life(terms, happened, ask.on)
  if (isRefusal(state)) return placed(state, events)
  const bounds = extensionBounds(state.terms, ask.on, terms.servicing?.extension).map(boundText)
  const answer = assessExtension(terms, happened, ask)
  if (isRefusal(answer)) {
    if (!hindrances.has(answer.refused)) return answer
    const offered = answer.refused === 'extension-after-due' ? { offered: 'defer' } : {}
    return { on: request.on, eligible: false, why: { code: answer.refused, message: sentenceOf(answer) }, ...offered, bounds }
  }
  return {
    on: request.on, eligible: true, endBefore: isoDay(answer.endBefore), endAfter: isoDay(answer.endAfter), bounds,
    interestBefore: yuanText(answer.interestBefore), interestAfter: yuanText(answer.interestAfter), extraInterest: yuanText(answer.extraInterest),
    fee: yuanText(answer.fee), extraCost: yuanText(addFen(answer.extraInterest, answer.fee)),
    before: answer.before.map(lineText), after: answer.after.map(lineText),
    ...(request.explain ? { explanation: told(explainExtension(answer)) } : {}),
  }
}

const hindrances: ReadonlySet<string> = new Set<LifeRefusal>([
  'extension-after-due', 'extension-too-often', 'extension-too-early', 'extension-too-long', 'nothing-to-extend', 'loan-written-off',
])

const shareDecimals = 6

const answerAffordability = (request: Of<'affordability'>): Answer => {
  const view = affordability(householdOf(request), limitsOf(request), termsOf(request.loan))
  if (isRefusal(view)) return view.refused === 'income-not-positive' ? view : placed(view, [])
  const amount = ({ value, withinLimit, reason: { zh, en } }: Weighed<Fen>) => ({ value: yuanText(value), withinLimit, reason: { zh, en } })
  const share = ({ value, withinLimit, reason: { zh, en } }: Weighed<Ratio>) =>
    ({ value: decimalText(value, shareDecimals), withinLimit, reason: { zh, en } })
  return {
    heaviestMonth: amount(view.heaviestMonth), debtToIncome: share(view.debtToIncome), freeIncome: amount(view.freeIncome),
    underStress: share(view.underStress), largestLoan: amount(view.largestLoan),
  }
}

export const answer = (request: LoanRequest): Answer => {
  switch (request.op) {
    case 'schedule': return answerSchedule(request)
    case 'apr': return answerApr(request)
    case 'life': return answerLife(request)
    case 'payoff': return answerPayoff(request)
    case 'extension': return answerExtension(request)
    case 'affordability': return answerAffordability(request)
  }
}
