import { z } from 'zod'
import { closeTalksOf } from '../conversations/change-conversation.ts'
import { destroyedOf, keysOfRecords, type LiveKey } from '../people/customer-keys.ts'
import { personOf, readCustomer, recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { seal, unseal } from '../platform/master-key.ts'
import { type AnchorPlace, openAnchorPlace } from '../record/anchor-place.ts'
import { countsOf, destroy } from './dispose-data.ts'
import { doneErasures, erasureById, type ErasureRow, lockData, putBackErasure } from './erasure-store.ts'

/**
 * A backup from before an erasure brings the customer back, keys and all. So each erasure is also written down outside the database, beside
 * the anchors, and whoever puts a backup back carries out once more what the database does not know of. The list holds ids, classes and
 * days and no more, sealed by a secret of the house that every backup holds: who has the place alone can neither read nor add to it.
 */

const keySchema = z.object({ dataKeyId: z.uuid(), customerId: z.uuid(), keyClass: z.string(), year: z.int() })

const entrySchema = z.object({
  erasure: z.uuid(), customer: z.uuid(), session: z.uuid().nullable(), askedBy: z.uuid().nullable(), records: z.array(z.uuid()).min(1), keys: z.array(keySchema), ended: z.boolean(), identityStays: z.boolean(),
  requestedAt: z.iso.datetime(), agreedBy: z.uuid(), agreedAt: z.iso.datetime(), decidedBy: z.uuid(), decidedAt: z.iso.datetime(), report: z.string(),
})

type Entry = z.infer<typeof entrySchema>

export const listSecret = ({ keys }: Pick<Context, 'keys'>): Promise<Buffer> => keys.secret('erasure-list')

const version = Buffer.of(1)
const boundTo = (id: string): string => `erasure ${id}`

const sealEntry = async (context: Context, entry: Entry): Promise<string> =>
  seal(await listSecret(context), version, Buffer.from(JSON.stringify(entry)), boundTo(entry.erasure)).toString('base64')

/** Undefined where it was sealed by another house, or altered. */
const openEntry = async (context: Context, id: string, text: string): Promise<Entry | undefined> => {
  const secret = await listSecret(context)
  try {
    return entrySchema.parse(JSON.parse(unseal(secret, version.length, Buffer.from(text, 'base64'), boundTo(id)).toString('utf8')))
  } catch {
    return undefined
  }
}

const entryOf = async ({ db }: Context, row: ErasureRow): Promise<Entry> => {
  const { erasure_id: erasure, customer_id: customer, session_id: session, asked_by: askedBy, agreed_by: agreedBy, agreed_at: agreedAt, decided_by: decidedBy, decided_at: decidedAt, report } = row
  if (agreedBy === null || agreedAt === null || decidedBy === null || decidedAt === null) throw new Error(`erasure ${erasure} was carried out by nobody`)
  const records = await recordsOf(db, await personOf(db, customer))
  const left = await keysOfRecords(db, records)
  return {
    erasure, customer, session, askedBy, records: [...records], keys: [...(await destroyedOf(db, records))], ended: (report as { readonly ended: boolean }).ended,
    identityStays: left.some(({ keyClass }) => keyClass === 'identity' || keyClass === 'all'), report: JSON.stringify(report),
    requestedAt: row.requested_at.toISOString(), agreedBy, agreedAt: agreedAt.toISOString(), decidedBy, decidedAt: decidedAt.toISOString(),
  }
}

/** Writes down the erasures that the list does not hold yet. */
export const listNewErasures = async (context: Context): Promise<void> => {
  const place = openAnchorPlace(context.config, 'erasure')
  const listed = new Set(await place.names())
  for (const row of await doneErasures(context.db)) {
    if (!listed.has(row.erasure_id)) await place.write(row.erasure_id, await sealEntry(context, await entryOf(context, row)))
  }
}

/** By its id, and by its class and year: what stood under one key then may stand under another in an older copy. */
const isDestroyed = ({ keys }: Entry) => (key: LiveKey): boolean =>
  keys.some(({ dataKeyId, customerId, keyClass, year }) => dataKeyId === key.dataKeyId || (customerId === key.customerId && keyClass === key.keyClass && year === key.year))

const putBack = (tx: Tx, entry: Entry): Promise<boolean> =>
  putBackErasure(tx, {
    erasure_id: entry.erasure, customer_id: entry.customer, session_id: entry.session, asked_by: entry.askedBy, state: 'done', requested_at: new Date(entry.requestedAt), agreed_by: entry.agreedBy,
    agreed_at: new Date(entry.agreedAt), decided_by: entry.decidedBy, decided_at: new Date(entry.decidedAt), report: entry.report,
  })

/** False where nothing was left to be done. */
const applyAgain = async (context: Context, entry: Entry): Promise<boolean> => {
  const { db, clock, outbox } = context
  const { customer, records, ended, identityStays } = entry
  if ((await keysOfRecords(db, records)).filter(isDestroyed(entry)).some(({ keyClass }) => keyClass === 'talk' || keyClass === 'all')) await closeTalksOf(context, records)
  return await db.transaction().execute(async (tx) => {
    await lockData(tx, customer)
    const known = await readCustomer(context, tx, customer)
    if (!known || (await erasureById(tx, entry.erasure))?.state === 'done') return false
    const doomed = (await keysOfRecords(tx, records)).filter(isDestroyed(entry))
    const endsPerson = ended && !known.erased
    if (doomed.length === 0 && !endsPerson) return false
    const gone = await destroy(context, tx, { customerId: customer, records, doomed, endsPerson, identityStays })
    await putBack(tx, entry)
    const payload = { customer, erasure: entry.erasure, decidedAt: entry.decidedAt, gone: countsOf(gone), ended }
    await outbox.emit(tx, { kind: 'cases.erasure-applied-again', at: clock.now(), payload })
    return true
  })
}

export type AppliedAgain = {
  readonly applied: number
  /** Entries of another house, or altered ones. */
  readonly unreadable: readonly string[]
}

/** Carries out once more what the list holds and this database does not know of. May be repeated; where nothing was put back it does nothing. */
export const applyErasuresAgain = async (context: Context, place: AnchorPlace = openAnchorPlace(context.config, 'erasure')): Promise<AppliedAgain> => {
  await listSecret(context)
  const done = new Set((await doneErasures(context.db)).map(({ erasure_id: id }) => id))
  const unreadable: string[] = []
  let applied = 0
  for (const id of await place.names()) {
    if (done.has(id)) continue
    const entry = await openEntry(context, id, (await place.read(id)) ?? '')
    if (!entry) unreadable.push(id)
    else if (await applyAgain(context, entry)) applied += 1
  }
  return { applied, unreadable }
}

/** At every start, for a database may have been put back by other means than ours. A place that cannot be reached keeps nobody from his work: the next start tries again. */
export const eraseAgain = async (context: Context): Promise<void> => {
  const { log } = context
  try {
    const { applied, unreadable } = await applyErasuresAgain(context)
    if (applied > 0) log.warn({ count: applied, step: 'erase-again' }, 'this database was put back: erasures that it did not know of were carried out again')
    if (unreadable.length > 0) log.warn({ count: unreadable.length, step: 'erase-again' }, 'erasures in the list cannot be opened: they are of another house, or altered')
  } catch (error) {
    log.error({ error, step: 'erase-again' }, 'the list of erasures could not be read or carried out')
  }
}
