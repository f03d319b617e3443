import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of corrections of what the machine took a message for. */

export type CorrectionRow = {
  readonly correction_id: string
  readonly conversation_id: string
  readonly seq: number
  readonly read_intent: string
  readonly confidence: number
  readonly model: string
  readonly intent: string
  readonly corrected_by: string
  readonly corrected_at: Date
  readonly state: 'open' | 'accepted' | 'rejected'
  readonly settled_intent: string | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

/** So many are shown at once, and so many of the newest accepted are learned from. */
const mostShown = 100
const mostLearned = 20_000

const read = (reader: Reader) => reader.selectFrom('intent_correction').selectAll()

const asRows = (rows: readonly unknown[]): readonly CorrectionRow[] => rows as readonly CorrectionRow[]

/** The newest of a message, decided or not. */
export const correctionOf = async (reader: Reader, conversationId: string, seq: number): Promise<CorrectionRow | undefined> =>
  asRows(await read(reader).where('conversation_id', '=', conversationId).where('seq', '=', seq).orderBy('corrected_at', 'desc').limit(1).execute())[0]

export const lockCorrection = async (tx: Tx, id: string): Promise<CorrectionRow | undefined> =>
  asRows(await read(tx).where('correction_id', '=', id).forUpdate().execute())[0]

export const openCorrections = async (reader: Reader): Promise<readonly CorrectionRow[]> =>
  asRows(await read(reader).where('state', '=', 'open').orderBy('corrected_at').limit(mostShown).execute())

export const decidedCorrections = async (reader: Reader): Promise<readonly CorrectionRow[]> =>
  asRows(await read(reader).where('state', '<>', 'open').orderBy('decided_at', 'desc').limit(mostShown).execute())

export const countOpen = async (reader: Reader): Promise<number> => {
  const { count } = await reader.selectFrom('intent_correction').select(({ fn }) => fn.countAll<string>().as('count')).where('state', '=', 'open').executeTakeFirstOrThrow()
  return Number(count)
}

export const acceptedCorrections = async (reader: Reader): Promise<readonly CorrectionRow[]> =>
  asRows(await read(reader).where('state', '=', 'accepted').orderBy('decided_at', 'desc').orderBy('correction_id').limit(mostLearned).execute())

export type NewCorrection = Pick<CorrectionRow, 'correction_id' | 'conversation_id' | 'seq' | 'read_intent' | 'confidence' | 'model' | 'intent' | 'corrected_by' | 'corrected_at'>

/** Until somebody decides on it, the last word on a message replaces the one before. */
export const putCorrection = async (tx: Tx, row: NewCorrection): Promise<CorrectionRow> => {
  const { correction_id: _, conversation_id: __, seq: ___, ...changed } = row
  const [stored] = asRows(await tx
    .insertInto('intent_correction')
    .values({ ...row, state: 'open' })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'seq']).where('state', '=', 'open').doUpdateSet(changed))
    .returningAll()
    .execute())
  if (!stored) throw new Error('a correction was neither new nor replaced another')
  return stored
}

export type Decision = Required<Pick<CorrectionRow, 'state' | 'settled_intent' | 'decided_by' | 'decided_at'>>

export const saveDecision = async (tx: Tx, id: string, decision: Decision): Promise<void> => {
  await tx.updateTable('intent_correction').set(decision).where('correction_id', '=', id).execute()
}
