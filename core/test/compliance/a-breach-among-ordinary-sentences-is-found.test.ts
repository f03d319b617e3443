import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judge } from '../../src/compliance/check-message.ts'
import type { Speaker } from '../../src/compliance/message-rule.ts'
import { reader } from './reader.ts'

/** What is stopped by itself is stopped in the middle of a long message too, and what passes by itself passes there. */

type Text = { readonly flagged: boolean; readonly text: string; readonly speaker: Speaker }

const folder = new URL('../../../evals/compliance/texts/', import.meta.url)
const texts = readdirSync(folder).flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Text))

const before = '您好，您的借款已经还了六期，还剩十八期。账单每月会提前三天发到您的手机上。'
const after = '如果还有疑问，您可以随时在这里告诉我们。工作时间内会有同事回复您。'
const among = (text: string): string => `${before}${text}${/[。！？!?；;]$/u.test(text) ? '' : '。'}${after}`

const rulesIn = (text: string, speaker: Speaker): readonly string[] => judge(reader, text, speaker).findings.map(({ rule }) => rule)

test('a breach stays one among ordinary sentences', () => {
  const named = texts.filter(({ flagged }) => flagged).map(({ text, speaker }) => ({ alone: rulesIn(text, speaker), within: rulesIn(among(text), speaker) })).filter(({ alone }) => alone.length > 0)
  const kept = named.filter(({ alone, within }) => alone.some((rule) => within.includes(rule)))
  expect(named.length).toBeGreaterThan(2000)
  expect(kept.length / named.length).toBeGreaterThan(0.97)
})

test('what is proper stays proper', () => {
  const proper = texts.filter(({ flagged, text, speaker }) => !flagged && rulesIn(text, speaker).length === 0)
  const still = proper.filter(({ text, speaker }) => rulesIn(among(text), speaker).length === 0)
  expect(proper.length).toBeGreaterThan(1500)
  expect(still.length / proper.length).toBeGreaterThan(0.97)
})
