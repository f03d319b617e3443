import type { Reader } from '../platform/db.ts'
import { articleVectors, type SearchTools } from './search-tools.ts'
import { readPiece, withApproval } from './pieces.ts'
import { bodies, saveWords, versionsWithoutWords } from './store.ts'

/**
 * Cuts the article versions that this release's dictionary has not cut yet: after an upgrade all of them, otherwise
 * none. Two processes that do it at once write the same.
 */
export const renewWords = async (reader: Reader, { dictionary }: SearchTools): Promise<number> => {
  const missing = await versionsWithoutWords(reader, dictionary)
  if (missing.length === 0) return 0
  const found = new Map((await bodies(reader, 'article', missing.map((row) => row.digest))).map(({ digest, body }) => [digest, body]))
  const rows = missing.flatMap((row) => {
    // Words do not depend on who approved: a proposal is cut before it has an approval.
    const read = readPiece('article', withApproval('article', found.get(row.digest) ?? {}, '-', '1970-01-01'))
    return read.ok ? [{ pieceId: row.piece_id, version: row.version, ...articleVectors(read.value) }] : []
  })
  await saveWords(reader, dictionary, rows)
  return rows.length
}
