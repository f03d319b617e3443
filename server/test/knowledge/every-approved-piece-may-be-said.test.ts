import { expect, test } from 'vitest'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'
import { findingsIn } from '../../src/knowledge/judge-piece.ts'

/** Whoever edits a piece is told by the same rules what he may not write: what ships was approved, and none of it is stopped. */
test('no article, term or reply that ships is stopped by the rules, nor by what was learned beside them', () => {
  const pieces = contentPieces()
  const stopped = pieces.flatMap(({ kind, file, body }) => findingsIn(kind, body, () => ({ basis: '' })).map(({ rule, quote }) => `${kind} ${file}: ${rule} “${quote}”`))
  expect(pieces.length).toBeGreaterThan(100)
  expect(stopped).toEqual([])
})
