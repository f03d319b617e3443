import { expect, test } from 'vitest'
import { withDue } from '../../src/answering/ready-disclosures.ts'
import type { FilledDisclosure } from '../../src/answering/ready-disclosures.ts'
import { readyDisclosures } from '../../src/answering/ready-disclosures.ts'
import { disclosuresDue, type OutgoingContext } from '../../src/compliance/disclosure-due.ts'
import { parseDisclosure } from '../../src/compliance/disclosure.ts'
import { parseProduct } from '../../src/knowledge/product.ts'
import { dayOf } from '../../src/primitives/day.ts'
import type { Read } from '../../src/primitives/reading.ts'
import { contentFiles, contentJson } from '../knowledge/content-files.ts'

const valueOf = <T>(read: Read<T>): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const today = dayOf(2026, 11, 23)
const settings = {
  disclosures: contentFiles('disclosures', '.json').map((file) => valueOf(parseDisclosure(contentJson(file)))),
  products: contentFiles('products', '.json').map((file) => valueOf(parseProduct(contentJson(file)))),
  loans: [], lenderName: '安心消费金融', today,
}
const ready = readyDisclosures(settings)

const agent: OutgoingContext = { speaker: 'agent', purpose: 'service', channel: 'web' }
const due = (text: string, context: OutgoingContext = agent, all: readonly FilledDisclosure[] = ready): readonly string[] => disclosuresDue(text, context, all).map(({ id }) => id)

test.each([
  ['a rate told without the whole cost', '安心贷·等额的年利率是 10.8%。', ['annualised-cost']],
  ['the product with a guarantee says who charges', '安心担保贷的年利率是 12%。', ['guarantee-fee']],
  ['the flat product says what the rate hides', '安心分期的年利率是 7.2%。', ['flat-fee']],
  ['a trial calculation is no approval', '帮您用先息贷试算了一下，每月大约 105 元。', ['quote-is-no-approval']],
  ['two products, each its own', '安心担保贷年利率 12%，安心装修贷年利率 8.28%。', ['guarantee-fee', 'annualised-cost']],
])('%s', (_, text, ids) => {
  expect(due(text).toSorted()).toEqual([...ids].toSorted())
})

test.each([
  ['it is said already', '安心贷·等额的年利率是 10.8%，年化综合成本（单利）也是 10.8%。'],
  ['no rate is told', '安心贷·等额的利率写在合同里。'],
  ['which product is meant is not known', '年利率是 10%。'],
  ['the customer asks for nothing of the kind', '您好，请问有什么可以帮您？'],
])('nothing is added where %s', (_, text) => {
  expect(due(text)).toEqual([])
})

test('purpose and channel ask for theirs', () => {
  expect(due('限时优惠，欢迎申请。', { ...agent, purpose: 'marketing' })).toEqual(['marketing-optout'])
  expect(due('您好。', { speaker: 'machine', purpose: 'service', channel: 'email' })).toEqual(['machine-speaks'])
  expect(due('您好。', { speaker: 'machine', purpose: 'service', channel: 'web' })).toEqual([])
})

test('what is added once is not asked for again, and its figures keep their places', () => {
  const body = { text: '安心担保贷的年利率是 12%。', figures: [], names: [] }
  const whole = withDue(body, { ...agent, speaker: 'machine' }, ready)
  expect(whole.text).toContain('由示例城融资担保有限公司收取')
  expect(whole.figures.map(({ start, end }) => whole.text.slice(start, end))).toEqual(['15.18%'])
  expect(due(whole.text)).toEqual([])
  expect(withDue(whole, { ...agent, speaker: 'machine' }, ready)).toEqual(whole)
})
