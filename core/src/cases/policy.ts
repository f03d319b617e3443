import type { Span, TimeLimit } from '../compliance/deadline.ts'
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import type { RegulationRule } from '../compliance/regulation.ts'
import {
  type Bilingual, close, finish, has, note, open, type Problem, type Read, readText, type Source, takeBilingual, takeList, takeNumber, takeObject, takeText,
} from '../primitives/reading.ts'
import type { Policy } from './case.ts'

/**
 * Reads `content/cases/KIND.json`: who may, how long, what is needed, as data with a version and a first day. A time that law
 * sets names its rule and takes source and confidence from there; one of the lender's own stands as 机构规定.
 */

export type CasePolicy<Own> = Policy & Governance & {
  /** Of the kind of case. */
  readonly id: string
  readonly name: Bilingual
  /** What only this kind has. */
  readonly own: Own
}

const longestDays = 400
const longestMinutes = 100_000

const readSpan = (source: Source): Span => {
  if (has(source, 'calendarDays')) return { calendarDays: takeNumber(source, 'calendarDays', 0, longestDays) }
  if (has(source, 'workingDays')) return { workingDays: takeNumber(source, 'workingDays', 0, longestDays) }
  return { deskMinutes: takeNumber(source, 'deskMinutes', 1, longestMinutes) }
}

const readLimit = (value: unknown, at: string, problems: Problem[], rules: readonly RegulationRule[]): readonly [string, TimeLimit] => {
  const source = open(value, at, problems)
  const name = takeText(source, 'name', 60)
  const span = readSpan(source)
  if (!has(source, 'rule')) {
    close(source)
    return [name, { span, source: '机构规定', confidence: 'seen' }]
  }
  const id = takeText(source, 'rule', 40)
  const rule = rules.find((each) => each.id === id)
  if (!rule) note(source, 'rule', 'not-a-choice', id)
  close(source)
  return [name, { span, rule: id, source: rule?.source ?? '', confidence: rule?.confidence ?? 'mem' }]
}

export const parseCasePolicy = <Own>(value: unknown, rules: readonly RegulationRule[], readOwn: (source: Source) => Own): Read<CasePolicy<Own>> => {
  const source = open(value, '', [])
  const policy: CasePolicy<Own> = {
    id: takeText(source, 'id', 40),
    name: takeBilingual(source, 'name', 30),
    ...takeGovernance(source),
    limits: Object.fromEntries(takeList(source, 'limits', (item, at, problems) => readLimit(item, at, problems, rules))),
    pauseGrounds: takeList(source, 'pauseGrounds', readText, 0),
    own: takeObject(source, 'own', readOwn),
  }
  return finish(source, policy)
}
