import type { Actor } from '@xinqiao/core/cases/case.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { AnyCommand } from './kind.ts'
import { kindOf } from './kinds.ts'
import { findCase, linkedCases } from './store.ts'
import { caseOf, moveCase } from './work-case.ts'

const by: Actor = { party: 'linked-case' }

/** What was waited for has gone on meanwhile, or asked anew: then its word counts for nothing any more. */
const goneOn: ReadonlySet<string> = new Set(['case-not-in-state', 'case-ended', 'special-approval-open', 'not-found'])

const tell = async (context: Context, caseId: string, command: AnyCommand): Promise<void> => {
  const moved = await moveCase(context, caseId, command)
  if (isRefusal(moved) && !goneOn.has(moved.refused)) throw new Error(`a case could not be told how another ended: ${moved.refused}`)
}

/** A case has ended: the one that waits for it hears how, and those that it waited for are no longer needed. Safe to repeat. */
export const reportEnd = async (context: Context, caseId: string): Promise<void> => {
  const row = await findCase(context.db, caseId)
  if (!row || row.due_at !== null) return
  const key = `${caseId} ended`
  const { reportOf } = kindOf(row.kind)
  const theCase = await caseOf(context, context.db, row)
  if (row.from_case !== null && reportOf && theCase) {
    const { move, input } = reportOf(theCase)
    await tell(context, row.from_case, { do: move, key, by, input })
  }
  for (const linked of await linkedCases(context.db, caseId)) {
    if (linked.due_at !== null) await tell(context, linked.case_id, { do: 'withdraw', key, by, input: {} })
  }
}
