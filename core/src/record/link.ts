/**
 * The chain of the record. Every row that is kept belongs to a stream (one for each conversation, one for each subject of
 * events) and is numbered in it 1, 2, 3 …; its hash covers its own columns and the hash before it. So whoever alters, removes,
 * adds or moves a row must alter all that came after it, and meets a head or an anchor that he does not hold.
 *
 * A sealed column is covered by the digest of its ciphertext: destroying a key makes it unreadable and leaves the chain whole.
 */

/** SHA-256 of the UTF-8 bytes of a text, in lower-case hexadecimal. Handed in, for core has no cryptography of its own. */
export type Sha256 = (text: string) => string

/** The columns of a row as text, in the order of its table. A column without a value is left out, so that a column added later changes no hash. */
export type Fields = readonly (readonly [column: string, value: string | null])[]

/** The newest row of a stream: its number, and its hash. */
export type Link = { readonly seq: number; readonly hash: string }

/** Before the first row of a stream. */
export const beginning: Link = { seq: 0, hash: '0'.repeat(64) }

/** The ONE form in which a row is hashed: unambiguous, and the same wherever it is read. */
export const canonical = (table: string, fields: Fields): string =>
  JSON.stringify([table, ...fields.filter(([, value]) => value !== null)])

/** What a row contributes to its chain. It stands for the row where the row itself is not to be shown. */
export const rowDigest = (sha256: Sha256, table: string, fields: Fields): string => sha256(canonical(table, fields))

export const nextLink = (sha256: Sha256, before: Link, digest: string): Link => ({ seq: before.seq + 1, hash: sha256(`${before.hash}${digest}`) })
