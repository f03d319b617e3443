import type { CaseAtHand } from '../cases/at-hand.ts'
import { listings } from '../cases/kinds.ts'
import type { KnownFigure } from '../compliance/message-rule.ts'
import type { DeskHours } from '../compliance/working-calendar.ts'
import { figuresSaid, type MatterAtHand, type OutgoingFacts, type ProductAtHand } from '../conversations/judge-outgoing.ts'
import type { Article } from '../knowledge/article.ts'
import { quoteFor } from '../knowledge/quote.ts'
import type { Product } from '../knowledge/product.ts'
import type { LoanAccount } from '../loan/loan-system.ts'
import type { PrepaymentChoice } from '../loan/payoff.ts'
import { whatIfPrepaid } from '../loan/what-if.ts'
import { type Day, isoDay, parseDay } from '../primitives/day.ts'
import type { FigureValue } from '../primitives/figure.ts'
import { figureText } from '../primitives/filling.ts'
import { type Fen, parseYuan } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { figuresIn } from '../compliance/figures.ts'

/** What the gate may hold an outgoing text against: every figure of the customer's loans, of quotes, of approved knowledge and of the day. */

const known = (figure: FigureValue): KnownFigure =>
  figure.kind === 'count' ? { kind: 'term', value: `${figure.value} 期` } : { kind: figure.kind, value: figureText(figure) }

const amount = (value: Fen): KnownFigure => known({ kind: 'amount', value })
const day = (value: Day): KnownFigure => known({ kind: 'date', value })
const rate = (value: Rate): KnownFigure => known({ kind: 'rate', value })

const isFigure = (value: object): value is FigureValue => 'kind' in value && 'value' in value && 'source' in value

/** Every figure in told facts, however deep it lies. */
const figuresWithin = (value: unknown): readonly FigureValue[] => {
  if (typeof value !== 'object' || value === null) return []
  return isFigure(value) ? [value] : Object.values(value).flatMap(figuresWithin)
}

const costFigures = ({ annualCost }: LoanAccount): readonly KnownFigure[] => {
  const cost = annualCost()
  return cost ? [cost.simple, cost.effective].flatMap((share) => [2, 4].map((places) => ({ kind: 'rate', value: percentOf(share, places) }))) : []
}

const percentOf = ({ num, den }: { readonly num: bigint; readonly den: bigint }, places: number): string => {
  const scale = 10n ** BigInt(places)
  const scaled = (2n * num * 100n * scale + den) / (2n * den)
  return `${scaled / scale}.${String(scaled % scale).padStart(places, '0')}%`
}

/** A loan's figures as of its day: what may be told, the plan, and what moved. */
export const loanFigures = (account: LoanAccount): readonly KnownFigure[] => {
  const { facts, schedule, movements } = account
  const payoff = facts.payoff(facts.asOf)
  const left = facts.instalmentCount.value - facts.instalmentsPaid.value
  return [
    ...figuresWithin(facts).map(known),
    ...(isRefusal(payoff) ? [] : figuresWithin(payoff).map(known)),
    { kind: 'term', value: `${left} 期` },
    ...schedule.flatMap(({ due, principal, interest, fee, total, balance }) => [day(due), amount(principal), amount(interest), amount(fee), amount(total), amount(balance)]),
    ...movements.flatMap((moved) => [day(moved.on), amount(moved.amount)]),
    ...costFigures(account),
  ]
}

const productFigures = (product: Product): readonly KnownFigure[] => {
  const { amount: range, terms, fees, annualRate, annualisedCost, prepayment, overdue, extension } = product
  const times = overdue.penaltyMultiplier
  const penalty: Rate = { num: annualRate.num * times.num, den: annualRate.den * times.den, period: 'year' }
  return [
    rate(annualRate), rate(annualisedCost.simple), rate(penalty), amount(range.min), amount(range.max), amount(range.multipleOf), amount(annualisedCost.principal),
    amount(prepayment.partialMin), ...prepayment.penalty.map(({ rateOfPrepaid }) => rate(rateOfPrepaid)),
    ...terms.map(({ count }) => ({ kind: 'term', value: `${count} 期` })),
    ...terms.flatMap(({ count, every }) => ('days' in every ? [{ kind: 'term', value: `${count * every.days} 天` }] : [])),
    ...fees.map(({ size }) => (size.kind === 'amount' ? amount(size.amount) : rate(size.rateOfPrincipal))),
    { kind: 'term', value: `${overdue.graceDays} 天` }, { kind: 'term', value: `${extension.maxMonths} 个月` }, amount(extension.fee),
    ...figuresSaid([product.summary, product.rateNote, prepayment.note, overdue.note, product.noOtherCharges, ...extension.conditions, ...fees.map(({ note }) => note)]),
  ]
}

export type Approved = {
  readonly articles: readonly Article[]; readonly products: readonly Product[]; readonly lawful: readonly string[]; readonly today: Day
  readonly hours: DeskHours
}

const openingTimes = ({ windows }: DeskHours): readonly KnownFigure[] =>
  Object.values(windows).flat().flatMap(({ from, to }) => [from, to].map((value) => known({ kind: 'time', value })))

/** What holds for everybody on a day: approved articles, the catalogue, the limits of law, when the desk is open, and the day itself. */
export const generalFigures = ({ articles, products, lawful, today, hours }: Approved): readonly KnownFigure[] => [
  day(today),
  ...openingTimes(hours),
  ...figuresSaid(articles.flatMap(({ answer, body }) => [answer, body])),
  ...products.flatMap(productFigures),
  ...figuresSaid(lawful),
]

