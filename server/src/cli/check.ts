import { createInterface } from 'node:readline'
import { gateReader, judge, longestText } from '@xinqiao/core/compliance/check-message.ts'
import { groundOf, lawsBehind, ruleOf } from '@xinqiao/core/compliance/finding.ts'
import { learnedWeights } from '@xinqiao/core/compliance/learned-weights.ts'
import type { MessageFacts, Speaker } from '@xinqiao/core/compliance/message-rule.ts'
import { figuresIn } from '@xinqiao/core/compliance/figures.ts'
import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import { releaseRules } from '../compliance/laws.ts'

const help = `Usage: xinqiao check < TEXTS

Reads JSON lines {"id","text","speaker":"agent|bot|collector","facts"?} and writes, in the same order,
{"id","verdict":"pass|warn|block","findings":[{"rule","start","end","quote","basis","suggestion"}]}.
facts: {"figures":[{"kind","value"}],"case":{"approved"?,"filed"?},"product":{"fees"?,"zeroInterest"?},"customer":{"optedOut"?}}.
Without facts only what the words show is judged; with facts, even empty, figures and statements are held against them.
A line that cannot be read is answered with {"id","error":{"code","message","field"}}, and the command ends with 1.
`

const speakers: readonly string[] = ['agent', 'bot', 'collector'] satisfies Speaker[]

type Question = { readonly id: string | number; readonly text: string; readonly speaker: Speaker; readonly facts?: MessageFacts }
type Fault = { readonly code: 'not_json' | 'not_an_object' | 'missing' | 'wrong_type' | 'unknown_value' | 'too_long'; readonly message: string; readonly field: string | null }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (line: string): unknown => {
  try {
    // A file may begin with a byte order mark.
    return JSON.parse(line.replace(/^\uFEFF/u, ''))
  } catch {
    return undefined
  }
}

const faultOf = (line: unknown): Fault | undefined => {
  if (line === undefined) return { code: 'not_json', message: 'the line is no JSON', field: null }
  if (!isObject(line)) return { code: 'not_an_object', message: 'the line is no JSON object', field: null }
  const { id, text, speaker, facts } = line
  if (id === undefined) return { code: 'missing', message: 'id is missing', field: 'id' }
  if (typeof id !== 'string' && typeof id !== 'number') return { code: 'wrong_type', message: 'id is a string or a number', field: 'id' }
  if (text === undefined) return { code: 'missing', message: 'text is missing', field: 'text' }
  if (typeof text !== 'string') return { code: 'wrong_type', message: 'text is a string', field: 'text' }
  if (text.length > longestText) return { code: 'too_long', message: `text has at most ${longestText} characters`, field: 'text' }
  if (speaker === undefined) return { code: 'missing', message: 'speaker is missing', field: 'speaker' }
  if (typeof speaker !== 'string' || !speakers.includes(speaker)) return { code: 'unknown_value', message: 'speaker is agent, bot or collector', field: 'speaker' }
  return facts === undefined ? undefined : faultOfFacts(facts)
}

const faultOfFacts = (facts: unknown): Fault | undefined => {
  if (!isObject(facts)) return { code: 'wrong_type', message: 'facts is an object', field: 'facts' }
  for (const part of ['case', 'product', 'customer']) {
    if (facts[part] !== undefined && !isObject(facts[part])) return { code: 'wrong_type', message: `facts.${part} is an object`, field: `facts.${part}` }
  }
  const { figures } = facts
  const isFigure = (figure: unknown): boolean => isObject(figure) && typeof figure['kind'] === 'string' && ['string', 'number'].includes(typeof figure['value'])
  if (figures !== undefined && !(Array.isArray(figures) && figures.every(isFigure))) {
    return { code: 'wrong_type', message: 'facts.figures is a list of {"kind","value"}', field: 'facts.figures' }
  }
  return undefined
}

const answerer = (laws: readonly RegulationRule[]): ((question: Question) => unknown) => {
  const lawById = new Map(laws.map((law) => [law.id, law]))
  // The limits of law are facts at hand for any text: an answer within 20 days, a record kept for 5 years.
  const lawful = laws.filter(({ confidence }) => confidence !== 'mem').flatMap(({ limit }) => figuresIn(limit).map(({ kind, value }) => ({ kind, value })))
  // Lines of a file seldom repeat: little is remembered.
  const reader = gateReader(learnedWeights, 20)
  return ({ id, text, speaker, facts }) => {
    const known = facts && { ...facts, figures: [...facts.figures ?? [], ...lawful] }
    const { verdict, findings } = judge(reader, text, speaker, known)
    return {
      id, verdict,
      findings: findings.map(({ rule, start, end, quote }) => {
        const judged = ruleOf(rule)
        return { rule, start, end, quote, basis: groundOf(lawsBehind(judged, speaker), lawById).basis, suggestion: judged.suggestion }
      }),
    }
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  const answer = answerer(releaseRules())
  let failed = 0
  let out = ''
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const question = parse(line)
    const error = faultOf(question)
    if (error) failed += 1
    out += `${JSON.stringify(error ? { id: isObject(question) ? question['id'] ?? null : null, error } : answer(question as Question))}\n`
    if (out.length > 60_000) {
      process.stdout.write(out)
      out = ''
    }
  }
  process.stdout.write(out)
  return failed === 0 ? 0 : 1
}
