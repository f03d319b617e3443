import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { writeOnce } from './secret-file.ts'

/** The master key, which lies outside the database and wraps the data keys that lie in it. */
export type MasterKey = { readonly id: string; readonly key: Buffer }

/** AES-256-GCM; what is bound and the header must be the same to open it: header · nonce (12) · ciphertext · tag (16). */
export const seal = (key: Buffer, header: Buffer, plain: Uint8Array, bound: string): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.concat([header, Buffer.from(bound)]))
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export const unseal = (key: Buffer, headerLength: number, sealed: Uint8Array, bound: string): Buffer => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const header = bytes.subarray(0, headerLength)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(headerLength, headerLength + 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.concat([header, Buffer.from(bound)]))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(headerLength + 12, -16)), decipher.final()])
}

const masterKeyOf = (text: string, where: string): MasterKey => {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) throw new Error(`the master key in ${where} is not 32 bytes in base64`)
  // The id tells keys apart and says nothing about the key.
  const id = createHash('sha256').update('xinqiao master key id').update(key).digest('hex').slice(0, 16)
  return { id, key }
}

export type MasterKeys = readonly [MasterKey, ...MasterKey[]]

/** One key, or several with spaces or commas between them: the first wraps, the others are read only, until a rotation is done with them. */
const masterKeysOf = (text: string, where: string): MasterKeys => {
  const [first = '', ...older] = text.split(/[\s,]+/).filter((part) => part !== '')
  return [masterKeyOf(first, where), ...older.map((part) => masterKeyOf(part, where))]
}

export const masterKeyPath = (config: Pick<Config, 'dataFolder'>): string => join(config.dataFolder, 'master.key')

/** The master keys of this installation; one is made at the first start where none is given. */
export const readMasterKeys = async (config: Pick<Config, 'dataFolder' | 'masterKey'>): Promise<MasterKeys> => {
  if (config.masterKey.kind === 'given') return masterKeysOf(config.masterKey.text, 'XINQIAO_MASTER_KEY')
  if (config.masterKey.kind === 'file') return masterKeysOf(await readFile(config.masterKey.path, 'utf8'), config.masterKey.path)
  const path = masterKeyPath(config)
  return masterKeysOf(await writeOnce(path, () => randomBytes(32).toString('base64')), path)
}

export const masterKeysText = (keys: readonly Pick<MasterKey, 'key'>[]): string => keys.map(({ key }) => `${key.toString('base64')}\n`).join('')

export const makeMasterKey = (): MasterKey => masterKeyOf(randomBytes(32).toString('base64'), 'memory')

export type WrappedKey = { readonly data_key_id: string; readonly master_key_id: string; readonly wrapped: Buffer }

const wrapVersion = Buffer.of(1)
const boundTo = (id: string): string => `data key ${id}`
const wrappingOf = ({ key }: MasterKey): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'xinqiao data keys', 32))

/** The master keys as they are just now: a running server reads a changed file within seconds, so that a rotation needs no restart. */
export type KeyRing = {
  readonly wrap: (dataKeyId: string, key: Buffer) => Promise<WrappedKey>
  readonly unwrap: (row: WrappedKey) => Promise<Buffer>
}

/** After so long every process wraps with the first key of a changed file. */
export const ringReadEvery = 5000

export const openKeyRing = async (config: Pick<Config, 'dataFolder' | 'masterKey'>): Promise<KeyRing> => {
  let known = await readMasterKeys(config)
  let readAt = performance.now()
  const noOlderThan = async (age: number): Promise<MasterKeys> => {
    if (performance.now() - readAt > age) {
      known = await readMasterKeys(config)
      readAt = performance.now()
    }
    return known
  }
  return {
    wrap: async (id, key) => {
      const [master] = await noOlderThan(ringReadEvery)
      return { data_key_id: id, master_key_id: master.id, wrapped: seal(wrappingOf(master), wrapVersion, key, boundTo(id)) }
    },
    unwrap: async ({ data_key_id: id, master_key_id: masterId, wrapped }) => {
      const master = known.find((one) => one.id === masterId) ?? (await noOlderThan(0)).find((one) => one.id === masterId)
      if (!master) throw new Error(`data key ${id} is wrapped by master key ${masterId}, but this installation holds ${known.map((one) => one.id).join(', ')}`)
      return unseal(wrappingOf(master), wrapVersion.length, wrapped, boundTo(id))
    },
  }
}
