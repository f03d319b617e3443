import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { IntentCorrection } from '@xinqiao/contract/intent-corrections.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import { type Sight, sightOf } from '@xinqiao/core/people/sight.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { intents } from '@xinqiao/core/understanding/intent.ts'
import { randomUUID } from 'node:crypto'
import { customerMessage } from '../conversations/read-talk.ts'
import { namesOfStaff } from '../people/staff.ts'
import type { Context } from '../platform/context.ts'
import { intentNames } from '../understanding/intent-names.ts'
import { syllablesOf } from '../understanding/intent-syllables.ts'
import {
  acceptedCorrections, type CorrectionRow, correctionOf, countOpen, decidedCorrections, lockCorrection, openCorrections, putCorrection, saveDecision,
} from './intent-correction-store.ts'
import { guessIntents, modelInUse } from './understand-message.ts'

/** Agents say what a message asks where the machine took it for something else; a second person decides; the next learning learns it. */

/** The desk's own and, behind them, those that a lender's model knows beside them. */
const known = (): readonly string[] => [...new Set([...intents, ...modelInUse().labels])]

const nameOf = (id: string): string => intentNames().get(id) ?? id

const named = (id: string): { readonly id: string; readonly name: string } => ({ id, name: nameOf(id) })

export const listKnownIntents = (): { readonly id: string; readonly name: string; readonly syllables: string }[] =>
  known().map((id) => ({ id, name: nameOf(id), syllables: syllablesOf(nameOf(id)) }))

const round = (confidence: number): number => Math.round(confidence * 1e4) / 1e4

const shownOf = async (context: Context, row: CorrectionRow, names: ReadonlyMap<string, string>, sight: Sight): Promise<IntentCorrection> => {
  const words = (await customerMessage(context, row.conversation_id, row.seq))?.words
  const person = (staffId: string): { staffId: string; name: string } => ({ staffId, name: names.get(staffId) ?? '' })
  const { decided_by: by, decided_at: at } = row
  return {
    id: row.correction_id, conversationId: row.conversation_id, seq: row.seq, ...(words === undefined ? {} : { text: textShownTo(sight, words) }),
    read: { ...named(row.read_intent), confidence: round(row.confidence) }, intent: named(row.intent), state: row.state,
    by: person(row.corrected_by), at: row.corrected_at.toISOString(),
    ...(by === null || at === null ? {} : { decided: { by: person(by), at: at.toISOString(), intent: named(row.settled_intent ?? row.intent) } }),
  }
}

const shown = async (context: Context, { roles }: StaffCaller, rows: readonly CorrectionRow[]): Promise<IntentCorrection[]> => {
  const names = await namesOfStaff(context.db, rows.flatMap((row) => [row.corrected_by, row.decided_by ?? row.corrected_by]))
  return await Promise.all(rows.map((row) => shownOf(context, row, names, sightOf(roles))))
}

const one = async (context: Context, caller: StaffCaller, row: CorrectionRow): Promise<IntentCorrection> => {
  const [correction] = await shown(context, caller, [row])
  if (!correction) throw new Error(`correction ${row.correction_id} is gone`)
  return correction
}

type Place = { readonly conversationId: string; readonly seq: number }

type Reading = { readonly read: IntentCorrection['read']; readonly alternatives: IntentCorrection['read'][]; readonly correction?: IntentCorrection }

export const readIntentOf = async (context: Context, caller: StaffCaller, { conversationId, seq }: Place): Promise<Reading | Refusal<'not-found'>> => {
  const message = await customerMessage(context, conversationId, seq)
  if (message?.words === undefined) return refuse('not-found')
  const [first, ...others] = guessIntents(message.words).map(({ intent, confidence }) => ({ id: intent, name: nameOf(intent), confidence }))
  if (!first) throw new Error('the model knows no intent at all')
  const row = await correctionOf(context.db, conversationId, seq)
  return { read: first, alternatives: others, ...(row ? { correction: await one(context, caller, row) } : {}) }
}

