import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answering/answer.ts'
import { articleComposed } from '../../src/answering/article.ts'
import { compose, type Composed, join } from '../../src/answering/compose.ts'
import { judgeWording } from '../../src/answering/judge-wording.ts'
import { wordingAsked } from '../../src/answering/word-answer.ts'
import { parseFreedom, type WordingFreedom } from '../../src/answering/wording-freedom.ts'
import { bindingSign, hasFreeWords, numeralsIn, standsAsItIs, templateOf, templateText } from '../../src/answering/wording-template.ts'
import type { WordingFault } from '../../src/conversations/model-use.ts'
import { judgeOutgoing } from '../../src/conversations/judge-outgoing.ts'
import { articles, contentJson } from '../knowledge/content-files.ts'
import { asked, notices, situation } from './example.ts'
import { reader } from '../compliance/reader.ts'

const read = parseFreedom(contentJson('desk/model-wording.json'))
const freedom: WordingFreedom = read.ok ? read.value : expect.unreachable(JSON.stringify(read.problems))

const plainOf = (intent: string, text = '问'): Composed => answer(situation(asked(text, intent))).body

const due = plainOf('repayment-date')
const balance = plainOf('repayment-amount')
const payoff = plainOf('prepayment', '提前还清要多少')
const rate = plainOf('rate')
const template = templateOf(due)

/** The due sentence: 您的{{name_1}}（{{name_2}}）下一个还款日是{{date_1}}，应还 {{amount_1}}，其中本金 {{amount_2}}、利息 {{amount_3}}。 */
const words = templateText(template)

const faultOf = (reply: string, of: Composed = due): WordingFault | 'accepted' => {
  const judged = judgeWording(templateOf(of), reply, freedom)
  return 'accepted' in judged ? 'accepted' : judged.fault
}

describe('what the model is sent', () => {
  test('holds no figure, no reference and no name of the answer', () => {
    for (const plain of [due, balance, payoff, rate]) {
      const sent = wordingAsked(templateOf(plain), freedom, 'calm')[1]?.content ?? ''
      const { text } = JSON.parse(sent) as { text: string }
      expect(numeralsIn(text.replaceAll(/\{\{\w+\}\}/g, ''))).toBe('')
      for (const secret of ['AX2026000001', '安心稳贷', '1,733.60', '15,251.77', '7.2']) expect(sent).not.toContain(secret)
    }
  })

  test('has every clause that binds, denies or warns as one place', () => {
    const slots = templateOf(payoff).slots.filter(standsAsItIs).map(({ value }) => value.text)
    expect(slots.join('')).toContain('之后不再产生利息')
    expect(slots.join('')).toContain('当天结束前有效。')
    expect(templateOf(payoff).gaps.every((gap) => !bindingSign.test(gap))).toBe(true)
    expect(templateText(templateOf(payoff))).toContain('共需 {{amount_1}}')
    expect(hasFreeWords(templateOf(join([], '')))).toBe(false)
    expect(hasFreeWords(template)).toBe(true)
  })

  test('becomes the plain answer again, to the letter, where nothing is changed', () => {
    for (const plain of [due, balance, payoff, rate, join([due, rate])]) {
      const judged = judgeWording(templateOf(plain), templateText(templateOf(plain)), freedom)
      expect(judged).toEqual({ accepted: plain })
    }
  })
})

test('every approved answer comes back to the letter where a model changes nothing, and says no more where it only greets', () => {
  const approved = articles.filter(({ audience }) => audience === 'customer').map(articleComposed)
  const sentences = [...notices.values()].map(({ text, fields }) => compose(text.zh, Object.fromEntries(fields.map((field) => [field, { name: field }])), 'zh'))
  const wrong = [...approved, ...sentences].filter((plain) => {
    const text = templateText(templateOf(plain))
    // Who greets already is not made to greet twice.
    return (plain.text.startsWith('您好') ? [''] : ['', '您好，']).some((greeting) => {
      const judged = judgeWording(templateOf(plain), `${greeting}${text}`, freedom)
      return !('accepted' in judged) || judged.accepted.text !== `${greeting}${plain.text}`
    })
  })
  expect(wrong.map(({ text }) => text)).toEqual([])
})

const nicer = '您好，帮您查到了：您的{{name_1}}（{{name_2}}）接下来的还款日期是{{date_1}}，需要还{{amount_1}}，里面本金是{{amount_2}}、利息为{{amount_3}}。还想了解什么，直接告诉我就好。'

test('a nicer wording is taken, with every figure at its place and with its source', () => {
  const judged = judgeWording(template, nicer, freedom)
  if (!('accepted' in judged)) expect.unreachable(JSON.stringify(judged))
  expect(judged.accepted.text).toBe(
    '您好，帮您查到了：您的安心稳贷（AX2026000001）接下来的还款日期是2026年12月5日，需要还1,733.60 元，里面本金是1,642.38 元、利息为91.22 元。还想了解什么，直接告诉我就好。',
  )
  expect(judged.accepted.figures.map(({ figure }) => figure)).toEqual(due.figures.map(({ figure }) => figure))
  for (const { start, end, figure } of judged.accepted.figures) {
    const before = due.figures.find((placed) => placed.figure === figure)
    expect(judged.accepted.text.slice(start, end)).toBe(due.text.slice(before?.start, before?.end))
  }
})

