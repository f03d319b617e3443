import type { FigureInText } from '@xinqiao/contract/conversations.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edited, emptyDraft, firstBlank, inserted } from '../../src/features/conversations/draft.ts'

const figure = (text: string, shown: string): FigureInText => {
  const start = text.indexOf(shown)
  return { start, end: start + shown.length, kind: 'amount', value: shown, source: { from: 'record', what: 'x', ref: shown } }
}

const text = '剩余本金 38,250.00 元，本期应还 2,018.64 元，11 月 26 日前有效。'
const draft = inserted(emptyDraft, { text, figures: [figure(text, '38,250.00'), figure(text, '2,018.64')] }, 0, 0)

it('never lets a figure stand on other characters than those it was made for, however the text is edited', () => {
  fc.assert(fc.property(
    fc.array(fc.record({ at: fc.nat(80), cut: fc.nat(12), put: fc.string({ maxLength: 6, unit: fc.constantFrom('1', '2', ',', '.', '元', '好', ' ') }) }), { maxLength: 12 }),
    (edits) => {
      let now = draft
      for (const { at, cut, put } of edits) {
        const from = Math.min(at, now.text.length)
        now = edited(now, now.text.slice(0, from) + put + now.text.slice(from + cut))
      }
      for (const kept of now.figures) {
        expect(now.text.slice(kept.start, kept.end)).toBe(kept.value)
        expect(now.text[kept.start - 1] ?? '').not.toMatch(/[\d.,]/)
        expect(now.text[kept.end] ?? '').not.toMatch(/\d/)
      }
    },
  ), { numRuns: 2000 })
})

it('keeps the sources of what was not touched and drops that of a changed figure', () => {
  const greeted = edited(draft, `王先生您好，${text}`)
  expect(greeted.figures.map(({ value }) => value)).toEqual(['38,250.00', '2,018.64'])
  expect(edited(greeted, greeted.text.replace('2,018.64', '2,000.00')).figures.map(({ value }) => value)).toEqual(['38,250.00'])
  expect(edited(draft, text.replace('2,018.64', '12,018.64')).figures.map(({ value }) => value)).toEqual(['38,250.00'])
})

it('finds the blank that a saved reply left open', () => {
  expect(firstBlank('请在 {还款日} 前存入')).toEqual({ start: 3, end: 8, name: '还款日' })
  expect(firstBlank('没有')).toBeUndefined()
})
