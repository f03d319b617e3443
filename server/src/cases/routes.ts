import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import {
  findMyCase, getCase, getMyCase, listCaseKinds, listCases as listOperation, listMyCaseKinds, listMyCases, moveCase as moveOperation, moveMyCase, openCase as openOperation, openMyCase,
  takeCase as takeOperation,
} from '@xinqiao/contract/cases.ts'
import { copyMyData } from '@xinqiao/contract/data-rights.ts'
import { exportCase as exportOperation } from '@xinqiao/contract/export.ts'
import type { InputOf } from '@xinqiao/contract/operation.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Actor, Party } from '@xinqiao/core/cases/case.ts'
import { endOfDay } from '@xinqiao/core/compliance/deadline.ts'
import { allRightsOf } from '@xinqiao/core/people/rights.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'
import { deskTimes } from '../compliance/desk-open.ts'
import { authorisationsHeldBy } from '../people/authorisations.ts'
import { nameShown, readCustomer, readCustomers, recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { type Call, customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { atDesk, mayUse, ofCustomer, ownCase, type OwnCase, placeIn } from './case-answers.ts'
import { materialRoutes } from './case-materials.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { commitmentRoutes } from './commitment-routes.ts'
import { copyOfData } from './copy-data.ts'
import { dataRoutes } from './data-routes.ts'
import { delegationRoutes } from './delegations.ts'
import { exportCase } from './export-case.ts'
import type { AnyKind } from './kind.ts'
import { kindOf, kinds } from './kinds.ts'
import { openableKinds, type OwnActor, shownOf, staffActor, timedOf } from './show-case.ts'
import { type CaseRecord, casesOfCustomer, countCases, findCase, listCases, stepsOf } from './store.ts'
import { headOf, rowOf, stepsToWire } from './wire.ts'
import { dayFrom } from './wire-values.ts'
import { caseOpenedBy, moveCase, openCase, takeCase } from './work-case.ts'

const readAs = <Value>(shape: z.ZodType<Value> | undefined, value: unknown, at: string): { readonly value: Value } | Refusal<RefusalCode> => {
  if (!shape) return refuse('invalid-request', { field: 'body.move', problem: 'unknown' }, 'body.move')
  const read = shape.safeParse(value)
  if (read.success) return { value: read.data }
  const [issue] = read.error.issues
  const field = [at, ...(issue?.path ?? []).map(String)].join('.')
  return refuse('invalid-request', { field, problem: issue?.code ?? 'invalid' }, field)
}

const doMove = async (
  context: Context, row: CaseRecord, { key, move, input }: InputOf<typeof moveOperation>['body'], by: Actor,
): Promise<CaseRecord | Refusal<RefusalCode>> => {
  const read = readAs(kindOf(row.kind).inputs[move], input, 'body.input')
  if (isRefusal(read)) return read
  const worked = await moveCase(context, row.case_id, { do: move, key, by, input: read.value })
  if (isRefusal(worked)) return worked
  return (await findCase(context.db, row.case_id)) ?? refuse('not-found')
}

type Asked = { readonly customerId: string; readonly by: Actor; readonly body: InputOf<typeof openOperation>['body'] }

const open = async (context: Context, { customerId, by, body: { key, kind: name, ask, receivedAt } }: Asked): Promise<CaseRecord | Refusal<RefusalCode>> => {
  const kind = kindOf(name)
  const read = readAs(kind.ask, ask, 'body.ask')
  if (isRefusal(read)) return read
  const received = receivedAt === undefined ? {} : { receivedAt: instant(Date.parse(receivedAt)) }
  const opened = await openCase(context, { kind, customerId, key, by, ask: read.value, ...received })
  return isRefusal(opened) ? opened : ((await findCase(context.db, opened.caseId)) ?? refuse('not-found'))
}

const kindsFor = (party: Party): readonly AnyKind[] => [...kinds.values()].filter(({ procedure }) => procedure.opensBy.includes(party))

const statesThatWaitFor = (party: Party | 'nobody'): readonly (readonly [string, string])[] =>
  [...kinds.values()].flatMap(({ procedure: { kind, states } }) =>
    Object.entries(states).flatMap(([state, { waitsFor }]): (readonly [string, string])[] => (waitsFor === party ? [[kind, state]] : [])))

const list = async (context: Context, call: Call<typeof listOperation>) => {
  const caller = staffOf(call)
  const { view, kind, customerId, waitsFor, dueBy, limit } = call.query
  const [queues, now] = [allRightsOf(caller.roles), context.clock.now()]
  const rows = await listCases(context.db, {
    view, kind, customerId, limit, staffId: caller.staffId, queues, now, states: waitsFor && statesThatWaitFor(waitsFor),
    dueBefore: dueBy === undefined ? undefined : endOfDay(dayFrom(dueBy), deskTimes()),
  })
  const customers = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  const shown = await Promise.all(rows.map(async (row) => {
    const one = await timedOf(context, row, languageOf(call.request))
    const customer = customers.get(row.customer_id)
    return one ? [rowOf(one, customer ? nameShown(customer, sightOf(caller.roles)) : '')] : []
  }))
  return { rows: shown.flat(), counts: await countCases(context.db, caller.staffId, queues, now) }
}

const deskRoutes: Routes<Context> = (api, context) => {
  implement(api, listOperation, (call) => list(context, call))

  implement(api, listCaseKinds, async (call) => {
    const { customerId } = call.params
    if (!(await readCustomer(context, context.db, customerId))) return refuse('not-found')
    return { kinds: await openableKinds(context, kindsFor('desk'), customerId, languageOf(call.request)) }
  })

  implement(api, openOperation, async (call) => {
    const { customerId } = call.params
    if (!(await readCustomer(context, context.db, customerId))) return refuse('not-found')
    const opened = await open(context, { customerId, by: staffActor(staffOf(call)), body: call.body })
    return isRefusal(opened) ? opened : await atDesk(context, call, opened)
  })

  implement(api, getCase, async (call) => await atDesk(context, call, await findCase(context.db, call.params.caseId)))

  implement(api, moveOperation, async (call) => {
    const row = await findCase(context.db, call.params.caseId)
    const moved = row ? await doMove(context, row, call.body, staffActor(staffOf(call))) : refuse('not-found')
    return isRefusal(moved) ? moved : await atDesk(context, call, moved)
  })

  implement(api, takeOperation, async (call) => {
    const taken = await takeCase(context, call.params.caseId, staffActor(staffOf(call)), call.body.key)
    return isRefusal(taken) ? taken : await atDesk(context, call, await findCase(context.db, taken.caseId))
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
}

/** His own cases, and those open ones of others that wait for his consent. */
const casesFor = async (context: Context, caller: CustomerCaller): Promise<readonly OwnCase[]> => {
  const mine = [...kinds.values()].filter((kind) => mayUse(kind, caller))
  const records = await recordsOf(context.db, caller.customerId)
  const own = await casesOfCustomer(context.db, mine.map(({ procedure }) => procedure.kind), records)
  const consented = mine.flatMap(({ guarantors, procedure }) => (guarantors ? [procedure.kind] : []))
  const guaranteed = (await authorisationsHeldBy(context.db, caller.customerId)).flatMap(({ customerId, authorisation: { role } }) => (role === 'guarantor' ? [customerId] : []))
  const others = guaranteed.length === 0 || consented.length === 0 ? [] : await casesOfCustomer(context.db, consented, guaranteed)
  const placed = await Promise.all([...own, ...others.filter(({ due_at: due }) => due !== null)].map(async (row) => ({ row, by: await placeIn(context, caller, row) })))
  return placed.flatMap(({ row, by }) => (by ? [{ row, by }] : []))
}

const chatRoutes: Routes<Context> = (api, context) => {
  implement(api, listMyCaseKinds, async (call) => {
    const caller = customerOf(call)
    const mine = kindsFor('customer').filter((kind) => mayUse(kind, caller))
    return { kinds: await openableKinds(context, mine, caller.customerId, languageOf(call.request)) }
  })

  implement(api, listMyCases, async (call) => {
    const caller = customerOf(call)
    const cases = await Promise.all((await casesFor(context, caller)).map(async ({ row, by }) => {
      const timed = await timedOf(context, row, languageOf(call.request))
      return timed ? [{ ...headOf(timed), role: by.party }] : []
    }))
    return { cases: cases.flat() }
  })

  implement(api, openMyCase, async (call) => {
    const caller = customerOf(call)
    const kind = kindOf(call.body.kind)
    if (!mayUse(kind, caller)) return refuse('identity-level-too-low', { level: kind.customerLevel })
    const { customerId } = caller
    const by: OwnActor = { party: 'customer', personId: customerId }
    const row = await open(context, { customerId, by, body: call.body })
    return isRefusal(row) ? row : await ofCustomer(context, call.request, { row, by })
  })

  implement(api, findMyCase, async (call) => {
    const caseId = await caseOpenedBy(context, customerOf(call).customerId, call.params.key)
    return caseId === undefined ? {} : { caseId }
  })

  implement(api, getMyCase, async (call) => {
    const own = await ownCase(context, customerOf(call), call.params.caseId)
    return isRefusal(own) ? own : await ofCustomer(context, call.request, own)
  })

  implement(api, moveMyCase, async (call) => {
    const own = await ownCase(context, customerOf(call), call.params.caseId)
    const moved = isRefusal(own) ? own : await doMove(context, own.row, call.body, own.by)
    return isRefusal(own) || isRefusal(moved) ? moved as Refusal<RefusalCode> : await ofCustomer(context, call.request, { row: moved, by: own.by })
  })

  implement(api, copyMyData, async (call) => {
    const bytes = await copyOfData(context, customerOf(call).customerId, languageOf(call.request))
    return bytes ? { bytes, type: 'application/json; charset=utf-8', saveAs: 'my-data.json' } : refuse('not-found')
  })
}

export const routes: Routes<Context> = (api, context) => {
  dataRoutes(api, context)
  deskRoutes(api, context)
  chatRoutes(api, context)
  delegationRoutes(api, context)
  certificateRoutes(api, context)
  commitmentRoutes(api, context)
  materialRoutes(api, context)
}
