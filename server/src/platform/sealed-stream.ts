import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

/**
 * A stream sealed by a passphrase, in chunks that are each checked before they are given out (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár, 2015): chunks cannot be changed, left out, repeated, put in another order, or cut off at the end.
 *
 * Layout: magic line · salt (16 bytes) · chunks, each its length (4 bytes) · flag (1 byte, 1 for the last) · ciphertext · tag (16).
 */
const magic = Buffer.from('xinqiao backup 1\n')
const saltLength = 16
const chunkLength = 65_536
const overhead = 16
/** About half a second and 128 MB: what each guess at the passphrase costs as well (RFC 7914; OWASP's figures for N, r, p). */
const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1_048_576 }

export class WrongPassphrase extends Error {
  constructor() {
    super('the passphrase is wrong, or the file was changed or cut off')
    this.name = 'WrongPassphrase'
  }
}

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))))

/** The counter makes each chunk's nonce its own; the flag in it tells the last chunk from the others. */
const nonceOf = (counter: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(counter, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

const sealChunk = (key: Buffer, counter: number, last: boolean, plain: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(counter, last))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(sealed.length, 0)
  head[4] = last ? 1 : 0
  return Buffer.concat([head, sealed, cipher.getAuthTag()])
}

const openChunk = (key: Buffer, counter: number, last: boolean, sealed: Buffer, tag: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(counter, last), { authTagLength: overhead })
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    throw new WrongPassphrase()
  }
}

/** Seals plain bytes; a step of a stream pipeline. */
export const sealWith = (passphrase: string) =>
  async function* sealing(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const salt = randomBytes(saltLength)
    const key = await keyOf(passphrase, salt)
    yield Buffer.concat([magic, salt])
    let waiting: Buffer = Buffer.alloc(0)
    let counter = 0
    for await (const chunk of source) {
      waiting = Buffer.concat([waiting, chunk])
      // The last chunk is known only at the end, so one is always kept back.
      for (; waiting.length > chunkLength; counter += 1) {
        yield sealChunk(key, counter, false, waiting.subarray(0, chunkLength))
        waiting = waiting.subarray(chunkLength)
      }
    }
    yield sealChunk(key, counter, true, waiting)
  }

/** Opens what was sealed; a step of a stream pipeline. Fails with `WrongPassphrase` before it gives out anything false. */
export const openWith = (passphrase: string) =>
  async function* opening(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const reader = createReader(source)
    const head = await reader.atMost(magic.length + saltLength)
    if (!head.subarray(0, magic.length).equals(magic)) throw new Error('this is not a backup of Xinqiao')
    const key = await keyOf(passphrase, head.subarray(magic.length))
    for (let counter = 0, last = false; !last; counter += 1) {
      const size = await reader.atMost(5)
      if (size.length < 5) throw new WrongPassphrase()
      const length = size.readUInt32BE(0)
      last = size[4] === 1
      if (length > chunkLength) throw new WrongPassphrase()
      const sealed = await reader.atMost(length + overhead)
      if (sealed.length < length + overhead) throw new WrongPassphrase()
      yield openChunk(key, counter, last, sealed.subarray(0, length), sealed.subarray(length))
    }
    if ((await reader.atMost(1)).length > 0) throw new WrongPassphrase()
  }

export type ByteReader = {
  /** As many bytes as are asked for, or those that are left. */
  readonly atMost: (count: number) => Promise<Buffer>
}

export const createReader = (source: AsyncIterable<Buffer>): ByteReader => {
  const iterator = source[Symbol.asyncIterator]()
  let waiting: Buffer = Buffer.alloc(0)
  return {
    atMost: async (count) => {
      const parts = [waiting]
      let have = waiting.length
      while (have < count) {
        const { done, value } = await iterator.next()
        if (done) break
        parts.push(value)
        have += value.length
      }
      const all = Buffer.concat(parts)
      waiting = all.subarray(count)
      return all.subarray(0, count)
    },
  }
}