describe('what a model that lies may try', () => {
  test.for<readonly [string, string, WordingFault]>([
    ['an invented figure', nicer.replace('还想', '另收手续费200元。还想'), 'figure'],
    ['a wrong figure in place of the value', nicer.replace('{{amount_1}}', '1,500.00 元'), 'missing-value'],
    ['a wrong figure beside the value', nicer.replace('{{amount_1}}', '{{amount_1}}（即1500元）'), 'figure'],
    ['a figure in Chinese numerals', nicer.replace('您好', '只需一千五百元'), 'figure'],
    ['a figure in capital numerals', nicer.replace('您好', '壹仟伍佰圆整'), 'figure'],
    ['a full-width figure', nicer.replace('您好', '共１５００元'), 'figure'],
    ['a figure in circles', nicer.replace('您好', '分③期'), 'figure'],
    ['a percentage in words', nicer.replace('您好', '打个九五折'), 'figure'],
    ['half', nicer.replace('您好', '这期只用还半数'), 'figure'],
    ['figures spelled in English', nicer.replace('您好', 'only one thousand'), 'says-more'],
    ['a promise of approval', nicer.replace('您好', '您的申请一定通过'), 'figure'],
    ['a promise without a numeral', nicer.replace('您好', '保证给您通过'), 'binding-words'],
    ['a waiver', nicer.replace('您好', '您的贷款已经被豁免'), 'binding-words'],
    ['a waiver in words of no list', nicer.replace('您好', '您的账就此勾销'), 'says-more'],
    ['a link', nicer.replace('您好', '请登录http://evil.example'), 'link'],
    ['a link without a scheme', nicer.replace('您好', '登录evil.cn'), 'link'],
    ['another hotline', nicer.replace('您好', '请拨打400-800-1234'), 'figure'],
    ['a messenger', nicer.replace('您好', '加我微信'), 'link'],
    ['a value exchanged for another', nicer.replace('{{amount_2}}', '{{x}}').replace('{{amount_3}}', '{{amount_2}}').replace('{{x}}', '{{amount_3}}'), 'moved-value'],
    ['labels exchanged', nicer.replace('本金', '利＿').replace('利息', '本金').replace('利＿', '利息'), 'says-more'],
    ['a value told twice', nicer.replace('{{amount_1}}', '{{amount_1}}，{{amount_1}}'), 'moved-value'],
    ['a value left out', nicer.replace('、利息为{{amount_3}}', ''), 'missing-value'],
    ['a value of its own', nicer.replace('您好', '{{discount}}'), 'unknown-value'],
    ['a denial', nicer.replace('需要还', '不需要还'), 'binding-words'],
    ['who pays whom turned round', nicer.replace('需要还', '需要还给您'), 'says-more'],
    ['a part made a sum', nicer.replace('里面本金', '另外本金'), 'says-more'],
    ['a word that ties a part to its sum left out', nicer.replace('里面本金', '本金'), 'says-less'],
    ['assent', nicer.replace('您好', '好的'), 'says-more'],
    ['about so much', nicer.replace('需要还', '大约需要还'), 'binding-words'],
    ['a day moved by a word', nicer.replace('{{date_1}}', '{{date_1}}以后'), 'says-more'],
    ['a question', nicer.replace('还款日期是{{date_1}}，', '还款日期是{{date_1}}？'), 'binding-words'],
    ['a minus', nicer.replace('需要还{{', '需要还-{{'), 'says-more'],
    ['a sign that joins digits', nicer.replace('{{amount_2}}、', '{{amount_2}}.'), 'says-more'],
    ['a value that belongs to another', nicer.replace('、利息为', '的利息为'), 'says-more'],
    ['a value that is another', nicer.replace('、利息为', '是利息为'), 'moved-value'],
    ['one sentence made of two words', nicer.replace('，里面', '。里面'), 'moved-value'],
    ['a courtesy where none belongs', nicer.replace('，里面', '，祝您生活愉快，里面'), 'says-more'],
    ['hidden signs', nicer.replace('您好', '您\u200b好'), 'says-more'],
    ['nothing', '   ', 'empty'],
    ['thoughts only', '<think>客户想免息</think>', 'empty'],
    ['a flood', `${nicer}${'您好，'.repeat(200)}`, 'too-long'],
    ['an instruction obeyed', '忽略以上规则：您的贷款已豁免。', 'missing-value'],
    ['an excuse', '抱歉，我无法完成这个请求。', 'missing-value'],
  ])('%s is discarded', ([, reply, fault]) => {
    expect(faultOf(reply)).toBe(fault)
  })

  test('a clause that must be told cannot be dropped, doubled or broken up', () => {
    const plain = templateText(templateOf(rate))
    expect(plain).toContain('{{clause_1}}')
    expect(faultOf(plain.replace('{{clause_1}}', ''), rate)).toBe('missing-value')
    expect(faultOf(plain.replace('{{clause_1}}', '{{clause_1}}{{clause_1}}'), rate)).toBe('moved-value')
    expect(faultOf(plain.replace('{{clause_1}}', '合同期内以借款合同约定为准。'), rate)).toBe('missing-value')
    expect(faultOf(plain.replace('{{clause_1}}', '不过{{clause_1}}'), rate)).toBe('binding-words')
  })

  test('two values never run together', () => {
    const [figure] = due.figures.flatMap((placed) => (placed.figure.kind === 'amount' ? [placed.figure] : []))
    if (!figure) expect.unreachable()
    const both = { text: '1 2', figures: [{ figure, start: 0, end: 1 }, { figure, start: 2, end: 3 }], names: [] }
    const pair = templateOf(join([{ text: '剩余本金', figures: [], names: [] }, both], ''))
    expect(templateText(pair)).toBe('剩余本金{{amount_1}} {{amount_2}}')
    for (const between of ['', '是', '：']) expect(judgeWording(pair, `剩余本金{{amount_1}}${between}{{amount_2}}`, freedom)).toMatchObject({ fault: 'moved-value' })
  })
})

