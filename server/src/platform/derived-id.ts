import { createHash } from 'node:crypto'

/** A UUID that follows from a text, so that doing the same again finds what was done: version 8 of RFC 9562, of the text's SHA-256. */
export const derivedId = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