/** An approval is on record where money was paid out or approved, and nothing else is still being looked at. */
const standingOfLoans = (loans: readonly LoanAccount[]): MatterAtHand['standing'] => {
  const states = loans.map(({ facts }) => facts.state)
  if (states.some((state) => state === 'applied' || state === 'in-review')) return 'pending'
  return states.some((state) => state !== 'refused') ? 'granted' : 'none'
}

/** What else customers and agents call what a kind of case is for, beside its name. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  extension: ['延期', '延长还款'], 'change-day': ['改还款日', '换还款日', '变更还款日'], 'change-card': ['换卡', '换绑', '更换银行卡'], prepayment: ['提前结清', '提前还'], approval: ['特批', '减免', '减息', '免息申请'],
}

const mattersAtHand = ({ loans, cases }: Pick<Customer, 'loans' | 'cases'>): readonly MatterAtHand[] => [
  { kind: 'loan', words: ['贷款', '借款', '放款', '额度', '授信'], standing: standingOfLoans(loans) },
  ...listings.filter(({ states }) => states.some(({ granted }) => granted)).map(({ kind, name }): MatterAtHand => {
    const standings = new Set(cases.filter((one) => one.kind === kind).map(({ standing }) => standing))
    const standing = standings.has('pending') ? 'pending' : standings.has('granted') ? 'granted' : 'none'
    return { kind, words: [name.zh, ...alsoCalled[kind] ?? []], standing }
  }),
]

const caseFigures = ({ openedOn, dues, figures }: CaseAtHand): readonly KnownFigure[] => [day(openedOn), ...dues.map((due) => day(due.day)), ...figures]

/** Of each product its fees and interest: what a text may call free depends on which is meant. */
const productsAtHand = (loans: readonly LoanAccount[], products: readonly Product[]): readonly ProductAtHand[] =>
  products.map(({ id, name, fees, annualRate }) => ({
    name: name.zh, fees: fees.map((fee) => fee.name.zh), zeroInterest: annualRate.num === 0n,
    his: loans.some(({ facts }) => facts.product.id === id && facts.state !== 'settled'),
  }))

export type Customer = { readonly loans: readonly LoanAccount[]; readonly cases: readonly CaseAtHand[]; readonly optedOut: boolean }

export const factsOf = ({ loans, cases, optedOut }: Customer, products: readonly Product[], general: readonly KnownFigure[]): OutgoingFacts => ({
  figures: [...general, ...loans.flatMap(loanFigures), ...cases.flatMap(caseFigures)],
  // No kind of case is a legal proceeding: none is on record.
  case: { filed: false, registered: cases.some(({ kind }) => kind === 'complaint') },
  matters: mattersAtHand({ loans, cases }),
  products: productsAtHand(loans, products),
  customer: { optedOut },
})

const daysNamed = (text: string, today: Day): readonly Day[] => {
  const year = isoDay(today).slice(0, 4)
  return figuresIn(text)
    .flatMap(({ kind, value }) => {
      if (kind !== 'date' || !/\d{2}-\d{2}$/u.test(value)) return []
      if (value.startsWith('20')) return parseDay(value) ?? []
      return [year, String(Number(year) + 1)].flatMap((one) => parseDay(`${one}-${value}`) ?? [])
    })
    .filter((named) => named >= today)
}

const mostTried = 6

/** What an instalment becomes, and when the last one falls due, after a part of the loan is repaid early. */
const courseAfter = ({ record, facts }: LoanAccount, on: Day, choice: PrepaymentChoice): readonly KnownFigure[] => {
  if (!record || choice.amount === undefined) return []
  const whatIf = whatIfPrepaid(record.terms, record.events, facts.asOf, { on, choice })
  if (isRefusal(whatIf)) return []
  return [day(whatIf.after.lastDue), ...(whatIf.instalment ? [amount(whatIf.instalment.after)] : [])]
}

/**
 * Figures that follow from what the text itself names: what repays a loan on a day it names, in full or by an amount it
 * names and what the instalment becomes then, and what an amount it names costs over a number of instalments it names. So a quote need not be believed because somebody attached it.
 */
export const figuresDerived = (text: string, loans: readonly LoanAccount[], products: readonly Product[], today: Day): readonly KnownFigure[] => {
  const found = figuresIn(text)
  const amounts = found.filter(({ kind }) => kind === 'amount').flatMap(({ value }) => parseYuan(value) ?? []).slice(0, mostTried)
  const choices: readonly PrepaymentChoice[] = [{}, ...amounts.flatMap((sum) => (['instalment', 'term'] as const).map((effect) => ({ amount: sum, effect })))]
  const payoffs = daysNamed(text, today).slice(0, mostTried).flatMap((on) => loans.flatMap((loan) => choices.flatMap((choice) => {
    const payoff = loan.facts.payoff(on, choice)
    if (isRefusal(payoff)) return []
    // To plan the rest anew costs more than the quote: only for the loan that is named.
    const after = text.includes(loan.facts.loanRef) ? courseAfter(loan, on, choice) : []
    return figuresWithin(payoff).map(known).concat(after)
  })))
  const counts = found.filter(({ kind, unit }) => kind === 'term' && unit === 'month').map(({ value }) => Number(value)).slice(0, mostTried)
  const quotes = amounts.flatMap((principal) => counts.flatMap((count) => products.flatMap(({ id }) => {
    const quote = quoteFor(products, principal, count, today, id)
    // What was asked for is no fact; what it costs is.
    return isRefusal(quote) ? [] : figuresWithin(quote).map(known)
  })))
  return [...payoffs, ...quotes]
}
