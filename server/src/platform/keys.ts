import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Database, Reader } from './db.ts'
import { writeOnce } from './secret-file.ts'

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
  /** Loads the keys of many sealed texts at once, so that opening them asks for none; destroyed ones are passed over. */
  readonly prepare: (db: Reader, sealed: readonly Uint8Array[]) => Promise<void>
  /** Removes the key for good. Other processes forget theirs within a minute. */
  readonly destroy: (tx: Reader, dataKeyId: string) => Promise<void>
  /** HMAC-SHA256 of a text under the house's key of that name: finds equal texts without showing them. */
  readonly keyedHash: (name: string, text: string) => Promise<Buffer>
  /** 32 secret bytes of the house, made at the first asking and the same for ever: session secrets, tokens. */
  readonly secret: (name: string) => Promise<Buffer>
}

export class KeyDestroyed extends Error {
  constructor(dataKeyId: string) {
    super(`the data key ${dataKeyId} was destroyed, and with it what it encrypted`)
    this.name = 'KeyDestroyed'
  }
}

export type MasterKey = { readonly id: string; readonly key: Buffer }

const version = 1
const mostKept = 5000
const keptFor = 60_000

const seal = (key: Buffer, header: Buffer, plain: Uint8Array, bound: string): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.concat([header, Buffer.from(bound)]))
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

const unseal = (key: Buffer, headerLength: number, sealed: Uint8Array, bound: string): Buffer => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const header = bytes.subarray(0, headerLength)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(headerLength, headerLength + 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.concat([header, Buffer.from(bound)]))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(headerLength + 12, -16)), decipher.final()])
}

const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

const uuidText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const headerOf = (id: string): Buffer => Buffer.concat([Buffer.of(version), uuidBytes(id)])

const masterKeyOf = (text: string, where: string): MasterKey => {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) throw new Error(`the master key in ${where} is not 32 bytes in base64`)
  // The id tells keys apart and says nothing about the key.
  const id = createHash('sha256').update('xinqiao master key id').update(key).digest('hex').slice(0, 16)
  return { id, key }
}

/** The master key of this installation; made at the first start where none is given. */
export const openMasterKey = async (config: Config): Promise<MasterKey> => {
  if (config.masterKey.kind === 'given') return masterKeyOf(config.masterKey.text, 'XINQIAO_MASTER_KEY')
  if (config.masterKey.kind === 'file') return masterKeyOf(await readFile(config.masterKey.path, 'utf8'), config.masterKey.path)
  const path = join(config.dataFolder, 'master.key')
  return masterKeyOf(await writeOnce(path, () => randomBytes(32).toString('base64')), path)
}

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

export const createKeys = (db: Database, master: MasterKey, clock: Clock): Keys => {
  const cache = createCache(() => performance.now())
  const named = new Map<string, Buffer>()
  const wrapping = Buffer.from(hkdfSync('sha256', master.key, '', 'xinqiao data keys', 32))

  const insert = async (tx: Reader, name: string | null): Promise<string> => {
    const id = randomUUID()
    const wrapped = seal(wrapping, Buffer.of(version), randomBytes(32), `data key ${id}`)
    await tx
      .insertInto('data_key')
      .values({ data_key_id: id, name, master_key_id: master.id, wrapped, made_at: new Date(clock.now()) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    return id
  }
  const unwrap = (row: { readonly data_key_id: string; readonly master_key_id: string; readonly wrapped: Buffer | null }): Buffer => {
    if (row.wrapped === null) throw new KeyDestroyed(row.data_key_id)
    if (row.master_key_id !== master.id) {
      throw new Error(`data key ${row.data_key_id} is wrapped by master key ${row.master_key_id}, but this installation holds ${master.id}`)
    }
    return unseal(wrapping, 1, row.wrapped, `data key ${row.data_key_id}`)
  }
  const load = async (reader: Reader, id: string): Promise<Buffer> => {
    const known = cache.get(id)
    if (known) return known
    const row = await reader.selectFrom('data_key').selectAll().where('data_key_id', '=', id).executeTakeFirst()
    if (!row) throw new Error(`there is no data key ${id}`)
    const key = unwrap(row)
    cache.set(id, key)
    return key
  }
  const secret = async (name: string): Promise<Buffer> => {
    const known = named.get(name)
    if (known) return known
    const find = () => db.selectFrom('data_key').selectAll().where('name', '=', name).executeTakeFirst()
    let row = await find()
    if (!row) {
      await insert(db, name)
      row = await find()
    }
    if (!row) throw new Error(`the key ${name} could not be made`)
    const key = unwrap(row)
    named.set(name, key)
    return key
  }

  return {
    create: (tx) => insert(tx, null),
    encrypt: async (reader, id, plain, bound) => seal(await load(reader, id), headerOf(id), plain, bound),
    decrypt: async (reader, sealed, bound) => {
      if (sealed[0] !== version) throw new Error(`a sealed text of version ${sealed[0]} is not known`)
      return unseal(await load(reader, uuidText(Buffer.from(sealed.subarray(1, 17)))), 17, sealed, bound)
    },
    prepare: async (reader, sealed) => {
      const ids = [...new Set(sealed.map((text) => uuidText(Buffer.from(text.subarray(1, 17)))))].filter((id) => !cache.get(id)).slice(0, mostKept)
      if (ids.length === 0) return
      const rows = await reader.selectFrom('data_key').selectAll().where('data_key_id', 'in', ids).where('wrapped', 'is not', null).execute()
      for (const row of rows) cache.set(row.data_key_id, unwrap(row))
    },
    destroy: async (tx, id) => {
      await tx.updateTable('data_key').set({ wrapped: null, destroyed_at: new Date(clock.now()) }).where('data_key_id', '=', id).execute()
      cache.delete(id)
    },
    secret,
    keyedHash: async (name, text) => createHmac('sha256', await secret(name)).update(text).digest(),
  }
}
