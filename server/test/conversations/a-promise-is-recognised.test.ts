import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commitmentsIn } from '@xinqiao/core/conversations/commitments.ts'
import { measure, momentOf, sentencesOf } from '../../../evals/commitments/measure.ts'
import { deskTimes } from '../../src/compliance/desk-open.ts'

/** What a commitment is, and when it is due, on the lender's own calendar and hours. */

const times = deskTimes()
const due = (text: string, at: string): readonly string[] =>
  commitmentsIn(text, { now: momentOf(at), times }).map((one) => new Date(one.due).toISOString())

test('sentences that the recogniser never saw: at least nine in ten', () => {
  const { sentences, f1 } = measure('unseen')
  expect(sentences).toBeGreaterThanOrEqual(75)
  expect(f1).toBeGreaterThanOrEqual(0.9)
  expect(measure('seen').f1).toBeGreaterThanOrEqual(0.97)
})

test('working days skip the National Day week, hours do not, and a day ends when the desk closes on it', () => {
  expect(due('我们三个工作日内答复您。', '2026-09-30T16:00')).toEqual(['2026-10-10T13:00:00.000Z'])
  expect(due('我24小时内联系您。', '2026-09-30T16:00')).toEqual(['2026-10-01T08:00:00.000Z'])
  expect(due('我明天给您回复。', '2026-09-30T16:00')).toEqual(['2026-10-01T09:00:00.000Z'])
})

test('what the customer does, what was done, what is denied, asked or hangs on a condition is none', () => {
  for (const text of ['请您明天下午三点前还款。', '我昨天下午三点给您回过电话。', '我不能保证明天答复您。', '明天下午三点给您回电方便吗？', '材料齐了我们三天内答复您的话也要看审批。']) {
    expect([text, due(text, '2026-11-23T10:00')]).toEqual([text, []])
  }
})

const scraps = fc.array(fc.constantFrom(...sentencesOf('seen').flatMap(({ text }) => [text, text.slice(0, 6), text.slice(6)])), { maxLength: 4 }).map((parts) => parts.join(''))

test('whatever is written: words stand where they are said to, nothing is due in the past', () => {
  const now = momentOf('2026-11-23T10:00')
  fc.assert(fc.property(fc.oneof(scraps, fc.string({ unit: 'grapheme' })), (text) => {
    for (const { start, end, quote, due: at } of commitmentsIn(text, { now, times })) {
      expect(text.slice(start, end)).toBe(quote)
      expect(at).toBeGreaterThan(now)
    }
  }), { numRuns: 400 })
})
