import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayShown, daysBetween, momentShown, percentShown, spanShown, yuanShown } from '../../src/ui/format.ts'
import { partsOf } from '../../src/ui/text-parts.ts'

it('groups an amount without ever making a number of it', () => {
  expect(yuanShown('999999999999999.99')).toBe('999,999,999,999,999.99')
  expect(yuanShown('-1234.50')).toBe('-1,234.50')
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), (fen) => {
    const text = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`
    expect(yuanShown(text).replaceAll(',', '')).toBe(text)
  }))
})

it('shows a rate as percent by moving the point in the text', () => {
  expect(['0.072', '0.1', '0.00005', '1.5', '0', '0.24', '-0.01'].map(percentShown)).toEqual(['7.2%', '10%', '0.005%', '150%', '0%', '24%', '-1%'])
})

it('says days and spans shortly in both languages', () => {
  expect(dayShown('2026-11-26', 'zh', '2026-11-23')).toBe('11月26日')
  expect(dayShown('2027-01-05', 'en', '2026-11-23')).toBe('5 Jan 2027')
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
  expect([45_000, 12 * 60_000, 200 * 60_000, 50 * 3_600_000].map((span) => spanShown(span, 'zh'))).toEqual(['45秒', '12分', '3时20分', '2天2时'])
  expect(spanShown(200 * 60_000, 'en')).toBe('3h 20m')
  const now = new Date(2026, 10, 23, 18, 0)
  expect(momentShown(new Date(2026, 10, 23, 9, 5).toISOString(), 'zh', now)).toBe('09:05')
  expect(momentShown(new Date(2026, 10, 20, 9, 5).toISOString(), 'zh', now)).toBe('11月20日')
})

it('cuts a text at its figures and terms and never loses or doubles a character', () => {
  const spans = fc.array(fc.record({ start: fc.nat(30), length: fc.integer({ min: 0, max: 8 }) }), { maxLength: 6 })
  fc.assert(fc.property(fc.string({ maxLength: 30 }), spans, spans, (text, figures, terms) => {
    const parts = partsOf({
      text,
      figures: figures.map(({ start, length }) => ({ start, end: start + length, kind: 'amount', value: '1.00', source: { from: 'calendar', what: 'x' } })),
      terms: terms.map(({ start, length }) => ({ start, end: start + length, termId: 't' })),
    })
    expect(parts.map((part) => part.text).join('')).toBe(text)
  }))
})
