import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parseDeskHours } from '../../src/compliance/desk-hours.ts'
import type { Times } from '../../src/compliance/deadline.ts'
import { parseRegulation, type RegulationRule } from '../../src/compliance/regulation.ts'
import { readCalendar } from '../../src/compliance/working-calendar.ts'
import { shanghai } from '../../src/primitives/instant.ts'
import type { Read } from '../../src/primitives/reading.ts'

export const contentFile = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../content/${path}`, import.meta.url), 'utf8'))

const valueOf = <T>(read: Read<T>): T => (read.ok ? read.value : expect.unreachable(JSON.stringify(read.problems)))

export const regulation: readonly RegulationRule[] = valueOf(parseRegulation(contentFile('regulation/regulation.json')))

export const policyOf = <Policy>(kind: string, parse: (value: unknown, rules: readonly RegulationRule[]) => Read<Policy>): Policy =>
  valueOf(parse(contentFile(`cases/${kind}.json`), regulation))

const hours = parseDeskHours(contentFile('desk/hours.json'), [shanghai])

export const times: Times = {
  calendar: readCalendar((contentFile('calendar/china-mainland.json') as { readonly officialYears: Parameters<typeof readCalendar>[0] }).officialYears),
  hours: (hours.ok ? hours.value : undefined) ?? expect.unreachable('content/desk/hours.json'),
}
