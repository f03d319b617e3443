import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judge } from '../../src/compliance/check-message.ts'
import { reader } from './reader.ts'

/** What agents say all day is neither stopped nor doubted: a gate that asks for reasons at every turn teaches its people to type any. */

const ordinary = readFileSync(new URL('../../../evals/compliance/ordinary.txt', import.meta.url), 'utf8').split('\n').filter(Boolean)

test('an ordinary sentence passes the message rules, with a greeting and without', () => {
  expect(ordinary.length).toBeGreaterThan(250)
  const said = ordinary.flatMap((text) => (text.startsWith('您好') ? [text] : [text, `您好，${text}`]))
  const doubted = said.flatMap((text) => judge(reader, text, 'agent').findings.filter(({ rule }) => rule.startsWith('MSG-')).map(({ rule, quote }) => `${rule}: ${quote}`))
  expect(doubted).toEqual([])
})
