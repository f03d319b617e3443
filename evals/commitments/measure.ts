import { readFileSync } from 'node:fs'
import { parseDay } from '../../core/src/primitives/day.ts'
import { type Instant, instantAt, momentText, shanghai } from '../../core/src/primitives/instant.ts'
import { commitmentsIn } from '../../core/src/conversations/commitments.ts'
import { deskTimes } from '../../server/src/compliance/desk-open.ts'

/** Right = the same words (they overlap) and the same moment to the minute. */

type Expected = { readonly quote: string; readonly due: string }
type Sentence = { readonly id: string; readonly text: string; readonly at: string; readonly commitments: readonly Expected[] }

export const sentencesOf = (half: 'seen' | 'unseen'): readonly Sentence[] =>
  readFileSync(new URL(`${half}.jsonl`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Sentence)

export const momentOf = (text: string): Instant => {
  const day = parseDay(text.slice(0, 10))
  if (day === undefined) throw new Error(`no day: ${text}`)
  return instantAt(day, Number(text.slice(11, 13)) * 60 + Number(text.slice(14)), shanghai)
}

export type Measured = {
  readonly sentences: number; readonly expected: number; readonly found: number; readonly right: number
  readonly precision: number; readonly recall: number; readonly f1: number
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** `missed` hears of every sentence that is not all right. */
export const measure = (half: 'seen' | 'unseen', missed: (told: string) => void = () => undefined): Measured => {
  const sentences = sentencesOf(half)
  const times = deskTimes()
  let [right, found, expected] = [0, 0, 0]
  for (const { id, text, at, commitments } of sentences) {
    const got = commitmentsIn(text, { now: momentOf(at), times })
    const matched = commitments.filter(({ quote, due }) => {
      const start = text.indexOf(quote)
      return got.some((one) => one.due === momentOf(due) && one.start < start + quote.length && start < one.end)
    })
    right += matched.length
    found += got.length
    expected += commitments.length
    if (matched.length === commitments.length && matched.length === got.length) continue
    missed(`${id} ${text}\n  wanted ${commitments.map(({ due }) => due).join(' ')}, got ${got.map((one) => `${one.quote} ${momentText(one.due, shanghai)}`).join(' ')}\n`)
  }
  const [precision, recall] = [right / found, right / expected]
  return { sentences: sentences.length, expected, found, right, precision: rounded(precision), recall: rounded(recall), f1: rounded((2 * precision * recall) / (precision + recall)) }
}
