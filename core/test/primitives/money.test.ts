import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addFen, fen, formatYuan, parseYuan, yuanText } from '../../src/primitives/money.ts'
import { parseRate, percentText } from '../../src/primitives/rate.ts'

test('an amount survives being written and read', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amount) => {
      expect(parseYuan(yuanText(fen(amount)))).toBe(amount)
    }),
  )
})

test('amounts are shown with separators and two decimals', () => {
  expect(formatYuan(fen(123_456_789n))).toBe('1,234,567.89')
  expect(formatYuan(fen(-7n))).toBe('-0.07')
  expect(formatYuan(addFen(fen(99_999n), fen(1n)))).toBe('1,000.00')
})

test('what is no amount is not read', () => {
  for (const text of ['', '1.234', '1,000', 'abc', '1e3', '.5', '１']) expect(parseYuan(text)).toBeUndefined()
})

test('rates are exact and shown in percent', () => {
  expect(parseRate('0.072')).toEqual({ num: 72n, den: 1000n, period: 'year' })
  expect(percentText({ num: 72n, den: 1000n, period: 'year' })).toBe('7.2')
  expect(percentText({ num: 1n, den: 3n, period: 'year' }, 2)).toBe('33.33')
  expect(percentText({ num: 24n, den: 100n, period: 'year' })).toBe('24')
})
