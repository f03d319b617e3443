import type { GivenMaterial } from '@xinqiao/contract/materials.ts'
import { type MaterialOnFile, parseMaterialRules } from '@xinqiao/core/materials/on-file.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { instant, localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sealOf } from '../people/customer-keys.ts'
import { recordsOf } from '../people/customers.ts'
import { contentOnce } from '../platform/content.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { attachmentInfoOf, type AttachmentFile, openFile } from './attachments.ts'
import { noteBound, reasonBound } from './material-seals.ts'
import { findMaterial, holdScans, insertMaterial, lockMaterial, type MaterialRow, materialsOfRecords, pagesOfMaterials, scansOf, setDecision } from './material-store.ts'
import { scanFile, whyNotOpen } from './scan.ts'
import { attachmentsByIds } from './store.ts'

/** Materials: files given for a case, whoever brought them, and what became of them. */

export const materialRules = contentOnce('desk/materials.json', parseMaterialRules)

const textOf = async ({ keys }: Context, reader: Reader, sealed: Buffer | null, bound: string): Promise<string | undefined> =>
  sealed === null ? undefined : (await keys.open(reader, sealed, bound))?.toString('utf8')

const onFile = async (context: Context, reader: Reader, row: MaterialRow): Promise<MaterialOnFile> => {
  const { material_id: id, kind, case_id: caseId, received_at: at, state, valid_until: until } = row
  const receivedAt = instant(at.getTime())
  const [reason, validUntil] = [await textOf(context, reader, row.reason, reasonBound(id)), until === null ? undefined : parseDay(until)]
  return {
    id, kind, caseId, receivedAt, receivedOn: localTime(receivedAt, shanghai).day, state, ...(reason === undefined ? {} : { reason }), ...(validUntil === undefined ? {} : { validUntil }),
  }
}

/** Everything that a customer gave, the newest first. */
export const materialsOnFile = async (context: Context, reader: Reader, customerId: string): Promise<readonly MaterialOnFile[]> =>
  await Promise.all((await materialsOfRecords(reader, await recordsOf(reader, customerId))).map((row) => onFile(context, reader, row)))

type ShownPages = (materialId: string) => Promise<GivenMaterial['pages']>

const readPages = async (context: Context, rows: readonly MaterialRow[]): Promise<ShownPages> => {
  const { db } = context
  const pages = await pagesOfMaterials(db, rows.map(({ material_id: id }) => id))
  const scans = await scansOf(db, pages.map(({ attachment_id: id }) => id))
  const shown = async (fileId: string): Promise<GivenMaterial['pages']> => {
    const info = await attachmentInfoOf(context, fileId)
    return info ? [{ fileId, name: info.name, type: info.type, size: info.size, scan: scans.get(fileId) ?? 'not-scanned' }] : []
  }
  return async (materialId) => (await Promise.all(pages.filter((page) => page.material_id === materialId).map((page) => shown(page.attachment_id)))).flat()
}

export type ShownMaterial = GivenMaterial & { readonly kind: string }

const shownOf = async (context: Context, row: MaterialRow, caseId: string, pagesOf: ShownPages): Promise<ShownMaterial> => {
  const { material_id: id, kind, received_at: at, given_by: by, state, valid_until: validUntil } = row
  const [reason, note] = [await textOf(context, context.db, row.reason, reasonBound(id)), await textOf(context, context.db, row.note, noteBound(id))]
  return {
    id, kind, at: at.toISOString(), by, state, ...(reason === undefined ? {} : { reason }), ...(note === undefined ? {} : { note }),
    ...(validUntil === null ? {} : { validUntil }), ofThisCase: row.case_id === caseId, pages: await pagesOf(id),
  }
}

/** The same as both sides are shown it, the newest first. */
export const materialsShown = async (context: Context, customerId: string, caseId: string): Promise<readonly ShownMaterial[]> => {
  const rows = await materialsOfRecords(context.db, await recordsOf(context.db, customerId))
  const pagesOf = await readPages(context, rows)
  return await Promise.all(rows.map((row) => shownOf(context, row, caseId, pagesOf)))
}

export type Giving = {
  readonly id: string; readonly customerId: string; readonly caseId: string; readonly kind: string; readonly pages: readonly string[]
  readonly staffId?: string; readonly note?: string
}

