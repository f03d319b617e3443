import { draftOf, saysNotHelpful, withoutPerson, withPlaces } from '@xinqiao/core/answering/generalise.ts'
import { expect, test } from 'vitest'

const text = '王先生，您本期应还 1,059.91 元，还款日 2026年12月11日。另外 App 里随时可以还。有事拨 95xxx。'
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length })
const figures = [
  { ...at('1,059.91 元'), source: { from: 'loan', field: 'nextAmount' } }, { ...at('2026年12月11日'), source: { from: 'loan', field: 'nextDueDate' } },
]

test('a figure of the loan becomes the place it came from, and is told with the loan alone', () => {
  expect(withPlaces(text, figures)).toContain('您本期应还 {dueAmount}，还款日 {nextDueDate}。')
  expect(draftOf({ text, figures }, ['王小明'])).toEqual({ withLoan: '您，您本期应还 {dueAmount}，还款日 {nextDueDate}。', answer: '另外 App 里随时可以还。有事拨 95xxx。', body: '' })
})

test('a figure that came from elsewhere stays, for its writer to see', () => {
  expect(withPlaces('每年最多 1 次', [{ start: 5, end: 8, source: { from: 'article' } }])).toBe('每年最多 1 次')
  expect(withPlaces('共 3 元', [{ start: 2, end: 5, source: { from: 'loan', field: 'no-such-field' } }])).toBe('共 3 元')
})

test('numbers, names and the number of the loan go', () => {
  expect(withoutPerson('我是王小明，身份证 11010519491231002X，卡 6222021234567890128，借据 AX2609000017', ['王小明'])).toBe('我是您，身份证 某号码，卡 某号码，借据 这笔借款')
  expect(withoutPerson('王女士请看', ['王小红'])).toBe('您请看')
})

test.each(['没用', '你答非所问', '不是我问的', '还是没解决'])('that an answer was no help is heard: %s', (said) => { expect(saysNotHelpful(said)).toBe(true) })
test.each(['提前还款', '我没有用过你们的额度，想了解一下怎么申请、要准备哪些材料、多久能批下来，谢谢你们了，辛苦', '好的谢谢'])('other words are not taken for it: %s', (said) => { expect(saysNotHelpful(said)).toBe(false) })
