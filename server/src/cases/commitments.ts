import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { commitment } from '@xinqiao/contract/commitments.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type CommitmentOutcome, type CommitmentState, settle } from '@xinqiao/core/cases/commitment.ts'
import { commitmentsIn } from '@xinqiao/core/conversations/commitments.ts'
import { mayDo } from '@xinqiao/core/people/rights.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'
import { deskTimes } from '../compliance/desk-open.ts'
import { type SentMessage, sentMessages } from '../conversations/sent-messages.ts'
import { sealOf } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { derivedId } from '../platform/derived-id.ts'
import { type CommitmentRow, type CommitmentStage, findCommitment, insertCommitment, lockCommitment, settleRow, stageRow } from './commitment-store.ts'

/**
 * Commitments of the desk: taken out of a sent message by the writer's word, reminded of before they are due, handed up when they
 * are late, and counted by what came of them.
 */

type Shown = z.output<typeof commitment>

const boundOf = (id: string): string => `commitment ${id}`

/** How much of the time has run when the owner is reminded; the rest must be enough to act. */
const reminded = 0.8

const dueOf = (row: CommitmentRow): Instant => instant(row.due_at.getTime())

const momentOf = (row: CommitmentRow, stage: CommitmentStage): Instant => {
  const [made, due] = [row.made_at.getTime(), row.due_at.getTime()]
  return instant(stage === 'late' ? due : Math.floor(made + (due - made) * reminded))
}

const stages: readonly CommitmentStage[] = ['reminded', 'late']

const scheduleStages = async ({ outbox }: Context, tx: Tx, row: CommitmentRow): Promise<void> => {
  for (const stage of stages) {
    await outbox.addJob(tx, 'cases.commitment-stage', { id: row.commitment_id, stage }, { key: `commitment ${row.commitment_id} ${stage}`, runAt: momentOf(row, stage) })
  }
}

type Made = { readonly conversationId: string; readonly messageId: string; readonly start: number }

/** The writer of a message takes what it promises as his commitment. What it promises, and by when, the message itself says. */
export const makeCommitment = async (
  context: Context, { staffId, name }: StaffCaller, { conversationId, messageId, start }: Made,
): Promise<CommitmentRow | Refusal<RefusalCode>> => {
  const message = (await sentMessages(context, [messageId])).get(messageId)
  if (!message || message.conversationId !== conversationId || !message.toCustomer) return refuse('not-found')
  if (message.staffId !== staffId) return refuse('commitment-not-yours')
  const at = instant(Date.parse(message.at))
  const promised = commitmentsIn(message.text, { now: at, times: deskTimes() }).find((one) => one.start === start)
  if (!promised) return refuse('commitment-not-in-text', {}, 'start')
  const id = derivedId(`commitment ${messageId} ${start}`)
  return await context.db.transaction().execute(async (tx) => {
    const { customerId } = message
    const isNew = await insertCommitment(tx, { id, customerId, conversationId, messageId, start, end: promised.end, due: promised.due, owner: { staffId, name }, at })
    const row = await lockCommitment(tx, id)
    if (!row) throw new Error('a commitment that was just stored is gone')
    if (!isNew) return row
    await scheduleStages(context, tx, row)
    await context.outbox.emit(tx, {
      kind: 'cases.commitment-made', at: context.clock.now(), payload: { id, customerId, conversationId, messageId, staffId, due: row.due_at.toISOString() },
    })
    return row
  })
}

type Settling = { readonly outcome: CommitmentOutcome; readonly reason: string }

/** Its owner says what came of it, or whoever may take over his work. */
export const settleCommitment = async (context: Context, caller: StaffCaller, id: string, { outcome, reason }: Settling): Promise<CommitmentRow | Refusal<RefusalCode>> =>
  await context.db.transaction().execute(async (tx) => {
    const row = await lockCommitment(tx, id)
    if (!row) return refuse('not-found')
    if (row.staff_id !== caller.staffId && !mayDo(caller.roles, 'conversation.take-over')) return refuse('commitment-not-yours')
    const now = context.clock.now()
    const state = settle({ state: row.state as CommitmentState, due: dueOf(row) }, { outcome, reason, now })
    if (isRefusal(state)) return state
    if (state === row.state) return row
    const sealed = reason === '' ? undefined : await sealOf(context, tx, { customerId: row.customer_id, dataClass: 'case' }, reason, boundOf(id))
    await settleRow(tx, id, { state, at: now, by: caller.staffId, reason: sealed })
    await context.outbox.emit(tx, { kind: 'cases.commitment-settled', at: now, payload: { id, customerId: row.customer_id, staffId: caller.staffId, state } })
    return (await lockCommitment(tx, id)) ?? row
  })

/** Reminds its owner, or tells the desk that it is late: once each, and only while it is open. */
export const passStage = async (context: Context, id: string, stage: CommitmentStage): Promise<void> => {
  await context.db.transaction().execute(async (tx) => {
    const row = await lockCommitment(tx, id)
    const now = context.clock.now()
    if (!row || row.state !== 'open' || (stage === 'late' ? row.late_at : row.reminded_at) !== null || now < momentOf(row, stage)) return
    await stageRow(tx, id, stage, now)
    await context.outbox.emit(tx, { kind: 'cases.commitment-stage', at: now, payload: { id, stage, staffId: row.staff_id, customerId: row.customer_id } })
  })
}

const quoteOf = (row: CommitmentRow, messages: ReadonlyMap<string, SentMessage>): string => messages.get(row.message_id)?.text.slice(row.starts, row.ends) ?? ''

/** Undefined words where the customer was erased. */
const reasonOf = async (context: Context, row: CommitmentRow): Promise<string | undefined> =>
  row.reason === null ? undefined : (await context.keys.open(context.db, row.reason, boundOf(row.commitment_id)))?.toString()

export const commitmentsShown = async (context: Context, rows: readonly CommitmentRow[]): Promise<Shown[]> => {
  const messages = await sentMessages(context, rows.map((row) => row.message_id))
  return await Promise.all(rows.map(async (row): Promise<Shown> => {
    const reason = await reasonOf(context, row)
    return {
      id: row.commitment_id, messageId: row.message_id, quote: quoteOf(row, messages), due: row.due_at.toISOString(), state: row.state as CommitmentState,
      customerId: row.customer_id, conversationId: row.conversation_id, owner: { staffId: row.staff_id, name: row.staff_name }, madeAt: row.made_at.toISOString(),
      ...(row.settled_at === null ? {} : { settledAt: row.settled_at.toISOString() }), ...(reason === undefined ? {} : { reason }),
    }
  }))
}

export const commitmentShown = async (context: Context, row: CommitmentRow): Promise<Shown> => {
  const [shown] = await commitmentsShown(context, [(await findCommitment(context.db, row.commitment_id)) ?? row])
  if (!shown) throw new Error('one row shows as one')
  return shown
}
