import { expect, test } from 'vitest'
import { dayOf } from '../../src/primitives/day.ts'
import type { Figure, FigureValue } from '../../src/primitives/figure.ts'
import { figureText, fill, placeholders } from '../../src/primitives/filling.ts'
import { fen } from '../../src/primitives/money.ts'

const due: Figure = { kind: 'date', value: dayOf(2026, 12, 5), source: { from: 'customer', what: 'test' } }
const owed: Figure = { kind: 'amount', value: fen(173_360n), source: { from: 'customer', what: 'test' } }

test('every value stands at its place, and figures say where', () => {
  const filled = fill('{name}，{due} 应还 {owed}。', { name: '李女士', due, owed })
  expect(filled).toEqual({
    text: '李女士，2026年12月5日 应还 1,733.60 元。',
    figures: [{ figure: due, start: 4, end: 14 }, { figure: owed, start: 18, end: 28 }],
  })
})

test('a missing value is refused by name, an inherited one is missing', () => {
  expect(fill('{due} {owed}', { due })).toEqual({ refused: 'value-missing', about: { name: 'owed' }, field: 'owed' })
  expect(fill('{toString}', {})).toMatchObject({ refused: 'value-missing' })
})

test('a value is not read as a template', () => {
  expect(fill('{name}', { name: '{owed}' })).toMatchObject({ text: '{owed}' })
  expect(placeholders('{a} {b} {a} { c } {}')).toEqual(['a', 'b'])
})

test('a figure reads as people write it, in both languages', () => {
  const cases: readonly (readonly [FigureValue, string, string])[] = [
    [{ kind: 'amount', value: fen(100n) }, '1.00 元', 'CNY 1.00'],
    [{ kind: 'rate', value: { num: 108n, den: 1000n, period: 'year' } }, '10.8%', '10.8%'],
    [{ kind: 'date', value: dayOf(2026, 1, 9) }, '2026年1月9日', '2026-01-09'],
    [{ kind: 'term', value: 1, unit: 'instalment' }, '1 期', '1 instalment'],
    [{ kind: 'term', value: 3, unit: 'working-day' }, '3 个工作日', '3 working days'],
    [{ kind: 'time', value: 545 }, '09:05', '09:05'],
    [{ kind: 'count', value: 7 }, '7', '7'],
  ]
  for (const [figure, zh, en] of cases) expect([figureText(figure), figureText(figure, 'en')]).toEqual([zh, en])
})
