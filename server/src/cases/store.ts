import type { Due, Instruction, Owner } from '@xinqiao/core/cases/case.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Instant, instant, localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { isRight } from '@xinqiao/core/people/rights.ts'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'
import type { Selectable } from 'kysely'

/** Rows of cases. Private to the room. What a case holds of a person is sealed under his key. */

export type CaseRecord = Selectable<Tables['service_case']>
export type StepRecord = Selectable<Tables['case_step']>

export const ownerOf = ({ owner_id, owner_name, queue }: CaseRecord): Owner => {
  if (owner_id !== null && owner_name !== null) return { staffId: owner_id, name: owner_name }
  if (queue === null || !isRight(queue)) throw new Error('a case that nobody has lies in a queue')
  return { queue }
}

/** A due moment at midnight belongs to the day that ends there. */
const dueDay = (at: Instant): Day => localTime(instant(at - 1), shanghai).day

export const dueOf = ({ due_at, due_limit, due_provisional }: CaseRecord): Due | undefined => {
  if (due_at === null || due_limit === null) return undefined
  const at = instant(due_at.getTime())
  return { at, day: dueDay(at), provisional: due_provisional ?? false, limit: due_limit }
}

export type NewState = {
  readonly state: string
  readonly version: number
  readonly owner: Owner
  readonly enteredAt: Instant
  readonly due: Due | undefined
  readonly sealed: Buffer
}

const columnsOf = ({ state, version, owner, enteredAt, due, sealed }: NewState) => ({
  state,
  version,
  owner_id: 'staffId' in owner ? owner.staffId : null,
  owner_name: 'staffId' in owner ? owner.name : null,
  queue: 'queue' in owner ? owner.queue : null,
  entered_at: new Date(enteredAt),
  due_at: due ? new Date(due.at) : null,
  due_limit: due?.limit ?? null,
  due_provisional: due?.provisional ?? null,
  sealed,
})

export type NewCaseRow = {
  readonly caseId: string; readonly kind: string; readonly customerId: string; readonly openedAt: Instant; readonly policyVersion: number
  readonly fromCase: string | undefined; readonly topic: string | undefined
}

