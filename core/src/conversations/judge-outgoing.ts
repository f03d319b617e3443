import { type GateReader, judgePrepared, type MessageFinding, ruleVersion, wordRules } from '../compliance/check-message.ts'
import { clockTimes } from '../compliance/clock-time.ts'
import { disclosuresDue, mayCallForDisclosure, type OutgoingContext, type ReadyDisclosure } from '../compliance/disclosure-due.ts'
import { type FoundFigure, figuresIn, isAtHand } from '../compliance/figures.ts'
import { explained, type Finding, type GroundOf } from '../compliance/finding.ts'
import type { KnownFigure, MessageFacts, Speaker } from '../compliance/message-rule.ts'
import { originalSpan, type PreparedText, prepareText } from '../compliance/prepare-text.ts'
import { findAmounts } from '../understanding/find-amounts.ts'
import { findDates } from '../understanding/find-dates.ts'
import { findRates } from '../understanding/find-rates.ts'
import { findTerms } from '../understanding/find-terms.ts'
import type { GateResult, OutgoingMessage } from './gate.ts'
import type { Purpose } from './message.ts'
import { dayFigures, daysSaid, lengthsSaid, needsNoSource, type SaidOn, withEnd } from './times-said.ts'

/**
 * The whole judgement of an outgoing text: the message rules, every figure in digits or in words, and what must be told
 * beside it. One function for the server's gate and for the composer while it is typed in.
 */

/** What a product costs beside its interest, and whether the customer has it. */
export type ProductAtHand = { readonly name: string; readonly fees: readonly string[]; readonly zeroInterest: boolean; readonly his: boolean }

/** Something that is granted or not (a loan, an extension), and the words by which a text names it. */
export type MatterAtHand = {
  readonly kind: string
  readonly words: readonly string[]
  /** `none`: nobody has asked for it. */
  readonly standing: 'granted' | 'pending' | 'none'
}

export type OutgoingFacts = MessageFacts & {
  readonly disclosures?: readonly ReadyDisclosure[]
  /** In place of `product`: which is meant depends on the text. */
  readonly products?: readonly ProductAtHand[]
  /** In place of `case.approved`, likewise. */
  readonly matters?: readonly MatterAtHand[]
  /** The day it is said on: without it no words are taken for a day. */
  readonly saidOn?: SaidOn
}

export type Outgoing = {
  readonly text: string
  readonly speaker: OutgoingMessage['speaker']
  readonly purpose: Purpose
  readonly channel: string
}

/** As the message rules know him. The desk's own notices are a machine's: nobody typed them and nobody gives reasons. */
export const speakerOf = ({ speaker, purpose }: Pick<Outgoing, 'speaker' | 'purpose'>): Speaker =>
  speaker !== 'agent' ? 'bot' : purpose === 'collection' ? 'collector' : 'agent'

const inWords = /[零〇一二两三四五六七八九十百千万亿半块wk]|\.\d{2}$/u
const decimal = (value: number): string => value.toFixed(6).replace(/\.?0+$/u, '')

const dateInWords = /[一二三四五六七八九十]月/u

/** What a customer's words finder reads beyond digits and units: 一千二百元, 百分之七点二, 十二月五号, 半年. */
const figuresInWords = (plain: string): readonly FoundFigure[] => {
  const free = (): boolean => true
  const amounts = findAmounts(plain, free)
  const dates = dateInWords.test(plain) ? findDates(plain, plain, free) : []
  const finds = [...findRates(plain, free), ...dates, ...findTerms(plain, free, new Set(amounts.map(({ end }) => end))), ...amounts]
  return finds.flatMap(({ type, value, unit, start, end }): readonly FoundFigure[] => {
    const span = { start, end }
    if (!inWords.test(plain.slice(start, end))) return []
    if (type === 'amount' && typeof value === 'number') return [{ kind: 'amount', value: decimal(value), ...span }]
    if (type === 'rate' && typeof value === 'number') return [{ kind: 'rate', value: decimal(value * 100), ...span }]
    if (type === 'term') return [{ kind: 'term', value: String(value), unit: unit === 'day' ? 'day' : 'month', ...span }]
    const day = type === 'date' ? /^(?:(?:20\d{2}|-)-)(\d{2})-(\d{2})$/u.exec(String(value)) : null
    return day ? [{ kind: 'date', value: String(value).replace(/^--/u, ''), ...span }] : []
  })
}