export const correctIntentOf = async (
  context: Context, caller: StaffCaller, { conversationId, seq }: Place, intent: string,
): Promise<{ readonly correction: IntentCorrection } | Refusal<'not-found' | 'intent-unknown'>> => {
  if (!known().includes(intent)) return refuse('intent-unknown')
  const message = await customerMessage(context, conversationId, seq)
  if (message?.words === undefined) return refuse('not-found')
  const [read] = guessIntents(message.words)
  const { db, clock, outbox } = context
  const row = await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const stored = await putCorrection(tx, {
      correction_id: randomUUID(), conversation_id: conversationId, seq, read_intent: read?.intent ?? '', confidence: read?.confidence ?? 0,
      model: modelInUse().version, intent, corrected_by: caller.staffId, corrected_at: new Date(at),
    })
    const payload = { correction: stored.correction_id, conversation: conversationId, seq, read: stored.read_intent, intent, staff: caller.staffId }
    await outbox.emit(tx, { kind: 'answering.intent-corrected', at, payload })
    return stored
  })
  return { correction: await one(context, caller, row) }
}

export const listCorrected = async (
  context: Context, caller: StaffCaller, show: 'open' | 'decided',
): Promise<{ readonly corrections: IntentCorrection[]; readonly intents: { id: string; name: string }[]; readonly open: number }> => {
  const rows = show === 'open' ? await openCorrections(context.db) : await decidedCorrections(context.db)
  return { corrections: await shown(context, caller, rows), intents: known().map(named), open: await countOpen(context.db) }
}

export type Decision = { readonly decision: 'accept'; readonly intent?: string } | { readonly decision: 'reject' }

/** Once, and never by who corrected; the same decision again is the same decision. */
export const decideCorrected = async (
  context: Context, caller: StaffCaller, correctionId: string, wanted: Decision,
): Promise<{ readonly correction: IntentCorrection } | Refusal<'not-found' | 'same-person' | 'correction-decided' | 'intent-unknown'>> => {
  if (wanted.decision === 'accept' && wanted.intent !== undefined && !known().includes(wanted.intent)) return refuse('intent-unknown')
  const { db, clock, outbox } = context
  const decided = await db.transaction().execute(async (tx) => {
    const row = await lockCorrection(tx, correctionId)
    if (!row) return refuse('not-found')
    const state = wanted.decision === 'accept' ? 'accepted' as const : 'rejected' as const
    const settled = wanted.decision === 'accept' ? (wanted.intent ?? row.intent) : null
    if (row.state !== 'open') return row.state === state && row.settled_intent === settled ? row : refuse('correction-decided')
    if (row.corrected_by === caller.staffId) return refuse('same-person')
    const at = clock.now()
    const decision = { state, settled_intent: settled, decided_by: caller.staffId, decided_at: new Date(at) }
    await saveDecision(tx, correctionId, decision)
    await outbox.emit(tx, { kind: 'answering.intent-correction-decided', at, payload: { correction: correctionId, state, intent: settled, staff: caller.staffId } })
    return { ...row, ...decision }
  })
  return 'refused' in decided ? decided : { correction: await one(context, caller, decided) }
}

/** What is learned from: the words of accepted corrections, each with the intent settled on. Whoever was erased is not among them. */
export const reviewedQuestions = async (context: Context): Promise<readonly { readonly id: string; readonly text: string; readonly label: string }[]> => {
  const rows = await acceptedCorrections(context.db)
  const read = await Promise.all(rows.map(async (row) => ({ row, words: (await customerMessage(context, row.conversation_id, row.seq))?.words })))
  return read.flatMap(({ row, words }) => (words === undefined || words.trim() === '' ? [] : [{ id: row.correction_id, text: words, label: row.settled_intent ?? row.intent }]))
}
