import { describe, expect, test } from 'vitest'
import { parseDeskHours } from '../../src/compliance/desk-hours.ts'
import { parseRegulation } from '../../src/compliance/regulation.ts'
import { articleFigures, articlesFor, articleText, parseArticle } from '../../src/knowledge/article.ts'
import { placeFigures, type StatedFigure, unlistedFigures } from '../../src/knowledge/stated-figure.ts'
import { parseTerms } from '../../src/knowledge/term.ts'
import { shanghai } from '../../src/primitives/instant.ts'
import { parseYuan } from '../../src/primitives/money.ts'
import { parseRate } from '../../src/primitives/rate.ts'
import { articles, contentFiles, contentJson, contentText } from './content-files.ts'

const files = contentFiles('articles', '.md')
const intents = (contentJson('understanding/intents.json') as { id: string }[]).map((intent) => intent.id)
const customerArticles = articles.filter((article) => article.audience === 'customer')

test.each(files)('%s is sound, every figure in its text listed, and named after its id', (file) => {
  const read = parseArticle(contentText(file))
  expect(read.ok ? [] : read.problems).toEqual([])
  expect(read.ok && `articles/${read.value.id}.md`).toBe(file)
})

test.each(contentFiles('terms', '.json'))('%s is sound', (file) => {
  const read = parseTerms(contentJson(file))
  expect(read.ok ? [] : read.problems).toEqual([])
})

describe('every intent', () => {
  test.each(intents)('%s has one leading article, told first', (intent) => {
    const leading = customerArticles.filter((article) => article.leads && article.intents[0] === intent)
    expect(leading.map((article) => article.id)).toHaveLength(1)
    expect(leading[0]?.products).toBeUndefined()
    expect(articlesFor(articles, intent)[0]).toBe(leading[0])
  })

  test('that an article names is one of the taxonomy', () => {
    expect(articles.flatMap((article) => article.intents).filter((intent) => !intents.includes(intent))).toEqual([])
  })
})

test('an article of a product is told only about that product, an agent’s article never to a customer', () => {
  expect(articlesFor(articles, 'fee').some((article) => article.products !== undefined)).toBe(false)
  expect(articlesFor(articles, 'fee', 'anxin-guaranteed').map((article) => article.id)).toContain('product-guaranteed')
  expect(articlesFor(articles, 'fee', 'anxin-steady').map((article) => article.id)).not.toContain('product-guaranteed')
  for (const intent of intents) expect(articlesFor(articles, intent).every((article) => article.audience === 'customer')).toBe(true)
})

