import type { LoanFacts } from '../loan/facts.ts'
import type { ProblemKind } from '../cases/repayment-problem/repayment-problem.ts'
import { addMonths, daysBetween, isoDay, type Day, parseDay } from '../primitives/day.ts'
import { parseYuan, yuanText } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { Dialogue, Request } from '../understanding/dialogue/dialogue.ts'
import type { Slots, SlotValue } from '../understanding/dialogue/procedure.ts'
import { resolveDate } from '../understanding/resolve-date.ts'
import type { CaseAsk, CaseWish, Situation } from './situation.ts'

/**
 * What a talk says, put into the form of the case that it asks for: ONE table, by what is asked. What the form has no field for stays with
 * the case as what the customer said; what the talk did not say is left for whoever opens it to fill in.
 */

/** What a wish is made from: a request whose facts were gathered, or a message that says it all. */
export type Told = {
  readonly situation: Pick<Situation, 'today' | 'loans' | 'quote'>
  /** What the customer wrote of it, oldest first. */
  readonly words: readonly string[]
  readonly known: Slots
  readonly loan: LoanFacts | undefined
  /** The day that a value means, as it was said. */
  readonly dayOf: (value: SlotValue | undefined) => Day | undefined
}

/** The day that the customer named, by the message in which it was last said; a bare 28 or 11/28 by the day of the talk. */
export const dayNamedIn = ({ heard }: Dialogue, today: Day) => (value: SlotValue | undefined): Day | undefined => {
  if (value === undefined) return undefined
  const found = heard.flatMap(({ entities }) => entities).findLast((entity) => entity.type === 'date' && entity.value === value)?.resolved
  return parseDay(found ?? resolveDate(String(value), String(value), { asOf: today }) ?? '')
}

const most = { text: 4000, reason: 1000 } as const

const wordsOf = ({ words }: Told, longest: number): string => words.join('\n').slice(0, longest)

const amountOf = (value: SlotValue | undefined): string | undefined => {
  const amount = value === undefined ? undefined : parseYuan(String(value))
  return amount === undefined ? undefined : yuanText(amount)
}

/** Leaves out what is not known. */
const asked = (fields: Readonly<Record<string, string | number | undefined>>): CaseAsk =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const owedLoan = ({ situation: { loans }, loan }: Told): LoanFacts | undefined => {
  const owed = loans.filter(({ next }) => next !== undefined)
  return loan ?? (owed.length === 1 ? owed[0] : undefined)
}

const wish = (kind: string, loan: LoanFacts | undefined, ask: CaseAsk): CaseWish =>
  ({ kind, ask: asked({ loanRef: loan?.loanRef, ...ask }), ...(loan ? { loanRef: loan.loanRef } : {}) })

const prepaymentWish = (told: Told): CaseWish => {
  const { known: { scope, amount, date }, dayOf, situation: { today } } = told
  return wish('prepayment', told.loan, asked({ on: isoDay(dayOf(date) ?? today), amount: scope === 'part' ? amountOf(amount) : undefined }))
}

/** By how many days the due day moves: to the day that was named, or by the length. */
const daysLater = ({ known: { newDate, term, termDays }, dayOf }: Told, due: Day | undefined): number | undefined => {
  if (typeof termDays === 'number') return termDays
  if (due === undefined) return undefined
  const day = typeof term === 'number' ? addMonths(due, term) : dayOf(newDate)
  return day !== undefined && day > due ? daysBetween(due, day) : undefined
}

const extensionWish = (told: Told): CaseWish => {
  const loan = owedLoan(told)
  return wish('extension', loan, asked({ days: daysLater(told, loan?.next?.due.value) }))
}

/** In whose words which of the checks of the books is asked for; what is none of these was paid and is not booked. */
const problemSigns: readonly (readonly [RegExp, ProblemKind])[] = [
  [/(?:扣|付|还|刷)(?:了)?(?:两|二|2|双|多)(?:次|遍|回|笔)|重复(?:扣|还|付)/u, 'debited-twice'],
  [/多(?:还|付|扣|收|转)/u, 'overpaid'],
  [/(?:扣|收)(?:错|得不对)|金额不对|数(?:目|额)?不对/u, 'wrong-amount'],
  [/扣款失败|没扣(?:成|上)|扣不(?:了|上)/u, 'debit-failed'],
]

