import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import {
  getComplaint, listCases as listOperation, listMyComplaints, moveComplaint, moveMyComplaint, openComplaint, openMyComplaint, takeCase as takeOperation,
} from '@xinqiao/contract/cases.ts'
import { exportCase as exportOperation } from '@xinqiao/contract/export.ts'
import { copyMyData } from '@xinqiao/contract/data-rights.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Actor, StaffActor } from '@xinqiao/core/cases/case.ts'
import { allRightsOf } from '@xinqiao/core/people/rights.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { nameShown, readCustomer, readCustomers, recordsOf } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { copyOfData } from './copy-data.ts'
import { exportCase } from './export-case.ts'
import type { AnyCommand, AnyKind } from './kind.ts'
import { kindOf } from './kinds.ts'
import { type CaseRecord, casesOfCustomer, countCases, findCase, listCases, stepsOf } from './store.ts'
import { headOf, movesFor, rowOf, type Shown, stepsToWire } from './wire.ts'
import { caseOf, moveCase, openCase, takeCase } from './work-case.ts'

const staffActor = ({ staffId, name, roles }: StaffCaller): StaffActor => ({
  // Who may approve acts as an approver where the procedure asks for one; what counts is the right.
  party: 'desk', staffId, name, rights: allRightsOf(roles),
})

const customerActor = ({ customerId }: CustomerCaller): Actor => ({ party: 'customer', personId: customerId })

const shownOf = async (context: Context, row: CaseRecord, language: Language): Promise<Shown | undefined> => {
  const kind = kindOf(row.kind)
  const theCase = await caseOf(context, context.db, row)
  if (!theCase) return undefined
  const world = await kind.worldOf(context, context.db, { customerId: row.customer_id, policyVersion: row.policy_version })
  return { kind, theCase, version: row.version, world, now: context.clock.now(), language }
}

const nameOf = async (context: Context, caller: StaffCaller, customerId: string): Promise<string> => {
  const customer = await readCustomer(context, context.db, customerId)
  return customer ? nameShown(customer, sightOf(caller.roles)) : ''
}

/** A whole case as the desk sees it; the reading is recorded. */
const atDesk = async (context: Context, caller: StaffCaller, row: CaseRecord | undefined, language: Language) => {
  const shown = row && (await shownOf(context, row, language))
  if (!shown) return refuse('not-found')
  await recordView(context, { staffId: caller.staffId, customers: [row.customer_id], what: 'case' })
  return {
    case: {
      ...rowOf(shown, await nameOf(context, caller, row.customer_id)),
      data: shown.kind.toWire(shown.theCase.data) as never,
      steps: stepsToWire(await stepsOf(context.db, row.case_id), shown.kind, language),
      moves: movesFor(shown, staffActor(caller)),
    },
  }
}

const shownToCustomer = (shown: Shown, caller: CustomerCaller) =>
  ({ ...headOf(shown), data: shown.kind.toWire(shown.theCase.data) as never, moves: movesFor(shown, customerActor(caller)) })

const ofCustomer = async (context: Context, caller: CustomerCaller, row: CaseRecord | undefined, language: Language) => {
  const shown = row && (await shownOf(context, row, language))
  return shown ? { case: shownToCustomer(shown, caller) } : refuse('not-found')
}

const caseOfKind = async (context: Context, kind: string, caseId: string): Promise<CaseRecord | undefined> => {
  const row = await findCase(context.db, caseId)
  return row?.kind === kind ? row : undefined
}

const commandOf = (kind: AnyKind, { key, move, input }: { readonly key: string; readonly move: string; readonly input: unknown }, by: Actor): AnyCommand | Refusal<RefusalCode> => {
  const shape = kind.inputs[move]
  if (!shape) return refuse('invalid-request', { field: 'body.move', problem: 'unknown' }, 'body.move')
  const read = shape.safeParse(input)
  if (read.success) return { do: move, key, by, input: read.data }
  const [issue] = read.error.issues
  const field = ['body.input', ...(issue?.path ?? []).map(String)].join('.')
  return refuse('invalid-request', { field, problem: issue?.code ?? 'invalid' }, field)
}

const doMove = async (context: Context, row: CaseRecord, body: Parameters<typeof commandOf>[1], by: Actor): Promise<CaseRecord | Refusal<RefusalCode>> => {
  const command = commandOf(kindOf(row.kind), body, by)
  if (isRefusal(command)) return command
  const worked = await moveCase(context, row.case_id, command)
  if (isRefusal(worked)) return worked
  return (await findCase(context.db, row.case_id)) ?? refuse('not-found')
}

