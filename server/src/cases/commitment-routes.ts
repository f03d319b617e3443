import { listCommitments, listMyCommitments, makeCommitment as makeOperation, settleCommitment as settleOperation } from '@xinqiao/contract/commitments.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { recordsOf } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { countRows, listRows } from './commitment-store.ts'
import { commitmentShown, commitmentsShown, makeCommitment, settleCommitment } from './commitments.ts'

type Shown = Awaited<ReturnType<typeof commitmentsShown>>[number]

const thirtyDays = 30 * 86_400_000
/** More than anybody was ever promised at once. */
const mostShown = 50

/** Who at the desk made it, and why it was not kept, is the desk's. */
const forCustomer = ({ id, messageId, quote, due, state, settledAt }: Shown) =>
  ({ id, messageId, quote, due, state, ...(settledAt === undefined ? {} : { settledAt }) })

export const commitmentRoutes: Routes<Context> = (api, context) => {
  const { db, clock } = context

  implement(api, makeOperation, async (call) => {
    const made = await makeCommitment(context, staffOf(call), { conversationId: call.params.conversationId, ...call.body })
    return isRefusal(made) ? made : { commitment: await commitmentShown(context, made) }
  })

  implement(api, listCommitments, async (call) => {
    const { staffId } = staffOf(call)
    const { view, customerId, limit } = call.query
    const owner = view === 'mine' && customerId === undefined ? staffId : undefined
    const customers = customerId === undefined ? undefined : await recordsOf(db, customerId)
    const rows = await listRows(db, { owner, customers, limit })
    if (rows.length > 0) await recordView(context, { staffId, customers: [...new Set(rows.map((row) => row.customer_id))], what: 'commitments' })
    const now = clock.now()
    return { rows: await commitmentsShown(context, rows), counts: await countRows(db, owner, now, instant(now - thirtyDays)) }
  })

  implement(api, settleOperation, async (call) => {
    const settled = await settleCommitment(context, staffOf(call), call.params.commitmentId, call.body)
    return isRefusal(settled) ? settled : { commitment: await commitmentShown(context, settled) }
  })

  implement(api, listMyCommitments, async (call) => {
    const rows = await listRows(db, { owner: undefined, customers: await recordsOf(db, customerOf(call).customerId), limit: mostShown })
    return { commitments: (await commitmentsShown(context, rows)).map(forCustomer) }
  })
}
