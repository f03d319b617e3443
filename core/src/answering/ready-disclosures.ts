import { type CaseAtHand, caseRefOf } from '../cases/at-hand.ts'
import type { ReadyDisclosure } from '../compliance/disclosure-due.ts'
import type { Disclosure } from '../compliance/disclosure.ts'
import { disclosuresDue, type OutgoingContext } from '../compliance/disclosure-due.ts'
import { type Article, articleFigures } from '../knowledge/article.ts'
import type { Product } from '../knowledge/product.ts'
import { roundedQuotient } from '../loan/ratio.ts'
import type { LoanAccount } from '../loan/loan-system.ts'
import type { Day } from '../primitives/day.ts'
import type { Figure, FigureOf } from '../primitives/figure.ts'
import { figureText, fill, type Filled, type Values } from '../primitives/filling.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { type Composed, join } from './compose.ts'

/** Disclosures with their places filled from the catalogue and from the customer's loans, so that what is due can be put beside a message. */

export type FilledDisclosure = ReadyDisclosure & { readonly filled: Filled }

export type DisclosureSettings = {
  readonly disclosures: readonly Disclosure[]
  readonly products: readonly Product[]
  readonly loans: readonly LoanAccount[]
  readonly lenderName: string
  /** Who writes, where a person does. */
  readonly agentName?: string | undefined
  readonly today: Day
  /** The customer's cases, and the articles in force: what a complaint's number is, by when a plan is answered. */
  readonly cases?: readonly CaseAtHand[]
  readonly articles?: readonly Article[]
}

/** What a disclosure may be about: a product, perhaps by the customer's loan of it. */
type Subject = { readonly product: Product; readonly loan?: LoanAccount }

const costOf = ({ product, loan }: Subject): FigureOf<'rate'> => {
  const own = loan?.annualCost()
  if (own && loan) {
    const { num, den } = own.simple
    const { loanRef, asOf } = loan.facts
    return { kind: 'rate', value: { num: roundedQuotient(num * 10_000n, den, 'half-up'), den: 10_000n, period: 'year' }, source: { from: 'loan', loanRef, field: 'annualCost', asOf } }
  }
  return { kind: 'rate', value: product.annualisedCost.simple, source: { from: 'product', productId: product.id, productVersion: product.version, field: 'annualisedCost' } }
}

const rateOf = ({ product, loan }: Subject): FigureOf<'rate'> =>
  loan?.facts.annualRate ?? { kind: 'rate', value: product.annualRate, source: { from: 'product', productId: product.id, productVersion: product.version, field: 'annualRate' } }

const valuesOf = (subject: Subject, { lenderName, agentName, today }: DisclosureSettings): Values => {
  const { product, loan } = subject
  const [fee] = product.fees
  const payoff = loan?.facts.payoff(loan.facts.asOf)
  const asOf: FigureOf<'date'> = { kind: 'date', value: today, source: { from: 'calendar', what: 'today' } }
  return {
    lenderName, agentName, asOf, productName: product.name.zh, annualisedCost: costOf(subject), annualRate: rateOf(subject),
    feeMethod: fee?.note.split('，')[0], guarantorName: fee?.payee,
    ...(loan ? { loanRef: loan.facts.loanRef } : {}),
    ...(loan?.facts.arrears ? { overdueAmount: loan.facts.arrears.amount, penaltyToDate: loan.facts.arrears.penalty } : {}),
    ...(loan?.facts.extension.applyBefore ? { applyBefore: loan.facts.extension.applyBefore } : {}),
    ...(payoff === undefined || isRefusal(payoff) ? {} : { goodUntil: payoff.goodUntil }),
  }
}

/** Figures whose telling shows which subject is meant. */
const signsOf = (subject: Subject): readonly Figure[] => {
  const { loan } = subject
  if (!loan) return [rateOf(subject)]
  const { arrears, extension, asOf, payoff: payoffOn } = loan.facts
  const payoff = payoffOn(asOf)
  return [
    rateOf(subject), ...(arrears ? [arrears.amount, arrears.penalty] : []), ...(extension.applyBefore ? [extension.applyBefore] : []),
    ...(isRefusal(payoff) ? [] : [payoff.total]),
  ]
}

