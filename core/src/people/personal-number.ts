import { parseDay } from '../primitives/day.ts'

/**
 * Numbers that belong to a person: resident identity numbers (GB 11643-1999), mainland mobile numbers and bank cards.
 * Shape and check digit only; whether a number was ever given out nobody can tell from the number.
 */

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const idCheckCharacters = '10X98765432'

/** First two digits: the province that issued it (GB/T 2260), Hong Kong, Macao and Taiwan residents included. */
const provinces = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1]|8[1-3])/

/** The last character of an identity number, from its first seventeen digits (ISO 7064 MOD 11-2). */
export const idCheckCharacter = (first17: string): string => {
  const sum = idWeights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0)
  return idCheckCharacters.charAt(sum % 11)
}

/** Province and date of birth are possible; the check character is not looked at, so that a slip of the keyboard still counts. */
export const looksLikeIdNumber = (text: string): boolean => {
  if (!/^\d{17}[\dXx]$/.test(text) || !provinces.test(text)) return false
  const [year, month, dayOfMonth] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)]
  return /^(?:19|20)/.test(year) && parseDay(`${year}-${month}-${dayOfMonth}`) !== undefined
}

export const isIdNumber = (text: string): boolean => looksLikeIdNumber(text) && idCheckCharacter(text) === text.charAt(17).toUpperCase()

/** The seventeenth digit is odd for men and even for women. */
export const isMaleIdNumber = (idNumber: string): boolean => Number(idNumber.charAt(16)) % 2 === 1

export const isMobileNumber = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)

/** ISO/IEC 7812-1 annex B. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/**
 * Issuer ranges by length. Chinese cards start with 62 (16 to 19 digits) and some old debit cards with 60, 68, 69, 9;
 * Visa, Mastercard, JCB and American Express are used here too. Without the ranges every tenth contract number passes for a card.
 */
const issuerByLength: Readonly<Record<number, RegExp>> = {
  15: /^3[47]/,
  16: /^(?:4|5[1-5]|2[2-7]|35|6[0258]|9[045])/,
  17: /^62/,
  18: /^6[2]/,
  19: /^(?:6[02589]|9[0456])/,
}

export const isCardNumber = (text: string): boolean =>
  /^\d{15,19}$/.test(text) && (issuerByLength[text.length]?.test(text) ?? false) && passesLuhn(text)

/** As numbers are kept and compared: digits only, without +86, the X of an identity number in capitals. */
export const plainNumber = (text: string): string => {
  const packed = text.replaceAll(/[\s\-–—()（）]/g, '').toUpperCase()
  return /^(?:\+|00)?86(1[3-9]\d{9})$/.exec(packed)?.[1] ?? packed
}
