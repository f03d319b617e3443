import type { CaseField } from '@xinqiao/contract/cases.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inputOf, startValues } from '../../src/features/cases/case-input.ts'

const field = (name: string, type: CaseField['type'], more: Partial<CaseField> = {}): CaseField => ({ name, label: `${name}!`, type, required: true, ...more })

it('sends each field in the shape that its type goes over the wire in', () => {
  const fields = [
    field('text', 'long-text'), field('amount', 'amount'), field('day', 'day'), field('count', 'number'), field('sure', 'yes-no'), field('one', 'choice'), field('many', 'choices'),
  ]
  const values = { text: ' 扣了两次 ', amount: '1,000.5', day: '2026-12-01', count: '12', one: 'a', many: ['a', 'b'] }
  expect(inputOf(fields, values)).toEqual({
    input: { text: '扣了两次', amount: '1000.50', day: '2026-12-01', count: 12, sure: false, one: 'a', many: ['a', 'b'] }, missing: [],
  })
})

it('leaves out what may be left empty and was, and names what is missing or cannot be read', () => {
  const optional = { required: false }
  expect(inputOf([field('a', 'text', optional), field('b', 'choices', optional), field('c', 'yes-no', optional)], { a: '  ', b: [] })).toEqual({ input: {}, missing: [] })
  expect(inputOf([field('a', 'text'), field('b', 'amount', optional), field('c', 'number', optional)], { b: '一千', c: '1.5' }).missing).toEqual(['a!', 'b!', 'c!'])
})

it('gives a group whole or not at all', () => {
  const refund = field('refund', 'group', { required: false, fields: [field('loanRef', 'text'), field('amount', 'amount')] })
  expect(inputOf([refund], {})).toEqual({ input: {}, missing: [] })
  expect(inputOf([refund], { refund: { loanRef: '', amount: ' ' } })).toEqual({ input: {}, missing: [] })
  expect(inputOf([refund], { refund: { loanRef: 'L-1' } }).missing).toEqual(['amount!'])
  expect(inputOf([refund], { refund: { loanRef: 'L-1', amount: '50' } })).toEqual({ input: { refund: { loanRef: 'L-1', amount: '50.00' } }, missing: [] })
})

it('sends back what was agreed to exactly as it came, whatever else was typed', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (seen, typed) => {
    const fields = [field('total', 'amount', { value: seen, fixed: true })]
    expect(inputOf(fields, { ...startValues(fields), total: typed })).toEqual({ input: { total: seen }, missing: [] })
  }))
})
