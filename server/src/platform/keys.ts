import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Database, Reader } from './db.ts'
import { createSecrets, type Generation, type Unwrap } from './house-secrets.ts'
import { type KeyRing, seal, unseal } from './master-key.ts'

/**
 * Envelope encryption (NIST SP 800-57 part 1, 5.3.7: key wrapping). A master key outside the database wraps a data key for each
 * customer; data keys encrypt what the customer wrote. Who holds only the database, or only the data folder, reads nothing; and
 * destroying one data key destroys all that it encrypted, backups included (个人信息保护法 art. 47).
 *
 * A sealed text is: version (1 byte) · data key id (16) · nonce (12) · AES-256-GCM ciphertext · tag (16).
 */
export type Keys = {
  /** Makes a data key. In the transaction that makes whatever it belongs to. */
  readonly create: (tx: Reader) => Promise<string>
  /** `bound` is what the text belongs to, such as a message id: sealed under one it does not open under another. */
  readonly encrypt: (db: Reader, dataKeyId: string, plain: Uint8Array, bound: string) => Promise<Buffer>
  /** Throws where the text was altered, is bound to something else, or its key was destroyed (`KeyDestroyed`). */
  readonly decrypt: (db: Reader, sealed: Uint8Array, bound: string) => Promise<Buffer>
  /** As `decrypt`; undefined where the key was destroyed: the customer was erased, or the time for which this was kept is over. */
  readonly open: (db: Reader, sealed: Uint8Array, bound: string) => Promise<Buffer | undefined>
  /** Loads the keys of many sealed texts at once, so that opening them asks for none; destroyed ones are passed over. */
  readonly prepare: (db: Reader, sealed: readonly Uint8Array[]) => Promise<void>
  /** Removes the key for good. Other processes forget theirs within a minute. */
  readonly destroy: (tx: Reader, dataKeyId: string) => Promise<void>
  /** HMAC-SHA256 of a text under the house's key of that name: finds equal texts without showing them. */
  readonly keyedHash: (name: string, text: string) => Promise<Buffer>
  /** 32 secret bytes of the house, made at the first asking and the same for ever: session secrets, tokens. */
  readonly secret: (name: string) => Promise<Buffer>
  /** A secret of the house that can be replaced: the generations that are valid just now, first the one that makes new hashes. Read again within seconds. */
  readonly generations: (name: string) => Promise<readonly [Generation, ...Generation[]]>
  /** Makes the next generation of a secret, which only finds until it takes over. */
  readonly addGeneration: (tx: Reader, name: string, generation: number) => Promise<void>
}

export class KeyDestroyed extends Error {
  constructor(dataKeyId: string) {
    super(`the data key ${dataKeyId} was destroyed, and with it what it encrypted`)
    this.name = 'KeyDestroyed'
  }
}

const version = 1
const mostKept = 5000
const keptFor = 60_000

const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

const uuidText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const headerOf = (id: string): Buffer => Buffer.concat([Buffer.of(version), uuidBytes(id)])

type Kept = { readonly key: Buffer; readonly until: number }

/** The most recently used data keys, unwrapped, each for a minute at most. */
const createCache = (clock: () => number) => {
  const kept = new Map<string, Kept>()
  return {
    get: (id: string): Buffer | undefined => {
      const found = kept.get(id)
      if (!found || found.until < clock()) return undefined
      kept.delete(id)
      kept.set(id, found)
      return found.key
    },
    set: (id: string, key: Buffer): void => {
      kept.set(id, { key, until: clock() + keptFor })
      const oldest = kept.size > mostKept ? kept.keys().next().value : undefined
      if (oldest !== undefined) kept.delete(oldest)
    },
    delete: (id: string): void => void kept.delete(id),
  }
}

export const createKeys = (db: Database, ring: KeyRing, clock: Clock): Keys => {
  const cache = createCache(() => performance.now())

  const insert = async (tx: Reader, name: string | null, generation = 1): Promise<string> => {
    const id = randomUUID()
    await tx
      .insertInto('data_key')
      .values({ ...(await ring.wrap(id, randomBytes(32))), name, generation, made_at: new Date(clock.now()) })
      .onConflict((conflict) => conflict.columns(['name', 'generation']).doNothing())
      .execute()
    return id
  }
  const unwrap: Unwrap = async ({ wrapped, ...row }) => {
    if (wrapped === null) throw new KeyDestroyed(row.data_key_id)
    return await ring.unwrap({ ...row, wrapped })
  }
  const load = async (reader: Reader, id: string): Promise<Buffer> => {
    const known = cache.get(id)
    if (known) return known
    const row = await reader.selectFrom('data_key').selectAll().where('data_key_id', '=', id).executeTakeFirst()
    if (!row) throw new Error(`there is no data key ${id}`)
    const key = await unwrap(row)
    cache.set(id, key)
    return key
  }
  const { secret, generations } = createSecrets(db, unwrap, (name) => insert(db, name))
  const decrypt = async (reader: Reader, sealed: Uint8Array, bound: string): Promise<Buffer> => {
    if (sealed[0] !== version) throw new Error(`a sealed text of version ${sealed[0]} is not known`)
    return unseal(await load(reader, uuidText(Buffer.from(sealed.subarray(1, 17)))), 17, sealed, bound)
  }

  return {
    create: (tx) => insert(tx, null),
    encrypt: async (reader, id, plain, bound) => seal(await load(reader, id), headerOf(id), plain, bound),
    decrypt,
    open: async (reader, sealed, bound) => {
      try {
        return await decrypt(reader, sealed, bound)
      } catch (error) {
        if (error instanceof KeyDestroyed) return undefined
        throw error
      }
    },
    prepare: async (reader, sealed) => {
      const ids = [...new Set(sealed.map((text) => uuidText(Buffer.from(text.subarray(1, 17)))))].filter((id) => !cache.get(id)).slice(0, mostKept)
      if (ids.length === 0) return
      const rows = await reader.selectFrom('data_key').selectAll().where('data_key_id', 'in', ids).where('wrapped', 'is not', null).execute()
      for (const row of rows) cache.set(row.data_key_id, await unwrap(row))
    },
    destroy: async (tx, id) => {
      await tx.updateTable('data_key').set({ wrapped: null, destroyed_at: new Date(clock.now()) }).where('data_key_id', '=', id).execute()
      cache.delete(id)
    },
    secret,
    generations,
    addGeneration: async (tx, name, generation) => void (await insert(tx, name, generation)),
    keyedHash: async (name, text) => createHmac('sha256', await secret(name)).update(text).digest(),
  }
}