const readyOf = (disclosure: Disclosure, values: Values, about: readonly string[], figures: readonly Figure[]): readonly FilledDisclosure[] => {
  const filled = fill(disclosure.text.zh, values)
  if (isRefusal(filled)) return []
  const { id, moment, placement, basis, name, channels } = disclosure
  return [{
    id, moment, placement, basis, name: name.zh, about, filled, text: filled.text, saidBy: [], ...(channels ? { channels } : {}),
    figures: figures.map((figure) => ({ kind: figure.kind, value: figureText(figure) })),
  }]
}

/** Of the lender, whatever it is about. */
const ofLender: ReadonlySet<string> = new Set(['marketing', 'machine-speaks', 'hardship-offer'])

/** By when a plan is answered stands in the article that tells what to hand in. */
const hardshipArticle = 'hardship-materials'

const hardshipTerm = ({ articles = [] }: DisclosureSettings): Figure | undefined => {
  const article = articles.find(({ id }) => id === hardshipArticle)
  return article && articleFigures(article).find((figure) => figure.kind === 'term' && figure.unit === 'working-day')
}

/** The newest complaint, as long as its decision is awaited. */
const ofComplaint = ({ cases = [] }: DisclosureSettings): Values => {
  const complaint = cases.find(({ kind, dues }) => kind === 'complaint' && dues.length > 0)
  const decision = complaint?.dues.find(({ limit }) => limit.startsWith('decide'))
  if (!complaint || !decision) return {}
  return { caseRef: caseRefOf(complaint), answerBy: { kind: 'date', value: decision.day, source: { from: 'calendar', what: decision.limit } } }
}

/** A disclosure for one product says what the general one of the same moment says, and more. */
const isSuperseded = (disclosure: Disclosure, { product }: Subject, all: readonly Disclosure[]): boolean =>
  disclosure.products === undefined && all.some((other) => other.moment === disclosure.moment && other.products?.includes(product.id) === true)

export const readyDisclosures = (settings: DisclosureSettings): readonly FilledDisclosure[] => {
  const { disclosures, products, loans, lenderName, agentName } = settings
  const his = loans.flatMap((loan): readonly Subject[] => {
    const product = products.find(({ id }) => id === loan.facts.product.id)
    return product && loan.facts.state !== 'settled' ? [{ product, loan }] : []
  })
  const others = products.filter(({ id }) => !his.some(({ product }) => product.id === id)).map((product): Subject => ({ product }))
  return disclosures.flatMap((disclosure) => {
    if (ofLender.has(disclosure.moment)) return readyOf(disclosure, { lenderName, agentName, answerBy: hardshipTerm(settings) }, [], [])
    if (disclosure.moment === 'complaint-received') return readyOf(disclosure, ofComplaint(settings), [], [])
    return [...his, ...others]
      .filter(({ product }) => disclosure.products?.includes(product.id) ?? true)
      .filter((subject) => !isSuperseded(disclosure, subject, disclosures))
      .flatMap((subject) => readyOf(disclosure, valuesOf(subject, settings), [subject.product.name.zh, ...(subject.loan ? [subject.loan.facts.loanRef] : [])], signsOf(subject)))
  })
}

const asComposed = ({ filled: { text, figures } }: FilledDisclosure): Composed => ({ text, figures, names: [] })

/**
 * A machine's answer with what must be told beside it; a person's draft likewise, so that he sees it before he sends. `told`: the plain
 * words of an answer that was worded anew, which decide what is due whatever has become of them.
 */
export const withDue = (body: Composed, context: OutgoingContext, ready: readonly FilledDisclosure[], told: string = body.text): Composed => {
  if (body.text === '') return body
  const due = disclosuresDue(told, context, ready)
  const placed = (placement: 'before' | 'after'): readonly Composed[] => ready.filter((one) => one.placement === placement && due.includes(one)).map(asComposed)
  return join([...placed('before'), body, ...placed('after')])
}
