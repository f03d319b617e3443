import type { Fen } from '../primitives/money.ts'
import {
  type Bilingual, close, finish, has, idForm, note, noteDuplicates, open, type Problem, type Read, readText, type Source,
  takeBilingual, takeBoolean, takeChoice, takeDay, takeList, takeNumber, takeObject, takeText, takeYuan,
} from '../primitives/reading.ts'
import type { Day } from '../primitives/day.ts'
import type { AssignPolicy } from './assign.ts'
import { type Grade, grades } from './grade.ts'
import { type Condition, type NeedRow, ordinaryEffort } from './need.ts'

/** Reads `content/desk/routing.json`: skills, what each matter needs, how much each grade can carry, and the times of waiting. */

export type Skill = { readonly id: string; readonly name: Bilingual }

export type NamedRow = NeedRow & { readonly name: Bilingual }

export type RoutingPolicy = AssignPolicy & {
  readonly version: number
  readonly validFrom: Day
  /** Conversations are given out; otherwise they wait to be taken by hand. */
  readonly givesOut: boolean
  readonly skills: readonly Skill[]
  readonly rows: readonly NamedRow[]
  /** In units of effort. */
  readonly capacity: Readonly<Record<Grade, number>>
  /** Minutes for each unit of effort, until the desk's own history says better. */
  readonly minutesPerEffort: number
  /** Seconds without a sign of life after which a person is taken to be gone and his conversations go back. */
  readonly lostAfter: number
}

const longestMinutes = 240
const mostEffort = 12

const takeWords = (source: Source, key: string): readonly string[] | undefined => (has(source, key) ? takeList(source, key, readText) : undefined)

const readCondition = (source: Source): Condition => {
  const intents = takeWords(source, 'intents')
  const moods = takeWords(source, 'moods')
  const cases = takeWords(source, 'cases')
  const languages = takeWords(source, 'languages')
  const amountFrom: Fen | undefined = has(source, 'amountFrom') ? takeYuan(source, 'amountFrom') : undefined
  const crisis = has(source, 'crisis') && takeBoolean(source, 'crisis')
  return {
    ...(intents && { intents }), ...(moods && { moods }), ...(cases && { cases }), ...(languages && { languages }),
    ...(amountFrom !== undefined && { amountFrom }), ...(crisis && { crisis: true as const }),
  }
}

const readRow = (value: unknown, at: string, problems: Problem[]): NamedRow => {
  const source = open(value, at, problems)
  const row: NamedRow = {
    id: takeText(source, 'id', 40, idForm),
    name: takeBilingual(source, 'name', 60),
    when: takeObject(source, 'when', readCondition),
    skills: takeWords(source, 'skills') ?? [],
    grade: has(source, 'grade') ? takeChoice(source, 'grade', grades) : grades[0],
    effort: has(source, 'effort') ? takeNumber(source, 'effort', 0, mostEffort) : 0,
    hard: has(source, 'hard') && takeBoolean(source, 'hard'),
    headStart: has(source, 'headStart') ? takeNumber(source, 'headStart', 0, longestMinutes) : 0,
  }
  if (Object.keys(row.when).length === 0) note(source, 'when', 'empty')
  close(source)
  return row
}

const readSkill = (value: unknown, at: string, problems: Problem[]): Skill => {
  const source = open(value, at, problems)
  const skill = { id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 40) }
  close(source)
  return skill
}

const takeCapacity = (source: Source): Readonly<Record<Grade, number>> => takeObject(source, 'capacity', (inner) => ({
  junior: takeNumber(inner, 'junior', ordinaryEffort, 200), senior: takeNumber(inner, 'senior', ordinaryEffort, 200),
  supervisor: takeNumber(inner, 'supervisor', ordinaryEffort, 200),
}))

export const parseRoutingPolicy = (value: unknown): Read<RoutingPolicy> => {
  const source = open(value, '', [])
  const policy: RoutingPolicy = {
    version: takeNumber(source, 'version', 1, 10_000),
    validFrom: takeDay(source, 'validFrom'),
    givesOut: takeBoolean(source, 'givesOut'),
    skills: takeList(source, 'skills', readSkill),
    rows: takeList(source, 'rows', readRow),
    capacity: takeCapacity(source),
    minutesPerEffort: takeNumber(source, 'minutesPerEffort', 1, 60),
    holdForKnown: takeNumber(source, 'holdForKnown', 0, longestMinutes),
    restAfterHard: takeNumber(source, 'restAfterHard', 0, longestMinutes),
    patience: takeNumber(source, 'patience', 1, longestMinutes),
    lostAfter: takeNumber(source, 'lostAfter', 20, 600),
  }
  noteDuplicates(source, 'skills', policy.skills.map(({ id }) => id))
  noteDuplicates(source, 'rows', policy.rows.map(({ id }) => id))
  for (const skill of policy.rows.flatMap(({ skills }) => skills)) {
    if (!policy.skills.some(({ id }) => id === skill)) note(source, 'rows', 'not-a-choice', skill)
  }
  return finish(source, policy)
}
