import { expect, test } from 'vitest'
import type { KnownFigure } from '../../src/compliance/message-rule.ts'
import { figuresSaid, judgeOutgoing } from '../../src/conversations/judge-outgoing.ts'
import { reader } from '../compliance/reader.ts'

const figures: readonly KnownFigure[] = [
  { kind: 'amount', value: '1,733.60 元' }, { kind: 'rate', value: '10.8%' }, { kind: 'date', value: '2026年12月15日' }, { kind: 'term', value: '12 期' },
  { kind: 'term', value: '3 个工作日' }, { kind: 'time', value: '08:30' },
]

const unsourced = (text: string, also: readonly (readonly KnownFigure[])[] = []): readonly string[] =>
  judgeOutgoing(reader, { text, speaker: 'agent', purpose: 'service', channel: 'web' }, { figures, also, case: {}, customer: { optedOut: false } })
    .findings.filter(({ rule }) => rule === 'FIGURE-UNSOURCED').map(({ quote }) => quote)

test.each([
  '您这期应还 1,733.60 元。', '应还1733.6元，到期日2026-12-15。', '还款日是12月15日，每月15日。', '年化综合成本（单利）是 10.8%。', '一共 12 期，就是 12 个月，也就是一年内还清。',
  '3 个工作日内答复您。', '三个工作日内答复您。', '12 月就到期了。', '我们早上 8:30 上班。', '早上八点半上班。', '百分之十点八的年化综合成本（单利）。',
])('what the facts hold may be told: %s', (text) => {
  expect(unsourced(text)).toEqual([])
})

test.each([
  ['您这期应还 1,733.61 元。', '1,733.61 元'], ['应还一千二百元。', '一千二百元'], ['还款日是12月16日。', '12月16日'], ['年化综合成本（单利）是 9.8%。', '9.8%'],
  ['一共 24 期。', '24 期'], ['3 天内答复您。', '3 天'], ['延到十二月五号。', '十二月五号'], ['百分之七点二的年化综合成本（单利）。', '百分之七点二'], ['最长可以展半年。', '半年'], ['我们早上 8:00 上班。', '早上 8:00'], ['周一到周五九点到六点。', '九点'],
])('what they do not hold is marked: %s', (text, quote) => {
  expect(unsourced(text)).toEqual([quote])
})

test.each([
  '请在前一天把钱存进还款卡。', '这一期还清就好，上一期已经到账。', '您先等一等，我一一核对。', '请拨 400-000-0101 或 12378。', '您的合同 AX2026000123 已经找到。',
  '第一步登录，第二步点还款。', '2026年起按新办法。', '一年四季都有人。', '这两天会有同事联系您。', '手续费 0 元。',
])('what measures nothing is no figure: %s', (text) => {
  expect(unsourced(text)).toEqual([])
})

test('what the customer said may be said back to him', () => {
  expect(unsourced('您说的 5,000 元和每月 20 号，我记下了。')).toEqual(['5,000 元', '每月 20 号'])
  expect(unsourced('您说的 5,000 元和每月 20 号，我记下了。', [figuresSaid(['我想先还5000块，改到每月20号，或者二十号前一千二百元'])])).toEqual([])
})

test('what warns a person stops a machine', () => {
  const text = '您这期应还 1,733.61 元。'
  const verdicts = (['agent', 'machine', 'system'] as const).map((speaker) => judgeOutgoing(reader, { text, speaker, purpose: 'service', channel: 'web' }, { figures }).verdict)
  expect(verdicts).toEqual(['warn', 'block', 'block'])
})
