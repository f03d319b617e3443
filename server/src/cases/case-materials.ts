import { decideMaterial, giveMaterial as giveOperation, giveMyMaterial } from '@xinqiao/contract/case-materials.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Actor } from '@xinqiao/core/cases/case.ts'
import type { MaterialNeeds } from '@xinqiao/core/cases/material-needs.ts'
import { whyNot } from '@xinqiao/core/cases/procedure.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { decideOnMaterial, giveMaterial, type Giving } from '../materials/materials.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { atDesk, ofCustomer, ownCase } from './case-answers.ts'
import { kindOf } from './kinds.ts'
import { staffActor } from './show-case.ts'
import { type CaseRecord, findCase } from './store.ts'
import { caseOf, moveCase } from './work-case.ts'

/** Materials of a case: given, then counted by the case's own move; decided on, then counted again. */

const supplyOf = ({ kind, state }: CaseRecord) => {
  const found = Object.entries(kindOf(kind).procedure.moves).find(([, { byMaterial, from }]) => byMaterial === true && from.includes(state))
  return found && { name: found[0], move: found[1] }
}

/** Why nothing may be given now, or not this. */
const whyNotGive = async (context: Context, row: CaseRecord, kind: string, by: Actor): Promise<Refusal<RefusalCode> | undefined> => {
  const theCase = await caseOf(context, context.db, row)
  if (!theCase) return refuse('not-found')
  const supply = supplyOf(row)
  if (!supply) return theCase.due === undefined ? refuse('case-ended') : refuse('case-not-in-state', { state: kindOf(row.kind).procedure.states[row.state]?.name.zh ?? row.state })
  return whyNot(theCase, by, supply.move) ?? ((theCase.data as MaterialNeeds).needed.includes(kind) ? undefined : refuse('approval-material-unknown', { material: kind }, 'body.kind'))
}

/** What was given counts from now on; where nothing changed by it, such as by a second copy, that is well too. */
export const countMaterials = async (context: Context, caseId: string, by: Actor, key: string): Promise<Refusal<RefusalCode> | undefined> => {
  const row = await findCase(context.db, caseId)
  const supply = row && supplyOf(row)
  if (!supply) return undefined
  const moved = await moveCase(context, caseId, { do: supply.name, key, by, input: {} })
  return isRefusal(moved) && moved.refused !== 'material-not-given' && moved.refused !== 'case-not-in-state' ? moved : undefined
}

const give = async (context: Context, row: CaseRecord, by: Actor, giving: Omit<Giving, 'customerId' | 'caseId'>): Promise<CaseRecord | Refusal<RefusalCode>> => {
  const refusal = await whyNotGive(context, row, giving.kind, by)
    ?? await giveMaterial(context, { ...giving, customerId: row.customer_id, caseId: row.case_id })
    ?? await countMaterials(context, row.case_id, by, `material ${giving.id}`)
  return refusal ?? (await findCase(context.db, row.case_id)) ?? refuse('not-found')
}

export const materialRoutes: Routes<Context> = (api, context) => {
  implement(api, giveMyMaterial, async (call) => {
    const own = await ownCase(context, customerOf(call), call.params.caseId)
    if (isRefusal(own)) return own as Refusal<RefusalCode>
    const given = await give(context, own.row, own.by, call.body)
    return isRefusal(given) ? given : await ofCustomer(context, call.request, { row: given, by: own.by })
  })

  implement(api, giveOperation, async (call) => {
    const caller = staffOf(call)
    const row = await findCase(context.db, call.params.caseId)
    if (!row) return refuse('not-found')
    const { note, ...giving } = call.body
    const given = await give(context, row, staffActor(caller), { ...giving, staffId: caller.staffId, ...(note === undefined ? {} : { note }) })
    return isRefusal(given) ? given : await atDesk(context, call, given)
  })

  implement(api, decideMaterial, async (call) => {
    const { caseId, materialId } = call.params
    const { decision, reason, validUntil } = call.body
    const [caller, row] = [staffOf(call), await findCase(context.db, caseId)]
    const theCase = row && (await caseOf(context, context.db, row))
    if (!row || !theCase) return refuse('not-found')
    if (theCase.due === undefined) return refuse('case-ended')
    if (theCase.barred.includes(caller.staffId)) return refuse('case-barred')
    if (decision === 'refuse' && (reason ?? '').trim() === '') return refuse('case-text-missing', {}, 'body.reason')
    const refusal = await decideOnMaterial(context, { materialId, caseId, staffId: caller.staffId, decision, reason, validUntil })
      ?? await countMaterials(context, caseId, staffActor(caller), `decided ${materialId} ${decision}`)
    return refusal ?? await atDesk(context, call, await findCase(context.db, caseId))
  })
}
