import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/db.ts'
import { endGenerations, generationsReadEvery, stateOfSecret, takeOver } from '../platform/house-secrets.ts'
import { openDetails, searchHashes, searchSecret } from './details.ts'
import { countHashedOtherwise, lockHashedOtherwise, updateHashes } from './store.ts'

/**
 * Replacing the secret behind the hashes that customers are found by, while servers run. First every process finds by the old and the new
 * one, then every process hashes by the new one, then what was hashed before is hashed anew, and only then the old one goes. So nobody is
 * missed at any moment. Each step stands in the database: killed anywhere, it goes on there when it is started again.
 */

export type SearchRotation = { readonly to: string; readonly from: readonly string[]; readonly count: number }

export type SearchRotationSettings = {
  /** How long to wait until every server has read what was changed; tests wait less. */
  readonly settle?: number
  readonly told?: (count: number) => void
}

/** How many customers still wait; undefined where no replacement is under way. */
export const searchRotationLeft = async (db: Database): Promise<number | undefined> => {
  const state = await stateOfSecret(db, searchSecret)
  if (!state || (state.coming === undefined && state.older.length === 0)) return undefined
  return await countHashedOtherwise(db, state.current)
}

const atOnce = 200
const pause = 50

/** A customer whose key is destroyed has nothing left to be found by. */
const hashBatch = async (context: Context, current: string): Promise<number> =>
  await context.db.transaction().execute(async (tx) => {
    const rows = await lockHashedOtherwise(tx, current, atOnce)
    await context.keys.prepare(tx, rows.flatMap(({ details }) => details ?? []))
    for (const row of rows) await updateHashes(tx, row.customer_id, await searchHashes(context, await openDetails(context, tx, row)))
    return rows.length
  })

/** The generation that makes the hashes from now on: the one of a replacement that was broken off, or a new one. */
const beginRotation = async (context: Context, settle: number): Promise<string> => {
  const { db, keys, clock } = context
  await keys.generations(searchSecret)
  const state = await stateOfSecret(db, searchSecret)
  if (!state) throw new Error('the secret of the search was made and not found')
  if (state.coming === undefined && state.older.length > 0) return state.current
  if (state.coming === undefined) await keys.addGeneration(db, searchSecret, state.newest + 1)
  const coming = (await stateOfSecret(db, searchSecret))?.coming
  if (coming === undefined) return await beginRotation(context, settle)
  await sleep(settle)
  await takeOver(db, coming, new Date(clock.now()))
  return coming
}

export const rotateSearchSecret = async (context: Context, { settle = generationsReadEvery + 1000, told }: SearchRotationSettings = {}): Promise<SearchRotation> => {
  const { db, clock, outbox } = context
  const current = await beginRotation(context, settle)
  await sleep(settle)
  let count = 0
  for (;;) {
    while ((await countHashedOtherwise(db, current)) > 0) {
      const done = await hashBatch(context, current)
      count += done
      told?.(count)
      if (done === 0) await sleep(pause)
    }
    const rotation = await db.transaction().execute(async (tx): Promise<SearchRotation | undefined> => {
      const from = await endGenerations(tx, { name: searchSecret, current, at: new Date(clock.now()), isFree: async () => (await countHashedOtherwise(db, current)) === 0 })
      if (!from) return undefined
      const ended = { to: current, from, count }
      await outbox.emit(tx, { kind: 'people.search-secret-replaced', at: clock.now(), payload: { ...ended, from: [...from] } })
      return ended
    })
    if (rotation) return rotation
    await sleep(pause)
  }
}
