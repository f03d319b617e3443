import { reckonAgain } from '@xinqiao/core/cases/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Context } from '../platform/context.ts'
import { scheduleAlerts } from './alerts.ts'
import { kindOf } from './kinds.ts'
import { insertStep, lockCase, openCaseIds, updateDue } from './store.ts'
import { caseOf } from './work-case.ts'
import { worldOfCase } from './world.ts'

/** Due days are reckoned again when a year's holidays are announced: what was 暂定 becomes final, and the record says so. */

const reckonOne = (context: Context, caseId: string, key: string): Promise<boolean> =>
  context.db.transaction().execute(async (tx) => {
    const row = await lockCase(tx, caseId)
    const theCase = row && (await caseOf(context, tx, row))
    if (!row || !theCase?.due) return false
    const kind = kindOf(row.kind)
    const { due } = reckonAgain(kind.procedure, theCase, await worldOfCase(context, tx, kind, row))
    if (!due || (due.at === theCase.due.at && due.provisional === theCase.due.provisional)) return false
    const at = context.clock.now()
    const version = row.version + 1
    await updateDue(tx, caseId, version, due)
    await insertStep(tx, { caseId, version, key, move: 'reckon-again', from: row.state, to: row.state, party: 'clock', staff: undefined, at })
    await scheduleAlerts(context, tx, { ...theCase, due })
    await context.outbox.emit(tx, {
      kind: 'cases.due-reckoned', at,
      payload: { caseId, version, before: isoDay(theCase.due.day), after: isoDay(due.day), provisional: due.provisional },
    })
    return true
  })

/** How many due days have changed. Done again it changes nothing. */
export const reckonAllAgain = async (context: Context, announcement: string): Promise<number> => {
  let changed = 0
  for (const caseId of await openCaseIds(context.db)) if (await reckonOne(context, caseId, `calendar ${announcement}`)) changed += 1
  return changed
}
