import type { RegulationRule } from '../../compliance/regulation.ts'
import type { Product, ProductMaterial } from '../../knowledge/product.ts'
import { costAsTold, quoteProduct } from '../../knowledge/quote.ts'
import { type Ratio, ratio } from '../../loan/ratio.ts'
import type { Day } from '../../primitives/day.ts'
import type { Figure } from '../../primitives/figure.ts'
import { addFen, type Fen, fen, zeroFen } from '../../primitives/money.ts'
import { type Rate, rateText } from '../../primitives/rate.ts'
import { type Read, takeNumber } from '../../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Case } from '../case.ts'
import type { MaterialNeeds, MaterialWorld } from '../material-needs.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'

/** 贷款申请: from the choice of a product to the money paid out. What is offered and what is lent come from one function of the catalogue. */

export type ApplicationState =
  | 'gathering' | 'checking' | 'in-approval' | 'offered' | 'signing' | 'paying-out' | 'payout-failed' | 'done' | 'refused' | 'withdrawn' | 'cancelled' | 'lapsed'

export type ApplicationAsk = {
  readonly productId: string
  readonly amount: Fen
  /** Instalments. */
  readonly count: number
  readonly purpose: string
  /** As the customer says: what comes in a month, and what other loans take of it. */
  readonly monthlyIncome: Fen
  readonly otherMonthlyDebt: Fen
}

/** What the customer sees before he signs: 综合融资成本, all of it. */
export type Offer = {
  readonly productVersion: number
  readonly amount: Fen
  readonly count: number
  readonly firstInstalment: Fen
  readonly interest: Fen
  readonly fees: Fen
  readonly total: Fen
  /** 年化综合成本, simple, to a hundredth of a percent. */
  readonly annualCost: Rate
  readonly quotedOn: Day
}

/** How the heaviest instalment sits on the income: for whoever decides, who is a person (个人信息保护法 24). */
export type Burden = { readonly heaviest: Fen; readonly share: Ratio; readonly withinLimit: boolean }

export type ApplicationData = MaterialNeeds & {
  readonly ask: ApplicationAsk
  readonly offer: Offer
  readonly burden?: Burden
  readonly submittedOn?: Day
  readonly recommendation?: string
  /** How often the loan system was told to pay out: each time is an instruction of its own, all of one loan. */
  readonly tries: number
  readonly costsReadOn?: Day
  readonly signedOn?: Day
  readonly loanRef?: string
  readonly failed?: string
  readonly refusedBecause?: string
}

export type ApplicationCase = Case<ApplicationState, ApplicationData>

/** Instalments and other debts of more than this share of the income are pointed out. */
export type ApplicationRules = { readonly mostDebtPercent: number }

export type ApplicationWorld = MaterialWorld & {
  readonly policy: CasePolicy<ApplicationRules>
  /** The version on offer now, or one that was offered. */
  readonly productOf: (productId: string, version?: number) => Product | undefined
}

/** Reads `content/cases/application.json`. */
export const parseApplicationPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ApplicationRules>> =>
  parseCasePolicy(value, rules, (source) => ({ mostDebtPercent: takeNumber(source, 'mostDebtPercent', 1, 100) }))

export type OfferRefused = Refusal<'product-unknown' | 'term-not-offered' | 'purpose-not-allowed' | 'quote-not-possible' | 'amount-below-product' | 'amount-above-product' | 'amount-not-multiple'>

type Quoted = { readonly offer: Offer; readonly heaviest: Fen; readonly product: Product }

const plain: ReadonlySet<string> = new Set(['amount-below-product', 'amount-above-product', 'amount-not-multiple', 'term-not-offered'])

/** What would be offered today of one version of a product. */
export const offerOn = ({ productId, amount, count, purpose }: ApplicationAsk, on: Day, world: ApplicationWorld, version?: number): Quoted | OfferRefused => {
  const product = world.productOf(productId, version)
  if (!product) return refuse('product-unknown', {}, 'productId')
  if (!product.purposes.allowed.includes(purpose)) return refuse('purpose-not-allowed', {}, 'purpose')
  const term = product.terms.find((each) => each.count === count)
  if (!term) return refuse('term-not-offered', {}, 'count')
  const quote = quoteProduct(product, amount, term, on)
  if (isRefusal(quote)) return plain.has(quote.refused) ? quote as OfferRefused : refuse('quote-not-possible')
  const { instalments, upfrontFee } = quote.plan
  const sum = (part: 'interest' | 'fee'): Fen => addFen(...instalments.map((line) => line[part]))
  const fees = addFen(sum('fee'), upfrontFee)
  const heaviest = instalments.reduce((most, { total }) => (total > most ? total : most), zeroFen)
  return {
    product, heaviest,
    offer: {
      productVersion: product.version, amount, count, firstInstalment: instalments[0]?.total ?? zeroFen, interest: sum('interest'), fees,
      total: addFen(amount, sum('interest'), fees), annualCost: costAsTold(quote.cost.simple), quotedOn: on,
    },
  }
}

/** Undefined where no income was named: a share of nothing is no figure. */
export const burdenOf = ({ monthlyIncome, otherMonthlyDebt }: ApplicationAsk, heaviest: Fen, { mostDebtPercent }: ApplicationRules): Burden | undefined => {
  if (monthlyIncome <= 0n) return undefined
  const service = fen(heaviest + otherMonthlyDebt)
  return { heaviest, share: ratio(service, monthlyIncome), withinLimit: service * 100n <= monthlyIncome * BigInt(mostDebtPercent) }
}

export const materialsFor = ({ materials }: Product, amount: Fen): readonly ProductMaterial[] => materials.filter(({ aboveAmount }) => aboveAmount === undefined || amount > aboveAmount)

export const isSameOffer = (a: Offer, b: Offer): boolean =>
  a.productVersion === b.productVersion && a.amount === b.amount && a.count === b.count && a.firstInstalment === b.firstInstalment && a.total === b.total
    && rateText(a.annualCost) === rateText(b.annualCost)

/** The figures of the notices, each with its source. */
export const figuresOf = ({ ask: { productId }, offer }: ApplicationData): Readonly<Record<string, Figure>> => {
  const source = (field: string): Figure['source'] => ({ from: 'quote', productId, productVersion: offer.productVersion, field })
  return {
    amount: { kind: 'amount', value: offer.amount, source: source('amount') },
    firstInstalment: { kind: 'amount', value: offer.firstInstalment, source: source('firstInstalment') },
    total: { kind: 'amount', value: offer.total, source: source('total') },
    annualCost: { kind: 'rate', value: offer.annualCost, source: source('annualCost') },
    count: { kind: 'term', value: offer.count, unit: 'instalment', source: source('count') },
  }
}
