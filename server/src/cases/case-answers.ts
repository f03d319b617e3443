import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import type { getCase } from '@xinqiao/contract/cases.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { recordsOf } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { type Call, languageOf, staffOf } from '../platform/http.ts'
import type { AnyKind } from './kind.ts'
import { kindOf } from './kinds.ts'
import { detailFor, myCaseFor, type OwnActor, shownOf } from './show-case.ts'
import { type CaseRecord, findCase } from './store.ts'

/** A case as an answer: to the desk, to whose it is, to who is asked for his consent. */

type Request = Parameters<typeof languageOf>[0]

/** A whole case as the desk sees it; the reading is recorded. */
export const atDesk = async (context: Context, call: Pick<Call<typeof getCase>, 'caller' | 'request'>, row: CaseRecord | undefined) => {
  const caller = staffOf(call)
  const shown = row && (await shownOf(context, row, languageOf(call.request)))
  if (!shown) return refuse('not-found')
  await recordView(context, { staffId: caller.staffId, customers: [row.customer_id], what: 'case' })
  return { case: await detailFor(context, caller, shown) }
}

export const mayUse = (kind: AnyKind, { level }: CustomerCaller): boolean => atLeast(level, kind.customerLevel)

export type OwnCase = { readonly row: CaseRecord; readonly by: OwnActor }

/** In whose place this person sees a case: the customer's own, a guarantor's, or in nobody's. */
export const placeIn = async (context: Context, { customerId, level }: CustomerCaller, row: CaseRecord): Promise<OwnActor | undefined> => {
  const records = await recordsOf(context.db, customerId)
  if (records.includes(row.customer_id)) return { party: 'customer', personId: row.customer_id }
  const kind = kindOf(row.kind)
  if (!kind.guarantors || !atLeast(level, 'verified')) return undefined
  const shown = await shownOf(context, row, 'zh')
  const personId = shown && kind.guarantors(shown.theCase.data, shown.world).find((id) => records.includes(id))
  return personId === undefined ? undefined : { party: 'guarantor', personId }
}

/** A case that this person may see, once he has proven what its kind asks for. */
export const ownCase = async (context: Context, caller: CustomerCaller, caseId: string): Promise<OwnCase | Refusal<RefusalCode>> => {
  const row = await findCase(context.db, caseId)
  const by = row && (await placeIn(context, caller, row))
  if (!row || !by) return refuse('not-found')
  const kind = kindOf(row.kind)
  return mayUse(kind, caller) ? { row, by } : refuse('identity-level-too-low', { level: kind.customerLevel })
}

export const ofCustomer = async (context: Context, request: Request, { row, by }: OwnCase) => {
  const shown = await shownOf(context, row, languageOf(request))
  return shown ? { case: await myCaseFor(context, shown, by) } : refuse('not-found')
}