/** False where the case was opened before by the same command. */
export const insertCase = async (tx: Tx, { caseId, kind, customerId, openedAt, policyVersion, fromCase, topic }: NewCaseRow, state: NewState): Promise<boolean> => {
  const inserted = await tx
    .insertInto('service_case')
    .values({ case_id: caseId, kind, customer_id: customerId, opened_at: new Date(openedAt), policy_version: policyVersion, from_case: fromCase ?? null, topic: topic ?? null, ...columnsOf(state) })
    .onConflict((conflict) => conflict.column('case_id').doNothing())
    .returning('case_id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const updateCase = async (tx: Tx, caseId: string, state: NewState): Promise<void> => {
  await tx.updateTable('service_case').set(columnsOf(state)).where('case_id', '=', caseId).execute()
}

export const updateDue = async (tx: Tx, caseId: string, version: number, { at, limit, provisional }: Due): Promise<void> => {
  await tx.updateTable('service_case').set({ version, due_at: new Date(at), due_limit: limit, due_provisional: provisional }).where('case_id', '=', caseId).execute()
}

export const openCaseIds = async (reader: Reader): Promise<readonly string[]> =>
  (await reader.selectFrom('service_case').select('case_id').where('due_at', 'is not', null).orderBy('case_id').execute()).map((row) => row.case_id)

export const lockCase = (tx: Tx, caseId: string): Promise<CaseRecord | undefined> =>
  tx.selectFrom('service_case').selectAll().where('case_id', '=', caseId).forUpdate().executeTakeFirst()

export const findCase = (reader: Reader, caseId: string): Promise<CaseRecord | undefined> =>
  reader.selectFrom('service_case').selectAll().where('case_id', '=', caseId).executeTakeFirst()

export type NewStep = {
  readonly caseId: string; readonly version: number; readonly key: string; readonly move: string; readonly from: string | undefined; readonly to: string
  readonly party: string; readonly staff: { readonly staffId: string; readonly name: string } | undefined; readonly at: Instant
}

export const insertStep = async (tx: Tx, { caseId, version, key, move, from, to, party, staff, at }: NewStep): Promise<void> => {
  await tx
    .insertInto('case_step')
    .values({
      case_id: caseId, version, key, move, from_state: from ?? null, to_state: to, party, staff_id: staff?.staffId ?? null, staff_name: staff?.name ?? null, at: new Date(at),
    })
    .execute()
}

export const stepsOf = (reader: Reader, caseId: string): Promise<readonly StepRecord[]> =>
  reader.selectFrom('case_step').selectAll().where('case_id', '=', caseId).orderBy('version').execute()

export const insertInstruction = async (tx: Tx, caseId: string, { id, what, loanRef, amount, ...detail }: Instruction, at: Instant): Promise<void> => {
  await tx
    .insertInto('case_instruction')
    .values({ instruction_id: id, case_id: caseId, what, loan_ref: loanRef, amount: amount ?? null, detail: JSON.stringify(detail), asked_at: new Date(at) })
    .execute()
}

export const readInstruction = async (reader: Reader, id: string): Promise<{ readonly caseId: string; readonly instruction: Instruction } | undefined> => {
  const row = await reader.selectFrom('case_instruction').selectAll().where('instruction_id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const { instruction_id, case_id: caseId, what, loan_ref: loanRef, amount, detail } = row
  // Written by `insertInstruction`, which took an instruction apart into these columns.
  const instruction = { id: instruction_id, what, loanRef, ...(amount === null ? {} : { amount: fen(amount) }), ...(detail as object) } as Instruction
  return { caseId, instruction }
}

export type AlertStage = 'warned' | 'escalated' | 'late'

/** True for the first only: an alert that was given is not given again. */
export const insertAlert = async (tx: Tx, caseId: string, enteredAt: Instant, stage: AlertStage, at: Instant): Promise<boolean> => {
  const inserted = await tx
    .insertInto('case_alert')
    .values({ case_id: caseId, entered_at: new Date(enteredAt), stage, at: new Date(at) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('case_id')
    .executeTakeFirst()
  return inserted !== undefined
}

export type ListAsked = {
  readonly view: 'mine' | 'queue' | 'late' | 'all' | 'ended'
  readonly kind: string | undefined
  /** States in which one waits for somebody, by kind; undefined: all. */
  readonly states: readonly (readonly [kind: string, state: string])[] | undefined
  readonly dueBefore: Instant | undefined
  readonly now: Instant
  readonly staffId: string
  /** The queues that the asker may take from. */
  readonly queues: readonly string[]
  readonly customerId: string | undefined
  readonly limit: number
}

export const listCases = (reader: Reader, { view, kind, states, dueBefore, now, staffId, queues, customerId, limit }: ListAsked): Promise<readonly CaseRecord[]> => {
  let query = reader.selectFrom('service_case').selectAll()
  if (view === 'mine') query = query.where('owner_id', '=', staffId)
  if (view === 'queue') query = query.where('queue', 'in', queues.length > 0 ? [...queues] : [''])
  if (view === 'late') query = query.where('due_at', '<', new Date(now))
  query = view === 'ended' ? query.where('due_at', 'is', null) : query.where('due_at', 'is not', null)
  if (customerId !== undefined) query = query.where('customer_id', '=', customerId)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (dueBefore !== undefined) query = query.where('due_at', '<=', new Date(dueBefore))
  if (states !== undefined) query = query.where(({ and, eb, or }) => or(states.map(([of, state]) => and([eb('kind', '=', of), eb('state', '=', state)]))))
  return query.orderBy(view === 'ended' ? 'entered_at' : 'due_at', view === 'ended' ? 'desc' : 'asc').orderBy('case_id').limit(limit).execute()
}

export const countCases = async (reader: Reader, staffId: string, queues: readonly string[], now: Instant) => {
  const open = reader.selectFrom('service_case').where('due_at', 'is not', null)
  const count = async (query: typeof open): Promise<number> =>
    Number((await query.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()).count)
  return {
    mine: await count(open.where('owner_id', '=', staffId)),
    queue: await count(open.where('queue', 'in', queues.length > 0 ? [...queues] : [''])),
    late: await count(open.where('due_at', '<', new Date(now))),
    all: await count(open),
  }
}

export const casesOfCustomer = (reader: Reader, kinds: readonly string[], customerIds: readonly string[]): Promise<readonly CaseRecord[]> =>
  reader
    .selectFrom('service_case').selectAll().where('kind', 'in', [...kinds]).where('customer_id', 'in', [...customerIds])
    .orderBy('opened_at', 'desc').orderBy('case_id').execute()

export const newestCases = (reader: Reader, customerIds: readonly string[], most: number): Promise<readonly CaseRecord[]> =>
  reader.selectFrom('service_case').selectAll().where('customer_id', 'in', [...customerIds]).orderBy('opened_at', 'desc').limit(most).execute()

export const versionOfCases = async (reader: Reader, customerId: string): Promise<string> => {
  const { cases, changes } = await reader.selectFrom('service_case').where('customer_id', '=', customerId)
    .select(({ fn }) => [fn.countAll<string>().as('cases'), fn.sum<string | null>('version').as('changes')]).executeTakeFirstOrThrow()
  return `${cases}.${changes ?? 0}`
}

/** Whether any case of these records goes on: one that has ended waits for nobody, and so is due never. */
export const hasOpenCase = async (reader: Reader, customerIds: readonly string[]): Promise<boolean> =>
  (await reader.selectFrom('service_case').select('case_id').where('customer_id', 'in', [...customerIds]).where('due_at', 'is not', null).limit(1).executeTakeFirst()) !== undefined

/** The cases that a case opened to wait for them, the oldest first. */
export const linkedCases = (reader: Reader, fromCase: string): Promise<readonly CaseRecord[]> =>
  reader.selectFrom('service_case').selectAll().where('from_case', '=', fromCase).orderBy('opened_at').orderBy('case_id').execute()

const mostPast = 1000

/** The last special approvals that were decided: what each was about, when its file was complete, when it was decided. */
export const pastApprovals = async (reader: Reader): Promise<readonly { readonly topic: string; readonly complete: Date; readonly decided: Date }[]> => {
  const rows = await reader
    .selectFrom('service_case as c')
    .select(['c.topic', 'c.entered_at as decided'])
    .select((eb) => eb.selectFrom('case_step as s').select(({ fn }) => fn.max('s.at').as('at'))
      .whereRef('s.case_id', '=', 'c.case_id').where('s.to_state', '=', 'assessing').where('s.move', 'in', ['open', 'supply']).as('complete'))
    .where('c.kind', '=', 'approval').where('c.state', 'in', ['approved', 'refused']).orderBy('c.entered_at', 'desc').limit(mostPast).execute()
  return rows.flatMap(({ topic, complete, decided }) => (topic === null || complete === null ? [] : [{ topic, complete, decided }]))
}

export type NoticeKey = { readonly caseId: string; readonly version: number; readonly place: number }

export const insertNotice = async (tx: Tx, { caseId, version, place }: NoticeKey, sealed: Buffer): Promise<void> => {
  await tx.insertInto('case_notice').values({ case_id: caseId, version, place, sealed }).execute()
}

/** Every notice of a case, oldest first. */
export const noticesOf = (reader: Reader, caseId: string): Promise<readonly { readonly version: number; readonly place: number }[]> =>
  reader.selectFrom('case_notice').select(['version', 'place']).where('case_id', '=', caseId).orderBy('version').orderBy('place').execute()

export const readNotice = async (reader: Reader, { caseId, version, place }: NoticeKey): Promise<Buffer | undefined> => {
  const row = await reader
    .selectFrom('case_notice').select('sealed').where('case_id', '=', caseId).where('version', '=', version).where('place', '=', place).executeTakeFirst()
  return row?.sealed
}

/** Open cases that are due before a moment. */
export const countDueBefore = async (reader: Reader, moment: Date): Promise<number> => {
  const { count } = await reader.selectFrom('service_case').where('due_at', '<', moment).select(({ fn }) => fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}
