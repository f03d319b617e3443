import { dayAt } from '@xinqiao/core/cases/procedure.ts'
import type { FigureOf } from '@xinqiao/core/primitives/figure.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { kindOf } from './kinds.ts'
import { type CaseRecord, casesOfCustomer } from './store.ts'
import { caseOf } from './work-case.ts'
import { timesOf } from './world.ts'

/** A customer's cases in the words in which he is told of them. */

/** More than anybody has under way at once. */
const mostTold = 20

const loanOf = (data: unknown): string | undefined => (data as { readonly ask?: { readonly loanRef?: string } }).ask?.loanRef

const toldOf = async (context: Context, row: CaseRecord) => {
  const theCase = await caseOf(context, context.db, row)
  if (!theCase) return []
  const { procedure } = kindOf(row.kind)
  const { enteredAt, due, state, data } = theCase
  const times = await timesOf(context.db, kindOf(row.kind), row)
  const source = { from: 'record', what: 'case', ref: row.case_id } as const
  const since: FigureOf<'date'> = { kind: 'date', value: dayAt(enteredAt, times), source }
  const waitsFor = procedure.states[state]?.waitsFor
  const acting = waitsFor === 'customer' ? 'customer' as const : waitsFor === 'desk' || waitsFor === 'approver' ? 'us' as const : 'other' as const
  const loanRef = loanOf(data)
  return [{
    id: row.case_id, kind: row.kind, kindName: procedure.name.zh, stateName: procedure.states[state]?.name.zh ?? state, since, ...(loanRef === undefined ? {} : { loanRef }),
    ...(due ? { acts: { by: acting, due: { kind: 'date' as const, value: due.day, source }, provisional: due.provisional } } : {}),
  }]
}

/** Those of the kinds that he may be told of, the newest first. */
export const casesOfPerson = async (context: Context, customerId: string, kinds: readonly string[]) => {
  const rows = kinds.length === 0 ? [] : await casesOfCustomer(context.db, kinds, await recordsOf(context.db, customerId))
  return (await Promise.all(rows.slice(0, mostTold).map((row) => toldOf(context, row)))).flat()
}
