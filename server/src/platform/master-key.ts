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

/** The master key of this installation; made at the first start where none is given. */
export const openMasterKey = async (config: Config): Promise<MasterKey> => {
  if (config.masterKey.kind === 'given') return masterKeyOf(config.masterKey.text, 'XINQIAO_MASTER_KEY')
  if (config.masterKey.kind === 'file') return masterKeyOf(await readFile(config.masterKey.path, 'utf8'), config.masterKey.path)
  const path = join(config.dataFolder, 'master.key')
  return masterKeyOf(await writeOnce(path, () => randomBytes(32).toString('base64')), path)
}

export type WrappedKey = { readonly data_key_id: string; readonly master_key_id: string; readonly wrapped: Buffer }

const wrapVersion = Buffer.of(1)
const boundTo = (id: string): string => `data key ${id}`
const wrappingOf = ({ key }: MasterKey): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'xinqiao data keys', 32))

export type Wrapping = {
  readonly wrap: (dataKeyId: string, key: Buffer) => WrappedKey
  readonly unwrap: (row: WrappedKey) => Buffer
}

export const createWrapping = (master: MasterKey): Wrapping => {
  const wrapping = wrappingOf(master)
  return {
    wrap: (id, key) => ({ data_key_id: id, master_key_id: master.id, wrapped: seal(wrapping, wrapVersion, key, boundTo(id)) }),
    unwrap: (row) => {
      if (row.master_key_id !== master.id) {
        throw new Error(`data key ${row.data_key_id} is wrapped by master key ${row.master_key_id}, but this installation holds ${master.id}`)
      }
      return unseal(wrapping, wrapVersion.length, row.wrapped, boundTo(row.data_key_id))
    },
  }
}