const repaymentProblemWish = (told: Told): CaseWish => {
  const { known: { amount, date }, dayOf } = told
  const text = wordsOf(told, most.reason)
  const problem = problemSigns.find(([sign]) => sign.test(text))?.[1] ?? 'paid-not-booked'
  const said = dayOf(date)
  // A payment that was made is never ahead: 28号 then is the last 28th.
  const on = said !== undefined && said > told.situation.today ? addMonths(said, -1) : said
  return wish('repayment-problem', owedLoan(told), asked({ problem, on: on === undefined ? undefined : isoDay(on), amount: amountOf(amount), text }))
}

const registered = (nature: 'complaint' | 'suggestion') => (told: Told): CaseWish => ({ kind: 'complaint', ask: { nature, text: wordsOf(told, most.text) } })

const applicationWish = (told: Told): CaseWish => {
  const { known: { amount, term, purpose }, situation } = told
  const principal = amount === undefined ? undefined : parseYuan(String(amount))
  const quote = principal === undefined || typeof term !== 'number' ? undefined : situation.quote(principal, term)
  const source = quote && !isRefusal(quote) ? quote.total.source : undefined
  const productId = source?.from === 'quote' ? source.productId : undefined
  const count = typeof term === 'number' ? term : undefined
  return { kind: 'application', ask: asked({ productId, amount: amountOf(amount), count, purpose: purpose === undefined ? undefined : String(purpose) }) }
}

const settledLoan = ({ situation: { loans }, loan }: Told): LoanFacts | undefined => {
  const settled = loans.filter(({ state }) => state === 'settled')
  return loan?.state === 'settled' ? loan : settled.length === 1 ? settled[0] : undefined
}

const approvalWish = (told: Told): CaseWish =>
  wish('approval', owedLoan(told), asked({ matter: /减|免/u.test(wordsOf(told, most.reason)) ? 'fee-waiver' : 'exception', reason: wordsOf(told, most.reason) }))

const wishes: Readonly<Record<string, (told: Told) => CaseWish>> = {
  prepayment: prepaymentWish,
  extension: extensionWish,
  'payment-not-booked': repaymentProblemWish,
  complaint: registered('complaint'),
  suggestion: registered('suggestion'),
  'how-to-apply': applicationWish,
  'change-repayment-date': (told) => wish('change-day', owedLoan(told), asked({ day: told.known.newDay })),
  // The number of the card is typed into its own field, never into the talk.
  'change-bank-card': (told) => wish('change-card', owedLoan(told), {}),
  hardship: (told) => wish('hardship', owedLoan(told), { cause: wordsOf(told, most.reason) }),
  'credit-dispute': (told) => wish('credit-dispute', told.loan ?? (told.situation.loans.length === 1 ? told.situation.loans[0] : undefined), { text: wordsOf(told, most.reason) }),
  refund: repaymentProblemWish,
  'settlement-certificate': (told) => wish('certificate', settledLoan(told), {}),
  'special-approval': approvalWish,
}

/** 减免罚息, 特批一下: what only a special approval grants, whatever else the message is taken for. */
const asksApproval = /特殊审批|特批|(?:申请|想|要|能|可以|帮我?).{0,6}(?:减免|免除|免掉|减掉|减一?点|免一?点).{0,8}(?:息|费|违约金)|(?:息|费|违约金).{0,6}(?:减免|免除|免掉)/u

const waivable: ReadonlySet<string> = new Set(['hardship', 'fee', 'overdue', 'refund', 'rate', 'repayment-amount'])

/** By what name of the table a message asks: that of its intent, or special approval where its words say so. */
export const wishedBy = (intent: string, plain: string): string => (waivable.has(intent) && asksApproval.test(plain) ? 'special-approval' : intent)

export const wishFrom = (name: string, told: Told): CaseWish | undefined => wishes[name]?.(told)

/** Of a request whose facts a dialogue gathered. */
export const wishOf = (situation: Told['situation'], dialogue: Dialogue, { intent }: Pick<Request, 'intent'>, known: Slots, loan: LoanFacts | undefined): CaseWish | undefined =>
  wishFrom(intent, { situation, known, loan, words: dialogue.heard.map(({ text }) => text), dayOf: dayNamedIn(dialogue, situation.today) })


