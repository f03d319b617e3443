import { isoDay } from '../primitives/day.ts'
import { type Fen, fen, formatYuan } from '../primitives/money.ts'
import { percentText } from '../primitives/rate.ts'
import { type Amounts, type EarnedPart, earnedUntil, type Entry } from './book.ts'
import type { Difference } from './correction.ts'
import { explained, filledIn, productText, roundingText } from './explain.ts'
import { entryNames, extensionWords, kindNames, lifeWords, quoteWords } from './explain-life-words.ts'
import { type Explained, say, type Words } from './explain-words.ts'
import type { ExtensionAnswer } from './extension.ts'
import type { ArrearsLine, LifeLine, LifeState } from './life.ts'
import { methodNames } from './loan-words.ts'
import type { PrepaymentQuote } from './payoff.ts'
import type { AmountKind, Rounding } from './terms.ts'

/**
 * Every amount of a loan as it stands, of a quote for early repayment and of an extension explained: what it is made of, in
 * words that a customer understands, 中文 and English. explain.ts does the same for a plan, afford.ts for affordability.
 *
 *   explainLife(state).balances.penalty.zh   explainQuote(quote).charge.en   explainExtension(answer).extraInterest.zh
 */
export type LifeExplanation = {
  readonly balances: Readonly<Record<AmountKind | 'total', Explained>>
  readonly accrued: Explained
  readonly credit: Explained
  /** In the order of `arrears`, `schedule` and `entries` of the state. */
  readonly arrears: readonly Readonly<Record<AmountKind | 'total', Explained>>[]
  readonly schedule: readonly LifeLineExplanation[]
  readonly entries: readonly Explained[]
}

export type LifeLineExplanation = Readonly<Record<'principal' | 'interest' | 'fee' | 'total' | 'balance' | 'paid', Explained>>

const kinds: readonly AmountKind[] = ['principal', 'interest', 'fee', 'penalty', 'compound']

const eachKind = (explain: (kind: AmountKind) => Explained): Readonly<Record<AmountKind, Explained>> =>
  ({ principal: explain('principal'), interest: explain('interest'), fee: explain('fee'), penalty: explain('penalty'),
    compound: explain('compound') })

const written = (amounts: Amounts): Readonly<Record<AmountKind, string>> =>
  ({ principal: formatYuan(amounts.principal), interest: formatYuan(amounts.interest), fee: formatYuan(amounts.fee),
    penalty: formatYuan(amounts.penalty), compound: formatYuan(amounts.compound) })

/** Words with a part that itself differs by language (the name of a kind, what was carried in). */
const inBoth = (words: Words, inputs: Readonly<Record<string, string>>, parts: Readonly<Record<string, Words>>, round?: Words): Explained => {
  const of = (language: 'zh' | 'en'): Readonly<Record<string, string>> =>
    ({ ...inputs, ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part[language]])), rounding: round?.[language] ?? '' })
  return { zh: say(words.zh, of('zh')), en: say(words.en, of('en')), inputs }
}

const nothing: Words = { zh: '', en: '' }

const filled = (words: Words, inputs: Readonly<Record<string, string>>): Words => ({ zh: say(words.zh, inputs), en: say(words.en, inputs) })

/** A sum of stretches and what was carried in; where there are no stretches, what was carried in alone. */
const reckoned = (parts: readonly EarnedPart[], carried: Fen): { readonly product: string; readonly carried: Words } => {
  const product = productText(parts)
  return {
    product: product === '' ? '0.00' : product,
    carried: carried === 0n ? nothing : filled(lifeWords.carried, { carried: formatYuan(carried) }),
  }
}

const explainBalances = (state: LifeState): LifeExplanation['balances'] => {
  const late = state.terms.servicing?.late
  const multiplier = late ? percentText({ ...late.multiplier, period: 'year' }) : ''
  const year = late?.dayCount === 'actual/365' ? '365' : '360'
  const balanceOf = (kind: AmountKind): Explained => {
    let [arisen, settled] = [0n, 0n]
    for (const entry of state.entries) if (entry[kind] > 0n) arisen += entry[kind]; else settled -= entry[kind]
    const inputs = { asOf: isoDay(state.asOf), arisen: formatYuan(fen(arisen)), settled: formatYuan(fen(settled)),
      value: formatYuan(state.balances[kind]), multiplier: `${multiplier}%`, year }
    if (kind === 'principal') return filledIn(lifeWords.principalLeft, inputs)
    if ((kind === 'penalty' || kind === 'compound') && late) return filledIn(lifeWords[kind], inputs)
    return inBoth(lifeWords.owed, inputs, { kind: kindNames[kind] })
  }
  return { ...eachKind(balanceOf), total: filledIn(lifeWords.totalOwed, { ...written(state.balances), value: formatYuan(state.balances.total) }) }
}

