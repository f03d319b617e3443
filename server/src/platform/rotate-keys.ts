import { randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Context } from './context.ts'
import type { Database } from './db.ts'
import { makeMasterKey, type MasterKeys, masterKeyPath, masterKeysText, openKeyRing, readMasterKeys, ringReadEvery } from './master-key.ts'

/**
 * Rotation of the master key: a new one wraps all data keys, which themselves stay. Servers run meanwhile: the old key lies behind the new
 * one until nothing needs it. Killed at any moment it goes on where it was when it is started again.
 */

/** How many data keys each master key wraps. */
export const keysByMaster = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ id: string; count: number }>`
    select master_key_id as id, count(*)::integer as count from data_key where wrapped is not null group by 1`.execute(db)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** In one step, whoever reads at that moment: the file is the old one or the new one. */
const replaceKeys = async (config: Config, keys: readonly MasterKeys[number][]): Promise<void> => {
  const path = masterKeyPath(config)
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(masterKeysText(keys))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

const atOnce = 500

/** Wraps one batch anew; returns how many. A key that somebody destroys at this moment is passed over: nothing of it is left to wrap. */
const rewrapBatch = async (db: Database, config: Config, current: string): Promise<number> => {
  const ring = await openKeyRing(config)
  return await db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('data_key').select(['data_key_id', 'master_key_id', 'wrapped']).where('wrapped', 'is not', null).where('master_key_id', '<>', current)
      .limit(atOnce).forUpdate().skipLocked().execute()
    for (const { wrapped, ...row } of rows) {
      if (wrapped === null) continue
      const { data_key_id: id, ...anew } = await ring.wrap(row.data_key_id, await ring.unwrap({ ...row, wrapped }))
      await tx.updateTable('data_key').set(anew).where('data_key_id', '=', id).execute()
    }
    return rows.length
  })
}

export type Rotation = { readonly to: string; readonly from: readonly string[]; readonly count: number }

export type RotationSettings = {
  /** How long to wait until every server has read the new key; tests wait less. */
  readonly settle?: number
  readonly told?: (count: number) => void
}

/** The key that is to wrap from now on stands first. Our own file gets one, unless a rotation that was broken off left one there; elsewhere the administrator puts it there. */
const beginRotation = async (config: Config, db: Database): Promise<MasterKeys> => {
  const keys = await readMasterKeys(config)
  if (config.masterKey.kind !== 'kept' || keys.length > 1) return keys
  const wrapped = await keysByMaster(db)
  if ([...wrapped.keys()].some((id) => id !== keys[0].id)) throw new Error('there are data keys that the master key does not open; put back the one that was here when they were made')
  await replaceKeys(config, [makeMasterKey(), ...keys])
  return await readMasterKeys(config)
}

const pause = 50

export const rotateMasterKey = async ({ config, db, clock, outbox }: Context, { settle = ringReadEvery + 1000, told }: RotationSettings = {}): Promise<Rotation> => {
  const [current, ...older] = await beginRotation(config, db)
  // Until then a server may still make data keys under the old one.
  await sleep(settle)
  let count = 0
  const left = async (): Promise<number> => [...(await keysByMaster(db))].reduce((sum, [id, keys]) => sum + (id === current.id ? 0 : keys), 0)
  while ((await left()) > 0) {
    const done = await rewrapBatch(db, config, current.id)
    count += done
    told?.(count)
    if (done === 0) await sleep(pause)
  }
  const rotation = { to: current.id, from: older.map(({ id }) => id), count }
  await db.transaction().execute((tx) => outbox.emit(tx, { kind: 'platform.master-key-rotated', at: clock.now(), payload: { ...rotation, from: [...rotation.from] } }))
  if (config.masterKey.kind === 'kept') await replaceKeys(config, [current])
  return rotation
}