const overlaps = (one: { start: number; end: number }, other: { start: number; end: number }): boolean => one.start < other.end && other.start < one.end

const mayHoldFigures = /[零〇一二两三四五六七八九十百千万亿半]|\d/u
const mayHoldWords = /[零〇一二两三四五六七八九十百千万亿半]|\d[wk]|\.\d{2}/u
const mayHoldTimes = /点|[:：]\d|周|星期|礼拜|分钟|半/u

const beside = (found: readonly FoundFigure[], more: readonly FoundFigure[]): readonly FoundFigure[] =>
  more.length === 0 ? found : [...found, ...more.filter((figure) => !found.some((known) => overlaps(known, figure)))]

/** Every figure of a text, those in words beside those in digits; what means a day only on the day it is said is apart. */
const allFigures = ({ plain }: Pick<PreparedText, 'plain'>): readonly FoundFigure[] => {
  if (!mayHoldFigures.test(plain)) return []
  const times = mayHoldTimes.test(plain) ? beside(clockTimes(plain), lengthsSaid(plain)) : []
  const digits = beside(times, figuresIn(plain))
  return mayHoldWords.test(plain) ? beside(digits, figuresInWords(plain)) : digits
}

const daysKnown = (days: ReturnType<typeof daysSaid>, saidOn: SaidOn | undefined): readonly KnownFigure[] => {
  if (!saidOn) return days.map(({ plain }) => ({ kind: 'date', value: plain }))
  const figures = dayFigures(days, saidOn, undefined)
  return [...figures, ...figures.flatMap(({ also }) => also ?? [])].map(({ kind, value }) => ({ kind, value }))
}

/** The figures of what somebody has said: they may be said again. Days in words are those that they mean on a day; without one, the words. */
export const figuresSaid = (texts: readonly string[], saidOn?: SaidOn): readonly KnownFigure[] =>
  texts.flatMap((text) => {
    const prepared = prepareText(text)
    const found = allFigures(prepared)
    const days = daysSaid(prepared.plain, found)
    return [
      ...daysKnown(days, saidOn),
      ...found.flatMap(({ kind, value, start, end }): readonly KnownFigure[] => [{ kind, value: prepared.plain.slice(start, end) }, { kind, value }]),
    ]
  })

type Times = { readonly figures: readonly FoundFigure[]; readonly days: ReturnType<typeof daysSaid> }

/** What a text says in figures, and the days it names in words; what needs no source left out. */
const timesIn = ({ plain }: PreparedText, figures: readonly FoundFigure[], speaker: Speaker): Times => ({
  figures: figures.filter((figure) => !needsNoSource(figure, plain, speaker)),
  days: daysSaid(plain, figures).filter((day) => !needsNoSource({ kind: 'date', ...day }, plain, speaker)),
})

const unsourced = (
  text: string, prepared: PreparedText, { figures, days }: Times, speaker: Speaker, facts: OutgoingFacts,
): readonly MessageFinding[] => {
  const { saidOn } = facts
  const said = saidOn ? [...figures.map((figure) => withEnd(figure, prepared.plain, saidOn)), ...dayFigures(days, saidOn, 'words')] : figures
  return said
    .filter((figure) => !isAtHand(figure, facts))
    .map((figure) => {
      const { start, end } = originalSpan(prepared, figure.start, figure.end)
      return { rule: 'FIGURE-UNSOURCED', start, end, quote: text.slice(start, end), verdict: speaker === 'bot' ? 'block' as const : 'warn' as const }
    })
}

export type Judged = {
  readonly verdict: GateResult['verdict']
  readonly findings: readonly MessageFinding[]
  /** What must be told beside it and is not. */
  readonly due: readonly ReadyDisclosure[]
}

const worst = (findings: readonly MessageFinding[]): GateResult['verdict'] =>
  findings.some(({ verdict }) => verdict === 'block') ? 'block' : findings.length > 0 ? 'warn' : 'pass'

const contextOf = ({ speaker, purpose, channel }: Outgoing): OutgoingContext => ({ speaker, purpose, channel })

