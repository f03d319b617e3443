import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import { type CaseOperations, listCases as listOperation, takeCase as takeOperation } from '@xinqiao/contract/cases.ts'
import { complaintOperations } from '@xinqiao/contract/complaint-case.ts'
import { prepaymentOperations } from '@xinqiao/contract/prepayment-case.ts'
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
import { type Api, customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { copyOfData } from './copy-data.ts'
import { exportCase } from './export-case.ts'
import type { z } from 'zod'
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

const readAs = <Value>(shape: z.ZodType<Value> | undefined, value: unknown, at: string): { readonly value: Value } | Refusal<RefusalCode> => {
  if (!shape) return refuse('invalid-request', { field: 'body.move', problem: 'unknown' }, 'body.move')
  const read = shape.safeParse(value)
  if (read.success) return { value: read.data }
  const [issue] = read.error.issues
  const field = [at, ...(issue?.path ?? []).map(String)].join('.')
  return refuse('invalid-request', { field, problem: issue?.code ?? 'invalid' }, field)
}

type MoveBody = { readonly key: string; readonly move: string; readonly input: unknown }

const commandOf = (kind: AnyKind, { key, move, input }: MoveBody, by: Actor): AnyCommand | Refusal<RefusalCode> => {
  const read = readAs(kind.inputs[move], input, 'body.input')
  return isRefusal(read) ? read : { do: move, key, by, input: read.value }
}

const doMove = async (context: Context, row: CaseRecord, body: MoveBody, by: Actor): Promise<CaseRecord | Refusal<RefusalCode>> => {
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

type Asked = { readonly kind: AnyKind; readonly customerId: string; readonly by: Actor; readonly body: { readonly key: string; readonly ask: unknown; readonly receivedAt?: string | undefined } }

const open = async (context: Context, { kind, customerId, by, body: { key, ask, receivedAt } }: Asked): Promise<CaseRecord | undefined | Refusal<RefusalCode>> => {
  const read = readAs(kind.ask, ask, 'body.ask')
  if (isRefusal(read)) return read
  const received = receivedAt === undefined ? {} : { receivedAt: instant(Date.parse(receivedAt)) }
  const opened = await openCase(context, { kind, customerId, key, by, ask: read.value, ...received })
  return isRefusal(opened) ? opened : await findCase(context.db, opened.caseId)
}

const kindAtDesk = (api: Api, context: Context, kind: AnyKind, operations: CaseOperations): void => {
  const { kind: name } = kind.procedure

  implement(api, operations.open, async (call) => {
    const { customerId } = call.params
    if (!(await readCustomer(context, context.db, customerId))) return refuse('not-found')
    const opened = await open(context, { kind, customerId, by: staffActor(staffOf(call)), body: call.body })
    return isRefusal(opened) ? opened : await atDesk(context, staffOf(call), opened, languageOf(call.request))
  })

  implement(api, operations.get, async (call) =>
    await atDesk(context, staffOf(call), await caseOfKind(context, name, call.params.caseId), languageOf(call.request)))

  implement(api, operations.move, async (call) => {
    const row = await caseOfKind(context, name, call.params.caseId)
    const moved = row ? await doMove(context, row, call.body, staffActor(staffOf(call))) : refuse('not-found')
    return isRefusal(moved) ? moved : await atDesk(context, staffOf(call), moved, languageOf(call.request))
  })
}

const kindForCustomer = (api: Api, context: Context, kind: AnyKind, operations: CaseOperations): void => {
  const { kind: name } = kind.procedure

  implement(api, operations.listMine, async (call) => {
    const caller = customerOf(call)
    const rows = await casesOfCustomer(context.db, name, await recordsOf(context.db, caller.customerId))
    const shown = await Promise.all(rows.map((row) => shownOf(context, row, languageOf(call.request))))
    return { cases: shown.flatMap((one) => (one ? [shownToCustomer(one, caller)] : [])) }
  })

  implement(api, operations.openMine, async (call) => {
    const caller = customerOf(call)
    const { customerId } = caller
    const opened = await open(context, { kind, customerId, by: customerActor(caller), body: call.body })
    return isRefusal(opened) ? opened : await ofCustomer(context, caller, opened, languageOf(call.request))
  })

  implement(api, operations.moveMine, async (call) => {
    const caller = customerOf(call)
    const row = await caseOfKind(context, name, call.params.caseId)
    if (!row || !(await recordsOf(context.db, caller.customerId)).includes(row.customer_id)) return refuse('not-found')
    const moved = await doMove(context, row, call.body, { party: 'customer', personId: row.customer_id })
    return isRefusal(moved) ? moved : await ofCustomer(context, caller, moved, languageOf(call.request))
  })
}

const operationsOf: Readonly<Record<string, CaseOperations>> = { prepayment: prepaymentOperations, complaint: complaintOperations }

export const routes: Routes<Context> = (api, context) => {
  implement(api, copyMyData, async (call) => {
    const bytes = await copyOfData(context, customerOf(call).customerId, languageOf(call.request))
    return bytes ? { bytes, type: 'application/json; charset=utf-8', saveAs: 'my-data.json' } : refuse('not-found')
  })
  deskRoutes(api, context)
  for (const [name, operations] of Object.entries(operationsOf)) {
    const kind = kindOf(name)
    kindAtDesk(api, context, kind, operations)
    kindForCustomer(api, context, kind, operations)
  }
}
