import type { Fen } from '../primitives/money.ts'
import { grades, type Grade, higherGrade } from './grade.ts'

/**
 * What a conversation asks of whoever takes it: skills, a grade, effort. It follows from what is known when the customer
 * begins to wait, by the rows of `content/desk/routing.json`; each row that applies adds its part.
 */

/** What is known of a conversation that waits for a person. */
export type Matter = {
  readonly intent: string | undefined
  readonly mood: string
  /** Signals of self-harm, violence or legal action. */
  readonly crisis: boolean
  /** What the matter is about at most; absent where no sum was named and none is on record. */
  readonly amount: Fen | undefined
  /** Kinds of the customer's open cases. */
  readonly cases: readonly string[]
  readonly language: string
}

/** All that is named must hold; of the values of one field any. */
export type Condition = {
  readonly intents?: readonly string[]
  readonly moods?: readonly string[]
  readonly cases?: readonly string[]
  readonly languages?: readonly string[]
  readonly amountFrom?: Fen
  readonly crisis?: true
}

export type NeedRow = {
  readonly id: string
  readonly when: Condition
  readonly skills: readonly string[]
  readonly grade: Grade
  /** Added to the effort of an ordinary conversation. */
  readonly effort: number
  /** Hard to bear: whoever had one gets an easier one next, or rests. */
  readonly hard: boolean
  /** How many minutes sooner the customer is taken to have come. */
  readonly headStart: number
}

export type Need = {
  readonly skills: readonly string[]
  readonly grade: Grade
  /** Weight against a person's capacity; a whole number of at least 1. */
  readonly effort: number
  readonly hard: boolean
  /** Minutes; never more than the largest of any row, which therefore bounds how long another can be kept waiting by it. */
  readonly headStart: number
  /** The rows that applied, in their order: why it asks what it asks. */
  readonly because: readonly string[]
}

export const ordinaryEffort = 2

const holds = (condition: Condition, matter: Matter): boolean => {
  const { intents, moods, cases, languages, amountFrom, crisis } = condition
  if (intents && !intents.some((intent) => intent === matter.intent)) return false
  if (moods && !moods.includes(matter.mood)) return false
  if (cases && !cases.some((kind) => matter.cases.includes(kind))) return false
  if (languages && !languages.includes(matter.language)) return false
  if (amountFrom !== undefined && (matter.amount === undefined || matter.amount < amountFrom)) return false
  return crisis === undefined || matter.crisis
}

export const needOf = (matter: Matter, rows: readonly NeedRow[]): Need => {
  const applying = rows.filter(({ when }) => holds(when, matter))
  return {
    skills: [...new Set(applying.flatMap(({ skills }) => skills))].sort(),
    grade: applying.reduce<Grade>((highest, { grade }) => higherGrade(highest, grade), grades[0]),
    effort: applying.reduce((sum, { effort }) => sum + effort, ordinaryEffort),
    hard: applying.some(({ hard }) => hard),
    headStart: applying.reduce((largest, { headStart }) => Math.max(largest, headStart), 0),
    because: applying.map(({ id }) => id),
  }
}
