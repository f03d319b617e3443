import { learnedFindings, scoreAt, type SecondReader, secondReader, type Window, windowsOf, wordsCount } from './learned-signs.ts'
import { authorityRules } from './message-rules/authority.ts'
import { rate, zero } from './message-rules/cost.ts'
import { creditRepair } from './message-rules/credit-repair.ts'
import { dunning } from './message-rules/dunning.ts'
import { evasionRules } from './message-rules/evasion.ts'
import { figureRule } from './message-rules/figures.ts'
import { inducementRules } from './message-rules/inducement.ts'
import { botId, optOut } from './message-rules/marketing.ts'
import { moneyOutRules } from './message-rules/money-out.ts'
import { promise } from './message-rules/promise.ts'
import { recordRule } from './message-rules/record.ts'
import { secretRules } from './message-rules/secrets.ts'
import { third } from './message-rules/third-person.ts'
import { treatmentRules } from './message-rules/treatment.ts'
import type { MessageFacts, MessageRule, Placed, Reading, Span, Speaker } from './message-rule.ts'
import { createRecent, type Recent } from '../primitives/recent.ts'
import { type Index, indexOfExpressions, searchOf } from './message-pattern.ts'
import { originalSpan, type PreparedText, prepareText, sentencesOf } from './prepare-text.ts'
import type { LearnedRule } from './signs.ts'

/**
 * The gate's judgement of one outgoing text (duty D8). Pure and quick: it runs at every keystroke in the browser, before
 * every sending on the server, and in the command. What a rule rests on is data of content/regulation.
 */

export const messageRules: readonly MessageRule[] = [
  promise, rate, zero, ...inducementRules, optOut, ...treatmentRules, ...authorityRules, third, creditRepair, ...secretRules,
  ...moneyOutRules, ...evasionRules,
  botId, recordRule, dunning, figureRule,
]

export const wordRules: readonly MessageRule[] = messageRules.filter((rule) => rule !== figureRule)

/** Changes whenever a rule does; kept with each message that was judged. */
export const ruleVersion = '2026-11-24.4'

export type MessageFinding = {
  readonly rule: string
  /** UTF-16 offsets in the text as given. */
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly verdict: 'warn' | 'block'
}

export type Judgement = { readonly verdict: 'pass' | 'warn' | 'block'; readonly findings: readonly MessageFinding[] }

