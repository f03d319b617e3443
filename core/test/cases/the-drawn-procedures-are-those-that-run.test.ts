import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listings } from '../../src/cases/kinds.ts'
import { deadEnds, documentOf } from '../../src/cases/listing.ts'

test('docs/procedures.md shows every state and move as it is in the code', () => {
  expect(readFileSync(new URL('../../../docs/procedures.md', import.meta.url), 'utf8')).toBe(documentOf(listings))
})

test.each(listings.map((listing) => [listing.kind, listing] as const))('%s: every state is reached and every path can end', (_kind, listing) => {
  expect(deadEnds(listing)).toEqual({ unreached: [], stuck: [] })
})
