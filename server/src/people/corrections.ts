import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import { type CorrectableField, type CorrectionState, decideCorrection, mayPutRight } from '@xinqiao/core/people/correction.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { type CorrectionRow, correctionsOf, insertCorrection, lockCorrection, openCorrections, saveDecision } from './correction-store.ts'
import { sealOf } from './customer-keys.ts'
import { changeDetails } from './customers.ts'

/** Corrections that customers ask for: kept sealed, decided once by a person, answered with a reason. */

export type CorrectionShown = {
  readonly id: string
  readonly customerId: string
  readonly field: CorrectableField
  readonly state: CorrectionState
  readonly wrong: string
  readonly right: string
  readonly requestedAt: string
  readonly decidedAt?: string
  readonly answer?: string
}

type Asked = { readonly wrong: string; readonly right: string }

const bound = (id: string, what: 'asked' | 'answer'): string => `correction ${id} ${what}`

const open = async ({ keys }: Context, reader: Reader, sealed: Buffer, of: string): Promise<string | undefined> =>
  (await keys.open(reader, sealed, of))?.toString('utf8')

const shownOf = async (context: Context, reader: Reader, row: CorrectionRow): Promise<CorrectionShown> => {
  const { wrong, right } = JSON.parse((await open(context, reader, row.asked, bound(row.correction_id, 'asked'))) ?? '{"wrong":"","right":""}') as Asked
  const answer = row.answer === null ? undefined : await open(context, reader, row.answer, bound(row.correction_id, 'answer'))
  return {
    id: row.correction_id, customerId: row.customer_id, field: row.field, state: row.state, wrong, right, requestedAt: row.requested_at.toISOString(),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }), ...(answer === undefined ? {} : { answer }),
  }
}

export const readCorrections = async (context: Context, customerId: string): Promise<CorrectionShown[]> => {
  const rows = await correctionsOf(context.db, customerId)
  return await Promise.all(rows.map((row) => shownOf(context, context.db, row)))
}

export const readOpenCorrections = async (context: Context, limit: number): Promise<CorrectionShown[]> => {
  const rows = await openCorrections(context.db, limit)
  return await Promise.all(rows.map((row) => shownOf(context, context.db, row)))
}

export const askCorrection = async (
  context: Context, { customerId }: CustomerCaller, { id, field, wrong, right }: Asked & { readonly id: string; readonly field: CorrectableField },
): Promise<undefined | Refusal<'correction-id-reused'>> => {
  const { db, clock, outbox } = context
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const asked = await sealOf(context, tx, { customerId, dataClass: 'identity' }, JSON.stringify({ wrong, right }), bound(id, 'asked'))
    if (await insertCorrection(tx, { correction_id: id, customer_id: customerId, field, state: 'open', asked, requested_at: new Date(at) })) {
      await outbox.emit(tx, { kind: 'people.correction-requested', at, payload: { customer: customerId, correction: id, field } })
      return undefined
    }
    const known = await lockCorrection(tx, id)
    return known?.customer_id === customerId && known.field === field ? undefined : refuse('correction-id-reused')
  })
}

export type Decision = { readonly customerId: string; readonly id: string; readonly decision: 'corrected' | 'refused'; readonly answer: string }

/** A name or town is put right in the same transaction as the decision; all else is put right where it is kept, and the answer says so. */
export const decide = async (context: Context, { staffId }: StaffCaller, { customerId, id, decision, answer }: Decision): Promise<CorrectionShown | Refusal<'not-found' | 'correction-decided'>> => {
  const { db, clock, outbox } = context
  return await db.transaction().execute(async (tx) => {
    const row = await lockCorrection(tx, id)
    if (row?.customer_id !== customerId) return refuse('not-found')
    const decided = decideCorrection(row.state, decision)
    if (isRefusal(decided)) return decided
    if (decided === 'decided') return await shownOf(context, tx, row)
    const at = clock.now()
    const { right } = await shownOf(context, tx, row)
    const putRight = decision === 'corrected' && mayPutRight(row.field)
    if (putRight && mayPutRight(row.field)) await changeDetails(context, tx, customerId, { [row.field]: right })
    const sealed = await sealOf(context, tx, { customerId, dataClass: 'identity' }, answer, bound(id, 'answer'))
    const ending = { state: decision, answer: sealed, decided_at: new Date(at), decided_by: staffId }
    await saveDecision(tx, id, ending)
    await outbox.emit(tx, { kind: 'people.correction-decided', at, payload: { customer: customerId, staff: staffId, correction: id, field: row.field, decision, changed: putRight } })
    return await shownOf(context, tx, { ...row, ...ending })
  })
}