/** Those named in the text; else those the customer has; else all on offer. */
const productMeant = (text: string, products: readonly ProductAtHand[]): NonNullable<MessageFacts['product']> => {
  const named = products.filter(({ name }) => text.includes(name))
  const his = products.filter((product) => product.his)
  const meant = named.length > 0 ? named : his.length > 0 ? his : products
  return { fees: meant.flatMap(({ fees }) => fees), zeroInterest: meant.length > 0 && meant.every(({ zeroInterest }) => zeroInterest) }
}

/** Whether what the text calls granted is: the matter it names, before the loan that a matter is mostly about; else every one of them. */
const isGranted = (text: string, matters: readonly MatterAtHand[]): boolean => {
  const named = matters.filter(({ words }) => words.some((word) => text.includes(word)))
  const apart = named.filter(({ kind }) => kind !== 'loan')
  const meant = apart.length > 0 ? apart : named.length > 0 ? named : matters
  return meant.some(({ standing }) => standing === 'granted') && !meant.some(({ standing }) => standing === 'pending')
}

/** What of the facts depends on what the text speaks of. */
const factsMeant = (text: string, facts: OutgoingFacts): OutgoingFacts => ({
  ...facts,
  ...(facts.products ? { product: productMeant(text, facts.products) } : {}),
  ...(facts.matters ? { case: { ...facts.case, approved: isGranted(text, facts.matters) } } : {}),
})

/** The facts under which the rules find most: what they let pass with these they let pass with any. */
const strictest: MessageFacts = { case: { registered: false }, product: { fees: ['any'] }, customer: { optedOut: true }, answering: false }

/** A text read once, to be judged by facts that are gathered step by step. */
export type ReadOutgoing = {
  readonly outgoing: Outgoing
  /** Whether it passes whatever the facts are, so that nobody need be asked for them. */
  readonly passes: boolean
  /** Without facts only what the words show is judged. */
  readonly judgeBy: (facts: OutgoingFacts | undefined) => Judged
}

export const readOutgoing = (reader: GateReader, outgoing: Outgoing): ReadOutgoing => {
  const { text } = outgoing
  const speaker = speakerOf(outgoing)
  const prepared = prepareText(text)
  const times = timesIn(prepared, allFigures(prepared), speaker)
  const worstCase = judgePrepared(reader, text, prepared, speaker, strictest, wordRules).findings
  return {
    outgoing,
    passes:
      worstCase.length === 0 && times.days.length === 0 && times.figures.every(({ value }) => value === '0') && !mayCallForDisclosure(text, contextOf(outgoing)),
    judgeBy: (given) => {
      const facts = given && factsMeant(text, given)
      const byRules = worstCase.length === 0 ? worstCase : judgePrepared(reader, text, prepared, speaker, facts, wordRules).findings
      const findings = [...byRules, ...(facts ? unsourced(text, prepared, times, speaker, facts) : [])].sort((left, right) => left.start - right.start)
      return { verdict: worst(findings), findings, due: disclosuresDue(text, contextOf(outgoing), facts?.disclosures ?? []) }
    },
  }
}

export const judgeOutgoing = (reader: GateReader, outgoing: Outgoing, facts: OutgoingFacts): Judged => readOutgoing(reader, outgoing).judgeBy(facts)

const disclosureRule = 'DISCLOSURE-'

export const isDisclosure = (rule: string): boolean => rule.startsWith(disclosureRule)

/** A text that lacks what must be told beside it is found wanting as a whole. */
const missing = ({ text }: Outgoing, speaker: Speaker, due: ReadyDisclosure, basis: ReturnType<GroundOf>): Finding => ({
  rule: `${disclosureRule}${due.id}`, start: 0, end: text.length, quote: text.slice(0, 40), verdict: speaker === 'bot' ? 'block' : 'warn', release: false, ...basis,
  why: `这样说时须一并告知：${due.name}。`, suggestion: due.text,
})

/** The judgement as it is kept: findings with their grounds, and the rules' version. */
export const resultOf = (outgoing: Outgoing, judged: Judged, ground: GroundOf, groundOfLaws: (laws: readonly string[]) => ReturnType<GroundOf>): GateResult => {
  const speaker = speakerOf(outgoing)
  const findings = [
    ...judged.findings.map((finding) => explained(finding, speaker, ground)),
    ...judged.due.map((due) => missing(outgoing, speaker, due, groundOfLaws(due.basis))),
  ]
  return { verdict: worst(findings), findings, ruleVersion }
}