/** Pages are files of this customer: his own, or taken in by this person at the desk. */
const whyNotPages = async (context: Context, { customerId, staffId, pages }: Giving): Promise<Refusal<'not-found' | 'material-heic'> | undefined> => {
  if (pages.length === 0) return undefined
  const records = await recordsOf(context.db, customerId)
  const rows = await attachmentsByIds(context.db, pages)
  if (new Set(pages).size < pages.length || rows.length < pages.length) return refuse('not-found')
  if (!rows.every((row) => records.includes(row.customer_id) && (row.staff_id === null || row.staff_id === staffId))) return refuse('not-found')
  return rows.some(({ type }) => type === 'image/heic') ? refuse('material-heic') : undefined
}

/** The same id again changes nothing. */
export const giveMaterial = async (context: Context, giving: Giving): Promise<Refusal<'not-found' | 'material-heic' | 'file-infected' | 'material-without-pages'> | undefined> => {
  const { id, customerId, caseId, kind, pages, staffId, note = '' } = giving
  const known = await findMaterial(context.db, id)
  if (known) return known.case_id === caseId && known.kind === kind ? undefined : refuse('not-found')
  if (pages.length === 0 && (staffId === undefined || note.trim() === '')) return refuse('material-without-pages')
  const refusal = await whyNotPages(context, giving)
  if (refusal) return refusal
  const at = context.clock.now()
  return await context.db.transaction().execute(async (tx) => {
    if ((await holdScans(tx, pages)).includes('infected')) return refuse('file-infected')
    const sealed = note.trim() === '' ? undefined : await sealOf(context, tx, { customerId, dataClass: 'material' }, note, noteBound(id))
    await insertMaterial(tx, { id, customerId, caseId, kind, staffId, at, note: sealed, pages })
    await context.outbox.emit(tx, { kind: 'materials.given', at, payload: { materialId: id, customerId, caseId, kind, pages: pages.length, ...(staffId === undefined ? {} : { staffId }) } })
    return undefined
  })
}

export type Deciding = {
  readonly materialId: string; readonly caseId: string; readonly staffId: string; readonly decision: 'accept' | 'refuse'; readonly reason: string | undefined; readonly validUntil: string | undefined
}

/** The same decision again changes nothing; what was refused is given anew. */
export const decideOnMaterial = async (context: Context, { materialId: id, caseId, staffId, decision, reason, validUntil }: Deciding): Promise<Refusal<'not-found' | 'material-decided'> | undefined> =>
  await context.db.transaction().execute(async (tx) => {
    const row = await lockMaterial(tx, id)
    if (!row || row.case_id !== caseId) return refuse('not-found')
    const state = decision === 'accept' ? 'accepted' : 'refused'
    if (row.state === state) return undefined
    if (row.state === 'refused') return refuse('material-decided')
    const [at, customerId] = [context.clock.now(), row.customer_id]
    const sealed = decision === 'refuse' ? await sealOf(context, tx, { customerId, dataClass: 'material' }, reason ?? '', reasonBound(id)) : undefined
    await setDecision(tx, id, { state, at, staffId, reason: sealed, validUntil: decision === 'accept' ? validUntil : undefined })
    await context.outbox.emit(tx, { kind: 'materials.decided', at, payload: { materialId: id, customerId, caseId, staffId, decision } })
    return undefined
  })

/** A page for the desk; nobody opens what the scanner has not seen, where there is one. */
export const pageOfMaterial = async (
  context: Context, materialId: string, place: number,
): Promise<AttachmentFile | Refusal<'not-found' | 'file-not-scanned' | 'file-infected'>> => {
  const page = (await pagesOfMaterials(context.db, [materialId])).find((each) => each.place === place)
  const [row] = page ? await attachmentsByIds(context.db, [page.attachment_id]) : []
  if (!row) return refuse('not-found')
  return (await whyNotOpen(context, row.attachment_id)) ?? (await openFile(context, row)) ?? refuse('not-found')
}

/** Nothing where the file is gone meanwhile. */
export const scanStored = async (context: Context, attachmentId: string): Promise<void> => {
  const [row] = await attachmentsByIds(context.db, [attachmentId])
  const file = row && (await openFile(context, row))
  if (file) await scanFile(context, attachmentId, file.bytes)
}
