import type { Database, Reader, Tx } from './db.ts'
import type { WrappedKey } from './master-key.ts'

/** The secrets of the house, by name: few, and wrapped as data keys are. */

export type Unwrap = (row: Omit<WrappedKey, 'wrapped'> & { readonly wrapped: Buffer | null }) => Promise<Buffer>

/** `id`: the data key's. */
export type Generation = { readonly id: string; readonly secret: Buffer }

type Generations = readonly [Generation, ...Generation[]]

/** After so long every process finds and hashes by the generations that stand in the database. */
export const generationsReadEvery = 5000

const rowsOf = (reader: Reader, name: string) =>
  reader.selectFrom('data_key').selectAll().where('name', '=', name).where('wrapped', 'is not', null).orderBy('generation').execute()

type SecretRow = Awaited<ReturnType<typeof rowsOf>>[number]

/** A later generation makes no hashes before it took over: until then some process may not yet find by it. */
const makesHashes = ({ generation, took_over_at: tookOver }: SecretRow): boolean => generation === 1 || tookOver !== null

export type SecretState = {
  readonly newest: number
  readonly current: string
  /** Known already, but makes no hashes yet. */
  readonly coming: string | undefined
  /** Still valid, and to be replaced. */
  readonly older: readonly string[]
}

/** Where a replacement stands; undefined where nobody has asked for the secret yet. */
export const stateOfSecret = async (reader: Reader, name: string): Promise<SecretState | undefined> => {
  const rows = await rowsOf(reader, name)
  const current = rows.findLast(makesHashes)
  if (!current) return undefined
  return {
    newest: Math.max(...rows.map(({ generation }) => generation)),
    current: current.data_key_id, coming: rows.find((row) => !makesHashes(row))?.data_key_id,
    older: rows.filter((row) => makesHashes(row) && row !== current).map(({ data_key_id: id }) => id),
  }
}

/** From this moment on new hashes are made with it. */
export const takeOver = async (reader: Reader, id: string, at: Date): Promise<void> => {
  await reader.updateTable('data_key').set({ took_over_at: at }).where('data_key_id', '=', id).where('took_over_at', 'is', null).execute()
}

export type Ending = { readonly name: string; readonly current: string; readonly at: Date; readonly isFree: () => Promise<boolean> }

/**
 * Destroys the generations before the current one and returns them; undefined where one is still needed. Whoever writes a row that refers to
 * one holds it until his transaction ends: it is passed over here, and `isFree` is asked when nobody does.
 */
export const endGenerations = async (tx: Tx, { name, current, at, isFree }: Ending): Promise<readonly string[] | undefined> => {
  const older = (await stateOfSecret(tx, name))?.older ?? []
  if (older.length === 0) return []
  const held = await tx.selectFrom('data_key').select('data_key_id').where('data_key_id', 'in', [...older]).forUpdate().skipLocked().execute()
  if (held.length < older.length || older.includes(current) || !(await isFree())) return undefined
  await tx.updateTable('data_key').set({ wrapped: null, destroyed_at: at }).where('data_key_id', 'in', [...older]).execute()
  return older
}

export type Secrets = {
  readonly secret: (name: string) => Promise<Buffer>
  readonly generations: (name: string) => Promise<Generations>
}

export const createSecrets = (db: Database, unwrap: Unwrap, insert: (name: string) => Promise<string>): Secrets => {
  const known = new Map<string, { readonly found: Generations; readonly readAt: number }>()
  const read = async (name: string): Promise<Generations> => {
    let rows = await rowsOf(db, name)
    if (rows.length === 0) {
      await insert(name)
      rows = await rowsOf(db, name)
    }
    const current = rows.findLast(makesHashes)
    if (!current) throw new Error(`the secret ${name} could not be made`)
    const open = async (row: SecretRow): Promise<Generation> => ({ id: row.data_key_id, secret: await unwrap(row) })
    const found: Generations = [await open(current), ...(await Promise.all(rows.filter((row) => row !== current).map(open)))]
    known.set(name, { found, readAt: performance.now() })
    return found
  }
  return {
    secret: async (name) => (known.get(name)?.found ?? (await read(name)))[0].secret,
    generations: async (name) => {
      const last = known.get(name)
      return last && performance.now() - last.readAt < generationsReadEvery ? last.found : await read(name)
    },
  }
}
