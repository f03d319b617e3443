import type { Entry } from '@xinqiao/contract/conversations.ts'
import { getComposing } from '@xinqiao/contract/gate.ts'
import { gateReader } from '@xinqiao/core/compliance/check-message.ts'
import type { ReadyDisclosure } from '@xinqiao/core/compliance/disclosure-due.ts'
import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import { learnedWeights } from '@xinqiao/core/compliance/learned-weights.ts'
import type { KnownFigure } from '@xinqiao/core/compliance/message-rule.ts'
import { isReleasable, type Verdict } from '@xinqiao/core/conversations/gate.ts'
import { figuresSaid, type Outgoing, type OutgoingFacts, readOutgoing, resultOf } from '@xinqiao/core/conversations/judge-outgoing.ts'
import type { SaidOn } from '@xinqiao/core/conversations/times-said.ts'
import { isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { useEffect, useMemo } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useAsk } from '../../api/staff-session.ts'
import type { Draft } from './draft.ts'

/** The server's own judge in the composer: the same rules and facts, at every keystroke. The server judges again. */

type Composing = CallAnswer<typeof getComposing>
export type Disclosure = Composing['disclosures'][number]

export type Judging = {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly due: readonly Disclosure[]
  readonly releasable: boolean
  /** An approved sentence to stand in place of what a rule finds. */
  readonly wordingFor: (rule: string) => string | undefined
}

const reader = gateReader(learnedWeights)

const nothing: Judging = { verdict: 'pass', findings: [], due: [], releasable: false, wordingFor: () => undefined }

const said = new WeakMap<Entry, readonly KnownFigure[]>()
const unsaid: readonly KnownFigure[] = []

/** What the customer wrote may be said back to him. Each of his messages is read once. */
const saidIn = (entry: Entry, saidOn: SaidOn | undefined): readonly KnownFigure[] => {
  if (entry.kind !== 'message' || entry.author.kind !== 'customer') return unsaid
  const known = said.get(entry) ?? figuresSaid([entry.body.text], saidOn)
  said.set(entry, known)
  return known
}

/** As on the server: what he wrote within a day may still be answered. */
const answerable = 24 * 3_600_000

const isAnswering = (entries: readonly Entry[]): boolean =>
  entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'customer' && Date.now() - Date.parse(entry.at) < answerable)

const saidOnDay = ({ today, workingDays }: Composing['facts']): SaidOn | undefined => {
  const asOf = parseDay(today)
  const worked = new Set(workingDays)
  return asOf === undefined ? undefined : { asOf, isWorkingDay: (day) => worked.has(isoDay(day)) }
}

const groundsOf = ({ grounds }: Composing) => {
  const known = new Map(grounds.map(({ rule, speaker, basis, confidence }) => [`${rule} ${speaker}`, { basis, ...(confidence === undefined ? {} : { confidence }) }]))
  return (rule: string, speaker: string) => known.get(`${rule} ${speaker}`) ?? { basis: '' }
}

const judgeDraft = ({ text, figures, purpose }: Pick<Draft, 'text' | 'figures' | 'purpose'>, composing: Composing | undefined, facts: OutgoingFacts | undefined): Judging => {
  const outgoing: Outgoing = { text, speaker: 'agent', purpose, channel: 'web' }
  const carried = figures.map(({ kind, start, end }) => ({ kind, value: text.slice(start, end) }))
  const judged = readOutgoing(reader, outgoing).judgeBy(facts && { ...facts, also: [...facts.also ?? [], carried] })
  const { verdict, findings } = resultOf(outgoing, { ...judged, due: [] }, composing ? groundsOf(composing) : () => ({ basis: '' }), () => ({ basis: '' }))
  const wordings = new Map(composing?.wordings.map(({ rule, text: words }) => [rule, words]))
  return {
    verdict, findings, releasable: isReleasable({ findings }), wordingFor: (rule) => wordings.get(rule),
    due: composing?.disclosures.filter((disclosure) => judged.due.some((due) => due.text === disclosure.text && due.id === disclosure.id)) ?? [],
  }
}

export const useJudging = (conversationId: string, { text, figures, visibleTo, purpose }: Pick<Draft, 'text' | 'figures' | 'visibleTo' | 'purpose'>, entries: readonly Entry[], mayReply: boolean): Judging => {
  const { data: composing } = useAsk(getComposing, { params: { conversationId } }, { enabled: mayReply, staleTime: 60_000 })
  const facts = useMemo((): OutgoingFacts | undefined => {
    if (!composing) return undefined
    const saidOn = saidOnDay(composing.facts)
    return {
      ...composing.facts, ...(saidOn ? { saidOn } : {}), also: [entries.flatMap((entry) => saidIn(entry, saidOn))], answering: isAnswering(entries),
      disclosures: composing.disclosures as readonly ReadyDisclosure[],
    }
  }, [composing, entries])
  // The facts are read and the rules' expressions compiled before the first keystroke needs them, a text at a time.
  useEffect(() => {
    if (!composing || !facts) return undefined
    const texts = [...composing.wordings, ...composing.disclosures].flatMap((one) => [one.text, `${one.text}1 元`])
    let next = 0
    let waiting = setTimeout(function warm() {
      judgeDraft({ text: texts[next] ?? '', figures: [], purpose: 'service' }, composing, facts)
      next += 1
      if (next < texts.length) waiting = setTimeout(warm, 30)
    }, 30)
    return () => { clearTimeout(waiting) }
  }, [composing, facts])
  return useMemo(() => (text.trim() === '' || visibleTo === 'staff' ? nothing : judgeDraft({ text, figures, purpose }, composing, facts)), [text, figures, visibleTo, purpose, composing, facts])
}

/** Where the sentence stands that holds a finding, so that another may stand in its place; its mark at the end included. */
export const sentenceAround = (text: string, { start, end }: { readonly start: number; readonly end: number }): { readonly start: number; readonly end: number } => {
  const stop = /[。！？!?；;\n]/u
  let from = start
  while (from > 0 && !stop.test(text.charAt(from - 1))) from -= 1
  let to = Math.max(end, start + 1)
  while (to < text.length && !stop.test(text.charAt(to - 1))) to += 1
  return { start: from, end: to }
}

export type Mark = { readonly at: number; readonly text: string; readonly sourced: boolean; readonly found: 'warn' | 'block' | undefined }

type Span = { readonly start: number; readonly end: number }

const covers = ({ start, end }: Span, at: number): boolean => start <= at && at < end

/** The text cut wherever a sourced figure or a finding begins or ends. */
export const marksIn = (text: string, figures: readonly Span[], findings: readonly (Span & Pick<Finding, 'verdict'>)[]): readonly Mark[] => {
  const cuts = [...new Set([0, ...[...figures, ...findings].flatMap(({ start, end }) => [start, end])])].filter((cut) => cut >= 0 && cut < text.length).sort((one, other) => one - other)
  return cuts.map((at, index) => {
    const found = findings.filter((finding) => covers(finding, at))
    return {
      at, text: text.slice(at, cuts[index + 1] ?? text.length), sourced: figures.some((figure) => covers(figure, at)),
      found: found.some(({ verdict }) => verdict === 'block') ? 'block' as const : found.length > 0 ? 'warn' as const : undefined,
    }
  })
}
