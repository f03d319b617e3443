import { yuan } from '@xinqiao/contract/loans.ts'
import { type CaseAtHand, standingOf } from '@xinqiao/core/cases/at-hand.ts'
import { dayAt, runningDues } from '@xinqiao/core/cases/procedure.ts'
import type { KnownFigure } from '@xinqiao/core/compliance/message-rule.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { kindOf } from './kinds.ts'
import { type CaseRecord, newestCases, versionOfCases } from './store.ts'
import { caseOf } from './work-case.ts'
import { timesOf } from './world.ts'

/** What the gate may ask of a customer's cases: what is recorded and granted, and the days and sums that they name. */

/** What was longer ago is told from the case itself. */
const mostAtHand = 20

/** Every day and sum, however deep it lies. */
const figuresWithin = (value: unknown): readonly KnownFigure[] => {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(figuresWithin)
  if (typeof value !== 'string') return []
  if (yuan.safeParse(value).success) return [{ kind: 'amount', value }]
  return parseDay(value) === undefined ? [] : [{ kind: 'date', value }]
}

const atHand = async (context: Context, row: CaseRecord): Promise<readonly CaseAtHand[]> => {
  const theCase = await caseOf(context, context.db, row)
  if (!theCase) return []
  const kind = kindOf(row.kind)
  const world = await timesOf(context.db, kind, row)
  const { procedure } = kind
  return [{
    id: theCase.id, kind: procedure.kind, standing: standingOf(procedure.states, theCase.state), openedOn: dayAt(theCase.openedAt, world),
    dues: runningDues(procedure, theCase, world), figures: figuresWithin(kind.mine.parse(kind.toWire(theCase.data))),
  }]
}

export const casesAtHand = async (context: Context, customerId: string): Promise<readonly CaseAtHand[]> => {
  const rows = await newestCases(context.db, await recordsOf(context.db, customerId), mostAtHand)
  return (await Promise.all(rows.map((row) => atHand(context, row)))).flat()
}

/** Changes with every case that is opened or moved. */
export const casesVersion = (reader: Reader, customerId: string): Promise<string> => versionOfCases(reader, customerId)