const deskRoutes: Routes<Context> = (api, context) => {
  implement(api, listOperation, async (call) => {
    const caller = staffOf(call)
    const { view, customerId, limit } = call.query
    const queues = allRightsOf(caller.roles)
    const rows = await listCases(context.db, { view, staffId: caller.staffId, queues, customerId, limit })
    const customers = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
    const language = languageOf(call.request)
    const shown = await Promise.all(rows.map(async (row) => {
      const one = await shownOf(context, row, language)
      const customer = customers.get(row.customer_id)
      return one ? [rowOf(one, customer ? nameShown(customer, sightOf(caller.roles)) : '')] : []
    }))
    return { rows: shown.flat(), counts: await countCases(context.db, caller.staffId, queues, context.clock.now()) }
  })

  implement(api, exportOperation, async (call) => {
    const language = languageOf(call.request)
    const row = await findCase(context.db, call.params.caseId)
    const shown = row && (await shownOf(context, row, language))
    const customer = row && (await readCustomer(context, context.db, row.customer_id))
    if (!row || !shown || !customer) return refuse('not-found')
    const steps = stepsToWire(await stepsOf(context.db, row.case_id), shown.kind, language)
    return await exportCase(context, staffOf(call), { shown, steps, customer }, call.body)
  })

  implement(api, takeOperation, async (call) => {
    const caller = staffOf(call)
    const taken = await takeCase(context, call.params.caseId, staffActor(caller), call.body.key)
    if (isRefusal(taken)) return taken
    const row = await findCase(context.db, taken.caseId)
    const shown = row && (await shownOf(context, row, languageOf(call.request)))
    return shown ? { case: rowOf(shown, await nameOf(context, caller, row.customer_id)) } : refuse('not-found')
  })
}

const complaintRoutes: Routes<Context> = (api, context) => {
  const kind = kindOf('complaint')

  implement(api, openComplaint, async (call) => {
    const caller = staffOf(call)
    const { customerId } = call.params
    if (!(await readCustomer(context, context.db, customerId))) return refuse('not-found')
    const { key, receivedAt, ...ask } = call.body
    const opened = await openCase(context, {
      kind, customerId, key, by: staffActor(caller), ask, ...(receivedAt === undefined ? {} : { receivedAt: instant(Date.parse(receivedAt)) }),
    })
    if (isRefusal(opened)) return opened
    return await atDesk(context, caller, await findCase(context.db, opened.caseId), languageOf(call.request))
  })

  implement(api, getComplaint, async (call) => {
    return await atDesk(context, staffOf(call), await caseOfKind(context, 'complaint', call.params.caseId), languageOf(call.request))
  })

  implement(api, moveComplaint, async (call) => {
    const row = await caseOfKind(context, 'complaint', call.params.caseId)
    if (!row) return refuse('not-found')
    const moved = await doMove(context, row, call.body, staffActor(staffOf(call)))
    return isRefusal(moved) ? moved : await atDesk(context, staffOf(call), moved, languageOf(call.request))
  })
}

const chatRoutes: Routes<Context> = (api, context) => {
  const kind = kindOf('complaint')

  implement(api, listMyComplaints, async (call) => {
    const caller = customerOf(call)
    const rows = await casesOfCustomer(context.db, 'complaint', await recordsOf(context.db, caller.customerId))
    const shown = await Promise.all(rows.map((row) => shownOf(context, row, languageOf(call.request))))
    return { cases: shown.flatMap((one) => (one ? [shownToCustomer(one, caller)] : [])) }
  })

  implement(api, openMyComplaint, async (call) => {
    const caller = customerOf(call)
    const { key, ...ask } = call.body
    const opened = await openCase(context, { kind, customerId: caller.customerId, key, by: customerActor(caller), ask: { ...ask, accused: [] } })
    if (isRefusal(opened)) return opened
    return await ofCustomer(context, caller, await findCase(context.db, opened.caseId), languageOf(call.request))
  })

  implement(api, moveMyComplaint, async (call) => {
    const caller = customerOf(call)
    const row = await caseOfKind(context, 'complaint', call.params.caseId)
    if (!row || !(await recordsOf(context.db, caller.customerId)).includes(row.customer_id)) return refuse('not-found')
    const moved = await doMove(context, row, call.body, { party: 'customer', personId: row.customer_id })
    return isRefusal(moved) ? moved : await ofCustomer(context, caller, moved, languageOf(call.request))
  })
}

export const routes: Routes<Context> = (api, context) => {
  implement(api, copyMyData, async (call) => {
    const bytes = await copyOfData(context, customerOf(call).customerId, languageOf(call.request))
    return bytes ? { bytes, type: 'application/json; charset=utf-8', saveAs: 'my-data.json' } : refuse('not-found')
  })
  deskRoutes(api, context)
  complaintRoutes(api, context)
  chatRoutes(api, context)
}
