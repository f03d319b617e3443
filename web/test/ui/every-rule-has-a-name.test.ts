import { messageRules } from '@xinqiao/core/compliance/check-message.ts'
import { expect, test } from 'vitest'
import { searchTexts } from '../../src/ui/catalogue/search.ts'

/** The filter of the search lists the rules by name. */

const ids = messageRules.map(({ id }) => id).toSorted()

test.each(['zh', 'en'] as const)('in %s', (language) => {
  expect(Object.keys(searchTexts[language].rules).toSorted()).toEqual(ids)
})
