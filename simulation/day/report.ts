import { parseDeskHours } from '../../core/src/compliance/desk-hours.ts'
import { type OfficialYear, readCalendar } from '../../core/src/compliance/working-calendar.ts'
import { dayOf } from '../../core/src/primitives/day.ts'
import { instantAt, shanghai } from '../../core/src/primitives/instant.ts'
import { parseRoutingPolicy } from '../../core/src/routing/routing-policy.ts'
import { contentJson, readContent } from '../../server/src/platform/content.ts'
import type { DayFigures, DaySettings } from './desk-day.ts'

/** A Tuesday of the demo lender: its hours, its calendar, its rules of routing. */
export const daySettings = (customers: number, agents: number, seed: number): DaySettings => {
  const hours = readContent('desk/hours.json', (value) => parseDeskHours(value, [shanghai]))
  if (!hours) throw new Error('content/desk/hours.json names no hours')
  const { officialYears } = contentJson('calendar/china-mainland.json') as { readonly officialYears: readonly OfficialYear[] }
  return {
    customers, agents, seed, hours, midnight: instantAt(dayOf(2026, 11, 24), 0, shanghai), calendar: readCalendar(officialYears),
    policy: readContent('desk/routing.json', parseRoutingPolicy),
  }
}

const at = (values: readonly number[], share: number): string => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted.length === 0 ? '–' : (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)

/** The day on one page, the standard figures by the field's names. */
export const page = (figures: DayFigures): string => {
  const { waits, handling, toldWrongBy, perAgent } = figures
  const [served, hard] = [perAgent.map((one) => one.served), perAgent.map((one) => one.hard)]
  const promised = figures.kept + figures.late
  const lines: readonly (readonly [string, string])[] = [
    ['answered by the machine alone', String(figures.byMachine)],
    ['asked for a person', `${figures.wanted}, ${figures.afterHours} of them before the desk opened`],
    ['接通率 served of those who asked', share(figures.served, figures.wanted)],
    ['gave up waiting', String(figures.gaveUp)],
    ['首次响应 minutes until a person: half, nine of ten, longest', [0.5, 0.9, 1].map((one) => at(waits, one)).join(' · ')],
    ['told wait off by minutes: half, nine of ten', [0.5, 0.9].map((one) => at(toldWrongBy, one)).join(' · ')],
    ['平均处理时长 minutes with a person: half, nine of ten', [0.5, 0.9].map((one) => at(handling, one)).join(' · ')],
    ['talks an agent: least, half, most', [0, 0.5, 1].map((one) => at(served, one)).join(' · ')],
    ['hard talks an agent: least, half, most', [0, 0.5, 1].map((one) => at(hard, one)).join(' · ')],
    ['按时率 promises kept in time', `${share(figures.kept, promised)} of ${promised}, ${figures.reminded} reminded of`],
    ['came back with their place when an agent was lost', String(figures.returned)],
    ['abusive talks', String(figures.abuse)],
    ['messages stored, repeats that changed nothing', `${figures.messages} · ${figures.repeats}`],
    ['decisions of routing', String(figures.decisions)],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
