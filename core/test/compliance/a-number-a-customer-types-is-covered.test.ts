import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPersonalNumbers, maskText, textShownTo } from '../../src/compliance/mask.ts'
import { idCheckCharacter, passesLuhn } from '../../src/people/personal-number.ts'
import { sightOf } from '../../src/people/sight.ts'

const idOf = (first17: string): string => first17 + idCheckCharacter(first17)
const cardOf = (first: string): string => `${first}${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => passesLuhn(first + digit))}`
const id = idOf('11010019900307123')
const card = cardOf('622202000000123')
const longCard = cardOf('622848000000012345')

test.each([
  ['phone', '我电话13800001234，打给我', '我电话138****1234，打给我'],
  ['phone', '13800001234', '138****1234'],
  ['phone', '138 0000 1234', '138 **** 1234'],
  ['phone', '138-0000-1234', '138-****-1234'],
  ['phone', '+8613800001234', '+86138****1234'],
  ['phone', '+86 138 0000 1234', '+86 138 **** 1234'],
  ['phone', '１３８００００１２３４', '１３８****１２３４'],
  ['phone', '号码幺三八零零零零一二三四', '号码幺三八****一二三四'],
  ['phone', '统一13800001234联系', '统一138****1234联系'],
  ['phone', '老号13800001234,新号13900005678。', '老号138****1234,新号139****5678。'],
  ['phone', '合同里的手机号是13800001234', '合同里的手机号是138****1234'],
  ['id-number', `身份证${id}`, `身份证${id.slice(0, 4)}**********${id.slice(-4)}`],
  ['id-number', `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`, `1101** ******** ${id.slice(14)}`],
  ['id-number', `合同号${id}`, `合同号1101**********${id.slice(-4)}`],
  ['card', `卡号 ${card} 尾号不对`, `卡号 6222********${card.slice(-4)} 尾号不对`],
  ['card', card.replaceAll(/(\d{4})(?=\d)/g, '$1 '), `6222 **** **** ${card.slice(-4)}`],
  ['card', longCard, `6228***********${longCard.slice(-4)}`],
] as const)('%s: %s', (kind, text, masked) => {
  expect(findPersonalNumbers(text).every((number) => number.kind === kind)).toBe(true)
  expect(maskText(text)).toBe(masked)
})

test('a small x at the end, and a slip in the last digit, are identity numbers too', () => {
  const withX = Array.from({ length: 100 }, (_, serial) => idOf(`110100199003071${String(serial).padStart(2, '0')}`)).find((number) => number.endsWith('X')) ?? ''
  expect(maskText(withX.toLowerCase())).toBe(`1101**********${withX.toLowerCase().slice(-4)}`)
  const slipped = id.slice(0, 17) + (id.endsWith('0') ? '1' : '0')
  expect(findPersonalNumbers(slipped)).toEqual([{ kind: 'id-number', start: 0, end: 18, value: slipped, sure: false }])
})

test('two numbers side by side are both covered', () => {
  expect(maskText(`13800001234 ${id}`)).toBe(`138****1234 1101**********${id.slice(-4)}`)
})

test.each([
  '我借了20000元，还剩13876543210.55元',
  '金额13800001234元',
  '¥13800001234',
  '13,800,001,234',
  '借据AXD13800001234能查吗',
  'AX1380000123',
  '合同号13800001234',
  '流水号 6222020000001234567',
  '订单编号：13912345678',
  '客服电话4008001234或95588、12378',
  '2026-11-23 15:05:06',
  '20261123150506',
  '期限12个月，利率7.2%，每月1738.46',
  '合同 202600000012345678',
  '身份证号不告诉你',
  '12800001234',
  '尾号1234',
])('no personal number: %s', (text) => {
  expect(findPersonalNumbers(text)).toEqual([])
  expect(maskText(text)).toBe(text)
})

test('a covered text keeps its length, and what is covered is found no more', () => {
  const number = fc.constantFrom(id, card, longCard, '13800001234', '+86 138 0000 1234')
  const words = fc.constantFrom('你好', '我的', '，', ' ', '500元', '3期', 'AX0000000001', '。')
  fc.assert(
    fc.property(fc.array(fc.oneof(number, words), { maxLength: 8 }), (parts) => {
      const text = parts.join('，')
      const masked = maskText(text)
      expect(masked.length).toBe(text.length)
      expect(findPersonalNumbers(masked)).toEqual([])
      for (const secret of [id, card, longCard, '13800001234']) expect(masked).not.toContain(secret)
    }),
  )
})

test('whole numbers in messages are seen by a grant for them, and by nothing else', () => {
  expect(textShownTo(sightOf(['junior'], ['texts']), '13800001234')).toBe('138****1234')
  expect(textShownTo(sightOf(['senior']), '13800001234')).toBe('138****1234')
  expect(textShownTo(sightOf(['senior'], ['texts']), '13800001234')).toBe('13800001234')
})
