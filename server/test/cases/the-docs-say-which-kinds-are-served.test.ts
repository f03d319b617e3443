import { listings, unserved } from '@xinqiao/core/cases/kinds.ts'
import { expect, test } from 'vitest'
import { kinds } from '../../src/cases/kinds.ts'

test('a kind is drawn as decided only, exactly where the server does not work on it', () => {
  const served = listings.flatMap(({ kind }) => (unserved.includes(kind) ? [] : [kind]))
  expect([...kinds.keys()].sort()).toEqual(served.sort())
})
