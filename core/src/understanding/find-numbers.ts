import type { Find, Free } from './entity.ts'

/** Numbers that name a person, a card or a loan: phone, identity card, bank card, loan reference. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const

/** GB 11643-1999: the eighteenth sign of an identity number follows from the seventeen before it. */
export const isIdNumber = (text: string): boolean => {
  if (!/^\d{17}[\dxX]$/.test(text)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  const month = Number(text.slice(10, 12))
  const day = Number(text.slice(12, 14))
  return '10x98765432'[sum % 11] === text[17]?.toLowerCase() && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** ISO/IEC 7812-1, annex B: the check digit of a card number (Luhn). */
export const isCardNumber = (digits: string): boolean => {
  if (!/^[2-9]\d{15,18}$/.test(digits)) return false
  let sum = 0
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = Number(digits[at]) * (twice ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

const onlyDigits = (text: string): string => text.replace(/\D/g, '')

const loanRefPattern = /(?<![a-z0-9])ax(?:d\d{11}|\d{10})(?!\d)/g
const idPattern = /(?<![\da-z])\d{17}[\dx](?![\da-z])/g
const cardPattern = /(?<![\d.])[2-9]\d{3}(?:[ -]?\d){12,15}(?![\d.])/g
const phonePattern = /(?<![\d.])(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}|400[ -]?\d{3}[ -]?\d{4}|400[ -]?\d{4}[ -]?\d{3})(?!\d)/g

type Make = (match: string, start: number, end: number) => Omit<Find, 'start' | 'end'> | undefined

const each = (text: string, pattern: RegExp, make: Make, free: Free): Find[] => {
  const finds: Find[] = []
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length
    const made = free(match.index, end) ? make(match[0], match.index, end) : undefined
    if (made) finds.push({ ...made, start: match.index, end })
  }
  return finds
}

export const findLoanRefs = (text: string, typed: string, free: Free): Find[] =>
  each(text, loanRefPattern, (_, start, end) => ({ type: 'loanRef', value: typed.slice(start, end) }), free)

export const findIdNumbers = (text: string, typed: string, free: Free): Find[] =>
  each(text, idPattern, (match, start, end) => (isIdNumber(match) ? { type: 'idNumber', value: typed.slice(start, end) } : undefined), free)

export const findCardNumbers = (text: string, free: Free): Find[] =>
  each(text, cardPattern, (match) => {
    const digits = onlyDigits(match)
    return isCardNumber(digits) && !isIdNumber(digits) ? { type: 'cardNumber', value: digits } : undefined
  }, free)

export const findPhones = (text: string, free: Free): Find[] =>
  each(text, phonePattern, (match) => ({ type: 'phone', value: onlyDigits(match).replace(/^86(?=1\d{10}$)/, '') }), free)