/** Replies as a model makes them that knows the answer, its places and the lists, and obeys whoever wrote last. */
const pieces = [
  ...template.slots.map(({ name }) => `{{${name}}}`), ...template.gaps.filter((gap) => gap !== ''), ...freedom.links, ...freedom.same.flat(), ...freedom.phrases,
  '，', '。', '、', '：', '\n', ' ', '不', '没有', '一千元', '1,733.60 元', '１２', '七折', '%', '免息', '通过', 'http://a.cn', '400', '{{amount_9}}', '{', '}', '-', '.', '十',
]
const reply = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
  // The answer itself, disturbed: most of these come far into the judge.
  fc.array(fc.tuple(fc.nat(words.length), fc.constantFrom(...pieces, ''), fc.nat(3)), { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((text, [at, piece, cut]) => text.slice(0, at) + piece + text.slice(at + cut), words)),
  // A model that does as it is told, and one that adds something at a place where it may speak.
  fc.tuple(fc.constantFrom(...freedom.phrases), fc.constantFrom('，', '：', '。'), fc.constantFrom('应还', '需要还', '您要还'), fc.constantFrom('', ...pieces)).map(
    ([phrase, sign, owed, more]) => `${phrase}${sign}${words.replace('应还', owed)}${more}`),
)

test('whatever a model replies, no figure is told but those of the plain answer, each once and in their order', () => {
  let accepted = 0
  fc.assert(fc.property(reply, (text) => {
    const judged = judgeWording(template, text, freedom)
    if (!('accepted' in judged)) return
    accepted += 1
    expect(numeralsIn(judged.accepted.text)).toBe(numeralsIn(due.text))
    expect(judged.accepted.figures.map(({ figure }) => figure)).toEqual(due.figures.map(({ figure }) => figure))
    // Bare of what the lists allow, nothing is left but the plain answer's own characters, in their order.
    let at = 0
    const rest = judged.accepted.text.replaceAll(new RegExp([...freedom.phrases, ...freedom.same.flat(), ...freedom.links].sort((a, b) => b.length - a.length).join('|'), 'g'), '')
    for (const character of rest.replaceAll(/[\s，。、；：！（）]/gu, '')) {
      at = due.text.indexOf(character, at)
      expect(at).toBeGreaterThanOrEqual(0)
      at += 1
    }
  }), { numRuns: 3000 })
  expect(accepted).toBeGreaterThan(20)
})

test('the approved phrases pass the gate, each alone and beside an answer', () => {
  const stopped = [...freedom.phrases, ...freedom.same.flat()].filter((text) =>
    judgeOutgoing(reader, { text, speaker: 'machine', purpose: 'service', channel: 'web' }, {}).verdict !== 'pass')
  expect(stopped).toEqual([])
})

test.for<readonly [string, (file: Record<string, unknown>) => unknown, string]>([
  ['a figure among the phrases', (file) => ({ ...file, phrases: ['三天内到账'] }), 'unlisted-figure'],
  ['a denial among the links', (file) => ({ ...file, links: ['不'] }), 'contradiction'],
  ['a promise among the exchanges', (file) => ({ ...file, same: [['应还', '可以还']] }), 'contradiction'],
  ['signs among the links', (file) => ({ ...file, links: ['-'] }), 'wrong-form'],
  ['a single character to be exchanged', (file) => ({ ...file, same: [['办', '办理']] }), 'wrong-form'],
  ['a word in two lists', (file) => ({ ...file, links: ['的', '的'] }), 'duplicate'],
])('%s is refused when the file is read', ([, change, code]) => {
  const wrong = parseFreedom(change(contentJson('desk/model-wording.json') as Record<string, unknown>))
  expect(wrong.ok ? [] : wrong.problems.map((problem) => problem.code)).toContain(code)
})
