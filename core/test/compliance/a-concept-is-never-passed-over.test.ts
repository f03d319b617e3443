import fc from 'fast-check'
import { expect, it } from 'vitest'
import { along, beside, either, type Expression, far, indexOfExpressions, near, placesOf, searchOf, words } from '../../src/compliance/message-pattern.ts'
import type { Reading } from '../../src/compliance/message-rule.ts'

const [one, two, three] = [words('钱|款'), words('转|打[给到]'), words('我(?!们)|卡')]
const plain: readonly Expression[] = [
  words('(?<!的)转我|卡(?=给|到)'), words('[转打]+[给到]?我'), words('(?:钱|款)?(?:给|到)(?:我|卡){1,2}|^的'), words('给[^我]{0,2}卡'), words('转(?!我)|打?款'), words('[一-龥]卡|的$'),
]
const composed: readonly Expression[] = [
  ...plain, near(one, 3, two), far(two, 4, three), near(one, 2, two, 2, three), far(one, 5, near(two, 1, three)), beside(one, 2, three), along(two, 4, one), either(one, near(two, 0, three)),
]

const clause = near(one, 4, two)
const sentenceLong = far(one, 4, two)
const index = indexOfExpressions()

const reading = (sentence: string): Reading =>
  ({ sentence, whole: sentence, before: '', after: '', speaker: 'agent', facts: undefined, ...searchOf(index, sentence) })

/** The whole pattern, asked of the sentence itself: what the look at single concepts first must not change. */
const isThere = ({ pattern }: Expression, sentence: string): boolean => sentence.search(pattern) >= 0

it('looks at single concepts first and yet finds all that is there', () => {
  const sentence = fc.array(fc.constantFrom('钱', '款', '转', '打', '给', '到', '我', '们', '卡', '，', '。', '的'), { maxLength: 14 }).map((parts) => parts.join(''))
  fc.assert(fc.property(sentence, fc.constantFrom(...composed), (text, expression) => {
    expect(placesOf(reading(text), expression).length > 0).toBe(isThere(expression, text))
  }), { numRuns: 3000 })
})

it('stays in the clause, or in the sentence, as it says', () => {
  expect(placesOf(reading('钱，转'), clause)).toEqual([])
  expect(placesOf(reading('钱，转'), sentenceLong)).toEqual([{ start: 0, end: 3 }])
  expect(placesOf(reading('钱。转'), sentenceLong)).toEqual([])
})