const explainAccrued = (state: LifeState): Explained => {
  const line = state.schedule.find(({ state: lineState }) => lineState === 'planned')
  if (!line || state.accrued === 0n) return filledIn(lifeWords.accruedNone, {})
  const { product, carried } = reckoned(earnedUntil(line.earning, state.asOf, state.plan), fen(line.earning.carried))
  return inBoth(lifeWords.accrued, { from: isoDay(line.from), asOf: isoDay(state.asOf), due: isoDay(line.due), product,
    value: formatYuan(state.accrued) }, { carried }, roundingText(state.plan.rounding))
}

const explainLinePrincipal = (state: LifeState, line: LifeLine): Explained => {
  const own = fen(line.interest - line.earning.carried)
  const value = formatYuan(line.principal)
  const inputs = { n: String(line.n), value, own: formatYuan(own), instalment: formatYuan(fen(line.principal + own)) }
  if (line === state.schedule.at(-1)) return filledIn(lifeWords.linePrincipalLast, inputs)
  if (state.terms.method === 'equal-instalment' && line.principal > 0n) return filledIn(lifeWords.linePrincipalRest, inputs)
  return inBoth(lifeWords.linePrincipal, inputs, { method: methodNames[state.terms.method] })
}

const explainLifeLine = (state: LifeState, line: LifeLine): LifeLineExplanation => {
  const { n, due, principal, interest, fee, total, balance, earning } = line
  const inputs = { n: String(n), principal: formatYuan(principal), interest: formatYuan(interest), fee: formatYuan(fee), total: formatYuan(total) }
  const { product, carried } = reckoned(earnedUntil(earning, due, state.plan), fen(earning.carried))
  const value = formatYuan(interest)
  return {
    interest: interest === 0n ? filledIn(lifeWords.lineInterestNone, { ...inputs, value })
      : inBoth(lifeWords.lineInterest, { ...inputs, product, value }, { carried }, roundingText(state.plan.rounding)),
    principal: explainLinePrincipal(state, line),
    fee: explained('fee', inputs),
    total: explained('total', inputs),
    balance: filledIn(lifeWords.lineBalance, { value: formatYuan(balance) }),
    paid: filledIn(lifeWords.linePaid, { n: String(n), ...written(line.paid) }),
  }
}

const explainArrears = (state: LifeState, line: ArrearsLine): LifeExplanation['arrears'][number] => {
  const paid = state.schedule.find(({ n }) => n === line.n)?.paid
  const kindOf = (kind: AmountKind): Explained => inBoth(lifeWords.arrears, {
    n: String(line.n), due: isoDay(line.due), owed: formatYuan(fen(line[kind] + (paid?.[kind] ?? 0n))), paid: formatYuan(paid?.[kind] ?? fen(0n)),
    value: formatYuan(line[kind]),
  }, { kind: kindNames[kind] })
  return { ...eachKind(kindOf), total: filledIn(lifeWords.totalOwed, { ...written(line), value: formatYuan(line.total) }) }
}

const signed = (amount: Fen): string => (amount > 0n ? `+${formatYuan(amount)}` : formatYuan(amount))

const movedParts = (amounts: Amounts): Words => {
  const moved = kinds.filter((kind) => amounts[kind] !== 0n)
  return {
    zh: moved.map((kind) => `${kindNames[kind].zh} ${signed(amounts[kind])} 元`).join('，') || '0.00 元',
    en: moved.map((kind) => `${kindNames[kind].en} ${signed(amounts[kind])}`).join(', ') || '0.00',
  }
}

const explainEntry = (entry: Entry): Explained =>
  inBoth(lifeWords.entry, { on: isoDay(entry.on) }, { name: entryNames[entry.event], parts: movedParts(entry) })

/** The entry that a reversal or a late booking makes (correction.ts). */
export const explainCorrection = (difference: Difference): Explained =>
  inBoth(lifeWords.correction, { on: isoDay(difference.bookedOn), credit: signed(difference.credit) }, { parts: movedParts(difference) })

export const explainLife = (state: LifeState): LifeExplanation => ({
  balances: explainBalances(state),
  accrued: explainAccrued(state),
  credit: filledIn(lifeWords.credit, { value: formatYuan(state.credit) }),
  arrears: state.arrears.map((line) => explainArrears(state, line)),
  schedule: state.schedule.map((line) => explainLifeLine(state, line)),
  entries: state.entries.map(explainEntry),
})

