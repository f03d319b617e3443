import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { KnownFigure } from '../../src/compliance/message-rule.ts'
import { figuresSaid, judgeOutgoing } from '../../src/conversations/judge-outgoing.ts'
import { parseDay } from '../../src/primitives/day.ts'
import { reader } from '../compliance/reader.ts'

/** Days, hours and lengths in words are figures: 102 sentences, half of them written before the code and judged once as it then stood. */

const read = (name: string): string => readFileSync(new URL(`../../../evals/compliance/times/${name}`, import.meta.url), 'utf8')

type Facts = { readonly today: string; readonly figures: readonly KnownFigure[]; readonly customerSaid: readonly string[] }
type Sentence = { readonly text: string; readonly marked: readonly string[] }

const { today, figures, customerSaid } = JSON.parse(read('facts.json')) as Facts
const saidOn = { asOf: parseDay(today) ?? expect.unreachable('a day') }
const facts = { figures, also: [figuresSaid(customerSaid, saidOn)], saidOn, case: {}, customer: { optedOut: false } }
const sentences = (name: string): readonly Sentence[] => read(name).trim().split('\n').map((line) => JSON.parse(line) as Sentence)

const marked = (text: string, speaker: 'agent' | 'machine' = 'agent'): readonly string[] =>
  judgeOutgoing(reader, { text, speaker, purpose: 'service', channel: 'web' }, facts).findings.filter(({ rule }) => rule === 'FIGURE-UNSOURCED').map(({ quote }) => quote)

test.each(sentences('seen.jsonl'))('$text', ({ text, marked: expected }) => {
  expect(marked(text)).toEqual(expected)
})

test('of sentences that nobody looked at while writing this, most are judged rightly', () => {
  const unseen = sentences('unseen.jsonl')
  const wrong = unseen.filter(({ text, marked: expected }) => JSON.stringify(marked(text)) !== JSON.stringify(expected))
  expect(wrong.length / unseen.length).toBeLessThan(0.1)
})
