import { expect, test } from 'vitest'
import type { CaseAtHand } from '../../src/cases/at-hand.ts'
import { factsOf, generalFigures } from '../../src/answering/known-facts.ts'
import { judgeOutgoing } from '../../src/conversations/judge-outgoing.ts'
import { parseDeskHours } from '../../src/compliance/desk-hours.ts'
import { parseDisclosure } from '../../src/compliance/disclosure.ts'
import { parseRegulation } from '../../src/compliance/regulation.ts'
import { parseNotices } from '../../src/knowledge/notice.ts'
import { parseProduct } from '../../src/knowledge/product.ts'
import { parseReplies } from '../../src/knowledge/reply.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { shanghai } from '../../src/primitives/instant.ts'
import type { Read } from '../../src/primitives/reading.ts'
import { articles, contentFiles, contentJson, terms } from '../knowledge/content-files.ts'
import { reader } from '../compliance/reader.ts'

/** What the lender has approved may be said: no sentence of `content/` is stopped by the rules of the same lender. */

const valueOf = <T>(read: Read<T>): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const products = contentFiles('products', '.json').map((file) => valueOf(parseProduct(contentJson(file))))
const lawful = valueOf(parseRegulation(contentJson('regulation/regulation.json'))).filter(({ confidence }) => confidence !== 'mem').flatMap(({ statement, limit }) => [statement, limit])
/** Sentences about a complaint are said of one. */
const complaint: CaseAtHand = { id: 'c', kind: 'complaint', standing: 'filed', openedOn: dayOf(2026, 11, 20), dues: [], figures: [] }
const hours = valueOf(parseDeskHours(contentJson('desk/hours.json'), [shanghai])) ?? expect.unreachable('the desk has hours')
const facts = {
  ...factsOf({ loans: [], cases: [complaint], optedOut: false }, products, generalFigures({ articles, products, lawful, today: dayOf(2026, 11, 23), hours })),
  saidOn: { asOf: dayOf(2026, 11, 23) },
}

const notices = ['notices', 'answers', 'wordings'].flatMap((name) => valueOf(parseNotices(contentJson(`desk/${name}.json`))).notices)
const replies = contentFiles('replies', '.json').flatMap((file) => valueOf(parseReplies(contentJson(file))))
const disclosures = contentFiles('disclosures', '.json').map((file) => valueOf(parseDisclosure(contentJson(file))))

type Said = readonly [what: string, text: string]

const stopped = (said: readonly Said[], speaker: 'machine' | 'agent'): readonly string[] =>
  said.flatMap(([what, text]) => judgeOutgoing(reader, { text, speaker, purpose: 'service', channel: 'web' }, facts).findings.map(({ rule, quote }) => `${what}: ${rule} “${quote}”`))

test('the answers of the articles', () => {
  expect(stopped(articles.filter(({ audience }) => audience === 'customer').map(({ id, answer }) => [id, answer]), 'machine')).toEqual([])
})

test('the sentences of the machine, and the wordings that stand in for what is stopped', () => {
  expect(stopped(notices.map(({ id, text }) => [id, text.zh]), 'machine')).toEqual([])
})

test('the saved replies', () => {
  expect(stopped(replies.map(({ id, text }) => [id, text]), 'agent')).toEqual([])
})

test('the words of the field, and what must be told', () => {
  expect(stopped([...terms.map(({ id, plain }): Said => [id, plain]), ...disclosures.map(({ id, text }): Said => [id, text.zh])], 'machine')).toEqual([])
})
