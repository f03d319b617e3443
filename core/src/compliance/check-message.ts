import { conductRules } from './message-rules/conduct.ts'
import { combined } from './message-rules/combinations.ts'
import { figureRule } from './message-rules/figures.ts'
import { honestyRules } from './message-rules/honesty.ts'
import { sellingRules } from './message-rules/selling.ts'
import type { MessageFacts, MessageRule, Reading, Span, Speaker } from './message-rule.ts'
import { originalSpan, type PreparedText, prepareText, type Sentence, sentencesOf } from './prepare-text.ts'

/**
 * The gate's judgement of one outgoing text (duty D8). Pure and quick: it runs at every keystroke in the browser, before
 * every sending on the server, and in the command. What a rule rests on is data of content/regulation.
 */

export const messageRules: readonly MessageRule[] = [...sellingRules, ...conductRules, ...honestyRules, figureRule]

export const wordRules: readonly MessageRule[] = messageRules.filter((rule) => rule !== figureRule)

/** Changes whenever a rule does; kept with each message that was judged. */
export const ruleVersion = '2026-11-23.2'

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

const findingsIn = (rule: MessageRule, sentence: Sentence, reading: Reading): readonly Span[] =>
  rule.signs?.test(sentence.text) === false ? [] : merged(rule, [...rule.find(reading), ...combinedOf(rule, reading)]).map(({ start, end }) => ({ start: sentence.start + start, end: sentence.start + end }))

/** Only a machine can pretend to be a person. */
const combinedOf = (rule: MessageRule, reading: Reading): readonly Span[] =>
  rule.id === 'MSG-BOTID' && reading.speaker !== 'bot' ? [] : combined(rule.id, reading)

const longestText = 8000

/** `rules`: all of them, unless the caller looks at figures in his own way. */
export const judge = (text: string, speaker: Speaker, facts?: MessageFacts, rules: readonly MessageRule[] = messageRules): Judgement =>
  judgePrepared(text, prepareText(text.slice(0, longestText)), speaker, facts, rules)

export const judgePrepared = (text: string, prepared: PreparedText, speaker: Speaker, facts: MessageFacts | undefined, rules: readonly MessageRule[]): Judgement => {
  const whole = prepared.plain
  const sentences = sentencesOf(whole)
  const findings = rules.flatMap((rule) =>
    merged(rule, sentences.flatMap((sentence) => findingsIn(rule, sentence, { sentence: sentence.text, whole, speaker, facts }))).map((span): MessageFinding => {
      const { start, end } = originalSpan(prepared, span.start, span.end)
      // A machine has no reasons to give: for it a warning is a block.
      const verdict = speaker === 'bot' ? 'block' : rule.verdict
      return { rule: rule.id, start, end, quote: text.slice(start, end), verdict }
    }),
  )
  const verdict = findings.some((finding) => finding.verdict === 'block') ? 'block' : findings.length > 0 ? 'warn' : 'pass'
  return { verdict, findings: findings.sort((left, right) => left.start - right.start) }
}
