/** What was said of a labelled question beside what is right of it. Pure; used by the run and by its tests. */
import type { Understanding } from '../../core/src/understanding/understanding.ts'

export type LabelledEntity = { readonly type: string; readonly text: string; readonly value: number | string; readonly unit?: string }

export type Question = {
  readonly id: string
  readonly text: string
  readonly intent: string
  readonly also: readonly string[]
  readonly entities: readonly LabelledEntity[]
  readonly mood: string
}

export type Answered = { readonly question: Question; readonly answer: Understanding }

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)

export const isRight = ({ question, answer }: Answered): boolean => answer.intent === question.intent || question.also.includes(answer.intent)

const isAmongThree = ({ question, answer }: Answered): boolean =>
  [answer.intent, ...answer.alternatives.slice(0, 2).map(({ intent }) => intent)].some((intent) => intent === question.intent || question.also.includes(intent))

export type Rates = { readonly precision: number; readonly recall: number; readonly f1: number; readonly found: number; readonly expected: number }

const rates = (hits: number, found: number, expected: number): Rates => ({
  precision: share(hits, found), recall: share(hits, expected), f1: share(2 * hits, found + expected), found, expected,
})

export type IntentScore = {
  readonly questions: number
  readonly right: number
  readonly labelAlone: number
  readonly amongThree: number
  readonly outOfScope: Rates
  readonly atThreshold: { readonly threshold: number; readonly covered: number; readonly right: number }
}

export const scoreIntents = (answered: readonly Answered[], threshold: number): IntentScore => {
  const sure = answered.filter(({ answer }) => answer.confidence >= threshold)
  const outside = answered.filter(({ answer }) => answer.intent === 'out-of-scope')
  const count = (test: (one: Answered) => boolean): number => answered.filter(test).length
  return {
    questions: answered.length,
    right: share(count(isRight), answered.length),
    labelAlone: share(count(({ question, answer }) => answer.intent === question.intent), answered.length),
    amongThree: share(count(isAmongThree), answered.length),
    outOfScope: rates(outside.filter(isRight).length, outside.length, count(({ question }) => question.intent === 'out-of-scope')),
    atThreshold: { threshold, covered: share(sure.length, answered.length), right: share(sure.filter(isRight).length, sure.length) },
  }
}

const keyOf = ({ type, text, value, unit }: LabelledEntity): string => `${type} ${text} ${String(value)} ${unit ?? ''}`

/** A hit is an entity of the same type with the same words, value and unit. `all` and each type. */
export const scoreEntities = (answered: readonly Answered[]): Record<string, Rates> => {
  const counts = new Map<string, { hits: number; found: number; expected: number }>()
  const of = (type: string): { hits: number; found: number; expected: number } => {
    const count = counts.get(type) ?? { hits: 0, found: 0, expected: 0 }
    counts.set(type, count)
    return count
  }
  for (const { question, answer } of answered) {
    const left = question.entities.map(keyOf)
    for (const { type } of question.entities) for (const name of ['all', type]) of(name).expected++
    for (const entity of answer.entities) {
      const at = left.indexOf(keyOf(entity))
      if (at >= 0) left.splice(at, 1)
      for (const name of ['all', entity.type]) {
        of(name).found++
        if (at >= 0) of(name).hits++
      }
    }
  }
  return Object.fromEntries([...counts].sort().map(([name, { hits, found, expected }]) => [name, rates(hits, found, expected)]))
}

export const scoreMoods = (answered: readonly Answered[]): { readonly macroF1: number; readonly moods: Record<string, Rates> } => {
  const names = ['calm', 'anxious', 'angry']
  const moods = Object.fromEntries(names.map((mood) => {
    const found = answered.filter(({ answer }) => answer.mood === mood)
    return [mood, rates(found.filter(({ question }) => question.mood === mood).length, found.length, answered.filter(({ question }) => question.mood === mood).length)]
  }))
  return { macroF1: share(names.reduce((sum, mood) => sum + (moods[mood]?.f1 ?? 0), 0), names.length), moods }
}

export type Interval = { readonly low: number; readonly high: number }

/** A percentile interval of 95% by drawing the questions again, with a fixed seed. */
export const bootstrap = <T>(values: readonly T[], statistic: (drawn: readonly T[]) => number, draw: (below: number) => number, rounds = 2000): Interval => {
  const found = Array.from({ length: rounds }, () => statistic(values.map((value) => values[draw(values.length)] ?? value))).sort((a, b) => a - b)
  return { low: share(found[Math.floor(rounds * 0.025)] ?? 0, 1), high: share(found[Math.floor(rounds * 0.975)] ?? 0, 1) }
}

export const shareOf = (values: readonly boolean[]): number => values.filter(Boolean).length / Math.max(1, values.length)