export type QuoteExplanation = Readonly<Record<'interest' | 'fee' | 'principal' | 'charge' | 'credit' | 'total' | 'interestSaved', Explained>>
  & { readonly due: Readonly<Record<AmountKind, Explained>> }

const explainCharge = ({ principal, charge, how: { charge: row, rate, rounding } }: PrepaymentQuote): Explained => {
  const inputs = { principal: formatYuan(principal), value: formatYuan(charge) }
  const round = roundingText(cutOff(rounding))
  if (!row) return filledIn(quoteWords.chargeNone, inputs)
  if ('rateOfPrepaid' in row) {
    return filledIn(quoteWords.chargeByRate, { ...inputs, percent: percentText({ ...row.rateOfPrepaid, period: 'year' }, 6) }, round)
  }
  return filledIn(quoteWords.chargeByMonths, { ...inputs, percent: percentText(rate, 6), months: String(row.monthsOfInterest) }, round)
}

/** A single amount is rounded for itself, also where the lines of a plan are not. */
const cutOff = (rounding: Rounding | undefined): Partial<Rounding> => (rounding ? { mode: rounding.mode, unit: rounding.unit } : {})

const explainQuoteInterest = ({ on, interest, how }: PrepaymentQuote): Explained => {
  const value = formatYuan(interest)
  if (how.interest === 'later') return filledIn(quoteWords.interestLater, { value })
  if (interest === 0n) return filledIn(quoteWords.interestNone, { value })
  const { product, carried } = reckoned(how.parts, how.carried)
  const words = how.interest === 'whole-instalment' ? quoteWords.interestWhole : quoteWords.interestToTheDay
  return inBoth(words, { on: isoDay(on), product, value }, { carried }, roundingText(cutOff(how.rounding)))
}

export const explainQuote = (quote: PrepaymentQuote): QuoteExplanation => {
  const { on, full, due, interest, fee, principal, charge, total, credit, interestSaved, how } = quote
  const dueTotal = fen(kinds.reduce((sum, kind) => sum + due[kind], 0n))
  const rest = fen(full ? 0n : total + credit - dueTotal - interest - principal - charge)
  const inputs = {
    due: formatYuan(dueTotal), interest: formatYuan(interest), fee: formatYuan(fee), principal: formatYuan(principal), charge: formatYuan(charge),
    credit: formatYuan(credit), paid: formatYuan(total), planned: formatYuan(how.planned), after: formatYuan(how.after),
  }
  return {
    due: eachKind((kind) => inBoth(quoteWords.due, { on: isoDay(on), value: formatYuan(due[kind]) }, { kind: kindNames[kind] })),
    interest: explainQuoteInterest(quote),
    fee: filledIn(quoteWords.fee, { value: formatYuan(fee) }),
    principal: full ? filledIn(quoteWords.principalFull, { value: formatYuan(principal) })
      : inBoth(quoteWords.principalPart, { ...inputs, value: formatYuan(principal) },
        { rest: rest === 0n ? nothing : filled(quoteWords.rest, { rest: formatYuan(rest) }) }),
    charge: explainCharge(quote),
    credit: filledIn(quoteWords.credit, { value: formatYuan(credit) }),
    total: filledIn(full ? quoteWords.totalFull : quoteWords.totalPart, { ...inputs, value: formatYuan(total) }),
    interestSaved: filledIn(quoteWords.interestSaved, { ...inputs, value: formatYuan(interestSaved) }),
  }
}

export type ExtensionExplanation = Readonly<Record<keyof typeof extensionWords, Explained>>

export const explainExtension = ({ interestBefore, interestAfter, extraInterest, fee }: ExtensionAnswer): ExtensionExplanation => {
  const [before, after] = [formatYuan(interestBefore), formatYuan(interestAfter)]
  const [interest, charge] = [formatYuan(extraInterest), formatYuan(fee)]
  return {
    interestBefore: filledIn(extensionWords.interestBefore, { value: before }),
    interestAfter: filledIn(extensionWords.interestAfter, { value: after }),
    extraInterest: filledIn(extensionWords.extraInterest, { before, after, value: interest }),
    fee: filledIn(extensionWords.fee, { value: charge }),
    extraCost: filledIn(extensionWords.extraCost, { interest, fee: charge, value: formatYuan(fen(extraInterest + fee)) }),
  }
}
