import type { LoanRequest } from '@xinqiao/contract/loan-command.ts'
import { termsOf } from '@xinqiao/contract/loan-terms.ts'
import { apr, type AprAnswer } from '@xinqiao/core/loan/apr.ts'
import type { Amounts, Entry } from '@xinqiao/core/loan/book.ts'
import { type Difference, differences } from '@xinqiao/core/loan/correction.ts'
import { annualCost, decimalText, percentOf } from '@xinqiao/core/loan/cost.ts'
import { explainLine } from '@xinqiao/core/loan/explain.ts'
import { life, type LifeState, payoff } from '@xinqiao/core/loan/life.ts'
import { type Schedule, schedule } from '@xinqiao/core/loan/schedule.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, yuanText } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { aprQuestionOf, eventsOf } from './loan-requests.ts'

/** What each request is answered with. A refusal goes back as it is; the command gives it its sentence. */
type Answer = Readonly<Record<string, unknown>> | Refusal

const amountsText = ({ principal, interest, fee, penalty, compound }: Amounts) => ({
  principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), penalty: yuanText(penalty), compound: yuanText(compound),
})

const rateDecimals = 18
const percentDecimals = 10

const costOf = (plan: Schedule): Readonly<Record<string, unknown>> => {
  const cost = annualCost(plan)
  if (isRefusal(cost)) return { annualCost: null, annualCostRefused: cost.refused }
  return { annualCost: { simplePercent: percentOf(cost.simple, percentDecimals), effectivePercent: percentOf(cost.effective, percentDecimals) } }
}

type Of<Op extends LoanRequest['op']> = Extract<LoanRequest, { readonly op: Op }>

const answerSchedule = ({ explain, ...request }: Of<'schedule'>): Answer => {
  const plan = schedule(termsOf(request))
  if (isRefusal(plan)) return plan
  const { totals } = plan
  return {
    instalments: plan.instalments.map(({ n, due, principal, interest, fee, total, balance }) => ({
      n, due: isoDay(due), principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), total: yuanText(total),
        balance: yuanText(balance),
      ...(explain ? { explanation: explainLine(plan, n) } : {}),
    })),
    ...(plan.upfrontFee > 0n ? { upfront: { on: isoDay(plan.terms.disbursedOn), fee: yuanText(plan.upfrontFee) } } : {}),
    totals: { principal: yuanText(totals.principal), interest: yuanText(totals.interest), fee: yuanText(totals.fee), total: yuanText(totals.total) },
    ...costOf(plan),
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

const lifeText = (state: LifeState): Readonly<Record<string, unknown>> => ({
  asOf: isoDay(state.asOf),
  status: state.status,
  balances: { ...amountsText(state.balances), total: yuanText(state.balances.total) },
  accruedInterest: yuanText(state.accrued),
  credit: yuanText(state.credit),
  daysOverdue: state.daysOverdue,
  arrears: state.arrears.map(({ n, due, total, daysOverdue, ...amounts }) =>
    ({ n, due: isoDay(due), ...amountsText(amounts), total: yuanText(total), daysOverdue })),
  schedule: state.schedule.map((line) => ({
    n: line.n, due: isoDay(line.due), principal: yuanText(line.principal), interest: yuanText(line.interest), fee: yuanText(line.fee),
    total: yuanText(line.total), balance: yuanText(line.balance), state: line.state, paid: amountsText(line.paid),
  })),
  entries: state.entries.map(entryText),
})

const correctionText = ({ bookedOn, index, credit, ...amounts }: Difference) =>
  ({ bookedOn: isoDay(bookedOn), index, ...amountsText(amounts), credit: yuanText(credit) })

const answerLife = ({ loan, events, asOf }: Of<'life'>): Answer => {
  const [happened, terms] = [eventsOf(events), termsOf(loan)]
  if (isRefusal(happened)) return happened
  const day = termsOf({ ...loan, disbursedOn: asOf }).disbursedOn
  const state = life(terms, happened, day)
  if (isRefusal(state)) return state
  const corrections = differences(terms, happened, day)
  if (isRefusal(corrections)) return corrections
  const written = corrections.map(correctionText)
  return { ...lifeText(state), ...(written.length > 0 ? { corrections: written } : {}) }
}

const answerPayoff = ({ loan, events, on, amount, effect }: Of<'payoff'>): Answer => {
  const happened = eventsOf([...events, { on, kind: 'prepay', ...(amount === undefined ? {} : { amount }),
    ...(effect === undefined ? {} : { effect }) }])
  if (isRefusal(happened)) return happened
  const asked = happened.at(-1)
  if (asked?.kind !== 'prepay') return { refused: 'field-invalid', about: {} }
  const quote = payoff(termsOf(loan), happened.slice(0, -1), asked.on, asked)
  if (isRefusal(quote)) return quote
  const text = (value: Fen): string => yuanText(value)
  return {
    on, full: quote.full, effect: quote.effect, due: amountsText(quote.due), interest: text(quote.interest), fee: text(quote.fee),
      principal: text(quote.principal),
    charge: text(quote.charge), credit: text(quote.credit), total: text(quote.total), interestSaved: text(quote.interestSaved),
  }
}

export const answer = (request: LoanRequest): Answer => {
  switch (request.op) {
    case 'schedule': return answerSchedule(request)
    case 'apr': return answerApr(request)
    case 'life': return answerLife(request)
    case 'payoff': return answerPayoff(request)
  }
}