/** Findings of one rule that touch or nearly touch are one; figures stay apart. */
const merged = (rule: MessageRule, spans: readonly Span[]): readonly Span[] => {
  const ordered = [...spans].sort((left, right) => left.start - right.start || left.end - right.end)
  const gap = rule === figureRule ? -1 : 2
  const result: { start: number; end: number }[] = []
  for (const { start, end } of ordered) {
    const last = result.at(-1)
    if (last && start <= last.end + gap) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

/** What judges beside the rules. Whoever judges makes it once and hands it in: core keeps nothing. */
export type GateReader = {
  readonly second: SecondReader
  readonly index: Index
  /**
   * Which words stand in a sentence depends on the sentence alone, and sentences come again: with every keystroke after them, and in
   * saved replies. What was searched in the last ones is kept.
   */
  readonly searched: Recent<Pick<Reading, 'possible' | 'found'>>
}

/** `learned`: the weights of the second reader. `kept`: how many sentences are remembered. */
export const gateReader = (learned: readonly LearnedRule[], kept = 400): GateReader =>
  ({ second: secondReader(learned, kept), index: indexOfExpressions(), searched: createRecent(kept) })

/** Every sentence with what surrounds it; each is searched once for all rules. */
const readingsOf = ({ searched, index }: GateReader, whole: string, speaker: Speaker, facts: MessageFacts | undefined): readonly Placed[] => {
  const sentences = sentencesOf(whole)
  return sentences.map(({ text: sentence, start }, place) => {
    const [before, after] = [sentences[place - 1]?.text ?? '', sentences[place + 1]?.text ?? '']
    return { start, reading: { sentence, whole, before, after, speaker, facts, ...searched(sentence, () => searchOf(index, sentence)) } }
  })
}

/** More characters than any message has; what is longer is not judged but refused by who asks. */
export const longestText = 20_000

/** `rules`: all of them, unless the caller looks at figures in his own way. */
export const judge = (
  reader: GateReader, text: string, speaker: Speaker, facts?: MessageFacts, rules: readonly MessageRule[] = messageRules,
): Judgement =>
  judgePrepared(reader, text, prepareText(text.slice(0, longestText)), speaker, facts, rules)

/** The places of a rule's own words, but not where all the rest speaks against it. What follows from facts is no matter of words. */
const standingSpans = (reader: SecondReader, rule: MessageRule, placed: readonly Placed[], windows: readonly Window[]): readonly Span[] =>
  placed.flatMap(({ start: from, reading: sentence }) => {
    const found = rule.find(sentence)
    if (found.length === 0) return found
    const spans = found.map(({ start, end }) => ({ start: from + start, end: from + end }))
    return rule.learned === undefined || (rule.looksAtFacts && sentence.facts)
      ? spans
      : spans.filter((span) => (scoreAt(reader, windows, rule.id, span) ?? 0) >= -wordsCount)
  })

/** So much likelier is clearly likelier. */
const clearly = 0.5

/** Whether what the one rule asks is at least as much as what the other asks: it may then stand for it. */
const asStrict = (one: MessageRule, other: MessageRule): boolean =>
  (one.verdict === 'block' || other.verdict === 'warn') && (!one.release || other.release)

type Place = { readonly rule: MessageRule; readonly span: Span; readonly score: number }

type Found = ReadonlyMap<string, readonly Span[]>

/** Words may sound like two rules: what is clearly likelier by all the rest, and as strict, is named alone. */
const echoesAmong = (reader: SecondReader, rules: readonly MessageRule[], found: readonly Found[], windows: readonly Window[]): ReadonlySet<Span> => {
  const places = rules.filter(({ learned }) => learned).flatMap((rule): readonly Place[] =>
    found.flatMap((one) => one.get(rule.id) ?? []).map((span) => ({ rule, span, score: scoreAt(reader, windows, rule.id, span) ?? 0 })))
  const isEcho = ({ rule, span, score }: Place): boolean =>
    places.some((other) =>
      other.rule !== rule && other.score > score + clearly && asStrict(other.rule, rule) && sameWindow(windows, span, other.span))
  return new Set(places.length < 2 ? [] : places.filter(isEcho).map(({ span }) => span))
}

const sameWindow = (windows: readonly Window[], one: Span, other: Span): boolean =>
  windows.some((window) => window.start < one.end && one.start < window.end && window.start < other.end && other.start < window.end)

const touches = (one: Span, other: Span): boolean => one.start <= other.end + 2 && other.start <= one.end + 2

export const judgePrepared = (
  reader: GateReader, text: string, prepared: PreparedText, speaker: Speaker, facts: MessageFacts | undefined, rules: readonly MessageRule[],
): Judgement => {
  const placed = readingsOf(reader, prepared.plain, speaker, facts)
  const windows = windowsOf(reader.second, prepared.plain)
  const standing = new Map<string, readonly Span[]>()
  for (const rule of rules) {
    const spans = standingSpans(reader.second, rule, placed, windows)
    if (spans.length > 0) standing.set(rule.id, spans)
  }
  const learned = learnedFindings(reader.second, prepared.plain, placed, windows, rules, standing)
  const echoes = echoesAmong(reader.second, rules, [standing, learned], windows)
  const findings = rules.flatMap((rule) => {
    if (!standing.has(rule.id) && !learned.has(rule.id)) return []
    const mine = (one: Found): readonly Span[] => merged(rule, (one.get(rule.id) ?? []).filter((span) => !echoes.has(span)))
    const byWords = mine(standing)
    const byLearning = mine(learned).filter((span) => !byWords.some((known) => touches(span, known)))
    return [...byWords, ...byLearning].map((span): MessageFinding => {
      const { start, end } = originalSpan(prepared, span.start, span.end)
      // A machine has no reasons to give: for it a warning is a block.
      const verdict = speaker === 'bot' ? 'block' : rule.verdict
      return { rule: rule.id, start, end, quote: text.slice(start, end), verdict }
    })
  })
  const verdict = findings.some((finding) => finding.verdict === 'block') ? 'block' : findings.length > 0 ? 'warn' : 'pass'
  return { verdict, findings: findings.sort((left, right) => left.start - right.start) }
}
