import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromStored, toStored } from '../../src/loan/stored.ts'

const leaf = fc.oneof(fc.bigInt(), fc.string(), fc.boolean(), fc.integer(), fc.constant(null), fc.constantFrom('12n', "'12n", "'", '-7n', 'n'))
const plain = fc.letrec((tie) => ({
  value: fc.oneof(leaf, fc.array(tie('value')), fc.dictionary(fc.string().filter((name) => name !== '__proto__'), tie('value'), { noNullPrototype: true })),
})).value

test('any plain value of core comes back as it was, through JSON', () => {
  fc.assert(fc.property(plain, (value) => {
    expect(fromStored(JSON.parse(JSON.stringify(toStored(value))))).toEqual(value)
  }))
})

test('an amount never becomes a JSON number', () => {
  fc.assert(fc.property(fc.bigInt(), (amount) => {
    expect(JSON.stringify(toStored({ amount }))).toBe(`{"amount":"${amount}n"}`)
  }))
})

test('a function or an undefined value in a list is a bug, not a row', () => {
  expect(() => toStored([undefined])).toThrow(TypeError)
  expect(() => toStored({ run: () => 1 })).toThrow(TypeError)
})
