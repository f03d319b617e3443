import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, surnameOf } from '../../src/people/name.ts'
import { idCheckCharacter, isCardNumber, isIdNumber, isMobileNumber, passesLuhn, plainNumber } from '../../src/people/personal-number.ts'

test('the check character of an identity number is that of GB 11643', () => {
  // The two examples printed in the standard.
  expect(idCheckCharacter('11010519491231002')).toBe('X')
  expect(idCheckCharacter('44052418800101001')).toBe('4')
  expect(isIdNumber('11010519491231002X')).toBe(true)
  expect(isIdNumber('11010519491231002x')).toBe(true)
})

test('any single wrong digit is found', () => {
  fc.assert(
    fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const right = '11010519491231002X'
      const wrong = right.slice(0, place) + ((Number(right[place]) + by) % 10) + right.slice(place + 1)
      expect(isIdNumber(wrong)).toBe(false)
    }),
  )
})

test('dates that do not exist and provinces that do not exist make no identity number', () => {
  for (const first of ['11010519490231002', '11010517491231002', '11010519491331002', '99010519491231002', '00010519491231002']) {
    expect(isIdNumber(first + idCheckCharacter(first))).toBe(false)
  }
})

test('cards have an issuer and pass Luhn', () => {
  expect(passesLuhn('4111111111111111')).toBe(true)
  expect(isCardNumber('4111111111111111')).toBe(true)
  expect(isCardNumber('4111111111111112')).toBe(false)
  expect(isCardNumber('1111111111111117')).toBe(false)
  expect(isMobileNumber('12800001234')).toBe(false)
})

test('numbers are kept in one form however they are written', () => {
  for (const text of ['13800001234', '+86 138 0000 1234', '008613800001234', '138-0000-1234', '8613800001234']) expect(plainNumber(text)).toBe('13800001234')
  expect(plainNumber('11010519491231002x')).toBe('11010519491231002X')
})

test('a customer is addressed by surname', () => {
  expect(addressOf({ name: '王小明', idNumber: '110105194912310011' })).toBe('王先生')
  expect(addressOf({ name: '欧阳娜娜', idNumber: '11010519491231002X' })).toBe('欧阳女士')
  expect(addressOf({ name: '李雷' })).toBe('李先生/女士')
  expect(addressOf({ name: 'Anna Berg' })).toBe('Anna Berg')
  expect(addressOf({})).toBeUndefined()
  expect(surnameOf('阿卜杜拉·热合曼')).toBe('阿卜杜拉')
  expect(surnameOf('东方')).toBe('东')
})
