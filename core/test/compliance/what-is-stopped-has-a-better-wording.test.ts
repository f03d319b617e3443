import { expect, test } from 'vitest'
import { judge, messageRules } from '../../src/compliance/check-message.ts'
import { parseNotices } from '../../src/knowledge/notice.ts'
import { fill } from '../../src/primitives/filling.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { contentJson } from '../knowledge/content-files.ts'
import { reader } from './reader.ts'

/** Whoever is stopped is told what he may say instead, in words that are not stopped themselves. */

const read = parseNotices(contentJson('desk/wordings.json'))
const wordings = read.ok ? read.value.notices : expect.unreachable('the wordings can be read')

/** A figure without a source is looked up or left out; no sentence stands in for it. */
const notReworded: ReadonlySet<string> = new Set(['FIGURE-UNSOURCED'])

test.each(messageRules.map(({ id }) => id).filter((id) => !notReworded.has(id)))('%s has one, and every rule lets it pass, whoever says it', (rule) => {
  const wording = wordings.find(({ id }) => id === `instead-of-${rule.toLowerCase()}`) ?? expect.unreachable('there is a wording')
  for (const text of [wording.text.zh, wording.text.en]) {
    const filled = fill(text, { lenderName: '安心消费金融' })
    if (isRefusal(filled)) expect.unreachable('every place can be filled')
    const known = { figures: [], case: { registered: false }, product: { fees: ['服务费'], zeroInterest: false }, customer: { optedOut: false } }
    for (const speaker of ['agent', 'collector', 'bot'] as const) expect(judge(reader, filled.text, speaker, known).findings.map(({ rule: found, quote }) => `${found} ${quote}`)).toEqual([])
  }
})

test('no wording stands for a rule that there is not', () => {
  const rules = new Set(messageRules.map(({ id }) => `instead-of-${id.toLowerCase()}`))
  expect(wordings.map(({ id }) => id).filter((id) => !rules.has(id))).toEqual([])
})
