import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sealOf } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { scan } from '../platform/virus-scanner.ts'
import { insertScan, materialsWithPage, scansOf, setDecision, setScan, waitingSince } from './material-store.ts'
import { reasonBound } from './material-seals.ts'

/** Files and the virus scanner: what waits for it nobody at the desk opens, what it found in nobody ever does. */

/** A scan of the largest file takes seconds; the job is tried again, ever more slowly. */
const patience = 30_000

export const askForScan = async (context: Context, tx: Tx, attachmentId: string): Promise<void> => {
  if (!context.config.virusScanner) return
  await insertScan(tx, attachmentId, context.clock.now())
  await context.outbox.addJob(tx, 'materials.scan-file', { attachmentId })
}

export const whyNotOpen = async ({ db }: Context, attachmentId: string): Promise<Refusal<'file-not-scanned' | 'file-infected'> | undefined> => {
  const state = (await scansOf(db, [attachmentId])).get(attachmentId)
  return state === 'waiting' ? refuse('file-not-scanned') : state === 'infected' ? refuse('file-infected') : undefined
}

const foundInfected = async (context: Context, tx: Tx, attachmentId: string): Promise<void> => {
  const now = context.clock.now()
  const materials = await materialsWithPage(tx, attachmentId)
  for (const { material_id: id, customer_id: customerId } of materials) {
    const reason = await sealOf(context, tx, { customerId, dataClass: 'material' }, '文件带有病毒，请用没有病毒的手机或电脑重新提交', reasonBound(id))
    await setDecision(tx, id, { state: 'refused', at: now, staffId: undefined, reason, validUntil: undefined })
  }
  const cases = [...new Map(materials.map(({ case_id: caseId, customer_id: customerId }) => [caseId, { caseId, customerId }])).values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  await context.outbox.emitAll(tx, cases.map(({ caseId, customerId }) => ({ kind: 'materials.file-infected', at: now, payload: { attachmentId, customerId, caseId } })))
}

/** Throws where the scanner gives no verdict: the file goes on waiting, and the job is tried again. */
export const scanFile = async (context: Context, attachmentId: string, bytes: Buffer): Promise<void> => {
  const { virusScanner } = context.config
  if (!virusScanner) return
  const verdict = await scan(virusScanner, bytes, patience)
  await context.db.transaction().execute(async (tx) => {
    await setScan(tx, attachmentId, verdict, context.clock.now())
    if (verdict === 'infected') await foundInfected(context, tx, attachmentId)
  })
}

/** How many have waited since before that moment. */
export const filesWaiting: (reader: Reader, before: Instant) => Promise<number> = waitingSince