test('what the chat says at once is plain text: no list, no bold, no heading', () => {
  expect(articles.filter((article) => /\n|\*\*|^[-#\d]|\{|\}/.test(article.answer)).map((article) => article.id)).toEqual([])
})

describe('a figure in an article', () => {
  const rules = parseRegulation(contentJson('regulation/regulation.json'))
  const confidence = new Map(rules.ok ? rules.value.map((rule) => [rule.id, rule.confidence]) : [])
  const stated = articles.flatMap((article) => article.figures.map((figure) => ({ article: article.id, figure })))

  test('that rests on a rule rests on one that is more than remembered', () => {
    const named = stated.filter(({ figure }) => figure.rule !== undefined)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(({ figure }) => !['seen', 'sec'].includes(confidence.get(figure.rule ?? '') ?? ''))).toEqual([])
  })

  /** Every number that a product's file states, as text or number. */
  const leaves = (value: unknown): readonly string[] => {
    if (typeof value === 'string' || typeof value === 'number') return [String(value)]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap((inner: unknown) => leaves(inner)) : []
  }

  test('that is the product’s stands in the catalogue with the same value', () => {
    const named = stated.filter(({ figure }) => figure.product !== undefined)
    expect(named.length).toBeGreaterThan(60)
    const inCatalogue = ({ value, product }: StatedFigure): boolean =>
      leaves(contentJson(`products/${product ?? ''}.json`)).some((leaf) => {
        if (value.kind === 'amount') return parseYuan(leaf) === value.value
        if (value.kind !== 'rate') return value.kind !== 'reference' && leaf === String(value.value)
        const rate = parseRate(leaf)
        return rate !== undefined && rate.num * value.value.den === value.value.num * rate.den
      })
    expect(named.filter(({ figure }) => !inCatalogue(figure)).map(({ article, figure }) => `${article}: ${figure.text}`)).toEqual([])
  })

  test('of the desk’s hours is the desk’s hours', () => {
    const hours = parseDeskHours(contentJson('desk/hours.json'), [shanghai])
    const windows = hours.ok ? Object.values(hours.value?.windows ?? {}).flat() : []
    const told = articles.find((article) => article.id === 'service-hours')?.figures.flatMap(({ value }) => (value.kind === 'time' ? [value.value] : []))
    expect(new Set(told)).toEqual(new Set(windows.flatMap(({ from, to }) => [from, to])))
  })

  test('of telephone is the lender’s own hotline or a public one', () => {
    const { hotline } = contentJson('desk/lender.json') as { hotline: string }
    const numbers = articles.flatMap((article) => `${article.answer}${article.body}`.match(/\b(?:400-[\d-]+|1[12]\d{1,3})\b(?! ?[期元日天])/g) ?? [])
    expect(new Set(numbers)).toEqual(new Set([hotline, '12378', '12315', '12356', '110', '120']))
  })

  test('is handed to an answer with the article and version as its source', () => {
    const article = articles.find((each) => each.id === 'complaint-how')
    expect(article && articleFigures(article)[0]).toEqual({
      kind: 'term', value: 15, unit: 'day', source: { from: 'article', articleId: 'complaint-how', articleVersion: 1 },
    })
  })
})

describe('a slip of the author is named', () => {
  const front = {
    id: 'an-article', title: '怎么还款', intents: ['how-to-repay'], audience: 'customer', figures: [], version: 1, owner: '甲', approvedBy: '乙',
    approvedOn: '2026-02-01', reviewBy: '2027-02-01', validFrom: '2026-02-02', source: '借款合同',
  }
  const problems = (change: object, answer = '在页面里还。', body = ''): readonly string[] => {
    const read = parseArticle(articleText({ ...front, ...change }, answer, body))
    return read.ok ? [] : read.problems.map((problem) => `${problem.at} ${problem.code}`)
  }

  test.each([
    ['nothing wrong', {}, undefined, undefined, []],
    ['a figure unlisted', {}, '3 天内到账。', undefined, ['figures unlisted-figure']],
    ['a figure in Chinese numerals unlisted', {}, '最多三十天。', undefined, ['figures unlisted-figure']],
    ['a figure in the body unlisted', {}, undefined, '1. 先登录\n2. 再付 5 元', ['figures unlisted-figure']],
    ['a figure listed that is not there', { figures: [{ text: '3 天', kind: 'term', value: 3, unit: 'day' }] }, undefined, undefined, ['figures figure-not-in-text']],
    ['a figure of no kind', { figures: [{ text: '还', kind: 'length', value: 3 }] }, undefined, undefined, ['figures[0].kind not-a-choice', 'figures[0].value not-text']],
    ['an answer too long', {}, '还'.repeat(121), undefined, ['answer too-long']],
    ['no answer', {}, ' ', undefined, ['answer empty']],
    ['an intent twice', { intents: ['rate', 'rate'] }, undefined, undefined, ['intents duplicate']],
    ['approved by the owner', { approvedBy: '甲' }, undefined, undefined, ['approvedBy contradiction']],
    ['a field unknown', { author: '丙' }, undefined, undefined, ['author unknown-field']],
  ] as const)('%s', (_what, change, answer, body, expected) => {
    expect(problems(change, answer, body)).toEqual(expected)
  })

  test('no front matter, or none that is JSON', () => {
    expect(parseArticle('只有正文')).toMatchObject({ ok: false, problems: [{ code: 'no-front-matter' }] })
    expect(parseArticle('---\nid: x\n---\n\n正文')).toMatchObject({ ok: false, problems: [{ code: 'not-json' }] })
  })

  test('step numbers and ordinals are no figures, amounts and spans are', () => {
    expect(unlistedFigures('1. 打开\n2. 第二天再看，一次还清', [])).toEqual([])
    expect(unlistedFigures('两个月，十二期，3%，８元', [])).toEqual(['两个月', '十二期', '3', '８'])
    expect(unlistedFigures('13 天', ['3 天'])).toEqual(['1'])
  })

  test('a figure is placed where it stands alone, not inside a longer one', () => {
    const stated = (text: string, value: number): StatedFigure => ({ text, value: { kind: 'term', value, unit: 'instalment' } })
    const places = placeFigures('可分 6 期到 36 期，满 6 期', [stated('6 期', 6), stated('36 期', 36)])
    expect(places.map(({ start, end, stated: { text } }) => [start, end, text])).toEqual([[3, 6, '6 期'], [8, 12, '36 期'], [15, 18, '6 期']])
    expect(problems({ figures: [{ text: '6 期', kind: 'term', value: 6, unit: 'instalment' }] }, '可分 36 期。')).toContain('figures figure-not-in-text')
  })
})
