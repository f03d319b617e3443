import { listings } from '@xinqiao/core/cases/kinds.ts'
import { expect, test } from 'vitest'
import { kinds } from '../../src/cases/kinds.ts'

test('every kind that is decided in core is worked on by the server, and drawn', () => {
  expect([...kinds.keys()]).toEqual(listings.map(({ kind }) => kind))
})
