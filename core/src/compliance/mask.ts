import { isCardNumber, isIdNumber, isMobileNumber, looksLikeIdNumber, plainNumber } from '../people/personal-number.ts'
import type { Sight } from '../people/sight.ts'

/**
 * Personal numbers inside what somebody typed: found, and covered before the text reaches a screen that may not show them, a log or
 * a search index. Numbers that stand in fields of their own are covered by `people/sight.ts`.
 */

export type PersonalNumber = {
  readonly kind: 'id-number' | 'phone' | 'card'
  /** UTF-16 offsets into the text, [start, end). */
  readonly start: number
  readonly end: number
  /** Digits only, as it would be kept and searched. */
  readonly value: string
  /** Its check digit is right, where its kind has one; a phone number has none and counts as sure. */
  readonly sure: boolean
}

const digitWords = '零一二三四五六七八九'

/** One character for one character, so that offsets hold. */
const halfWidth = (text: string): string =>
  text.replaceAll(/[０-９Ｘｘ]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))

const wordsAsDigits = (text: string): string =>
  text.replaceAll(/[零〇一幺二三四五六七八九]/g, (word) => String(word === '〇' ? 0 : word === '幺' ? 1 : digitWords.indexOf(word)))

/**
 * A run of digits, possibly in groups: one blank or hyphen between two digits does not end it. What stands behind a
 * currency sign, before a unit, or has decimals is an amount; what hangs on letters is a reference (`AX0012345678`).
 */
const digitRun = /(?<![\dA-Za-z_¥￥$])(?<!\d\.)(?:\+\s?)?\d(?:[ \u00a0\u3000\-–]?\d){9,24}[Xx]?(?![\dA-Za-z_])(?!\.\d)(?!\s?[元块万亿股份%])/g

/** Digits said as words: 幺三八… A run of words only, or the 一 of 统一 would join the number behind it. */
const wordRun = /[零〇一幺二三四五六七八九](?:[ \u3000-]?[零〇一幺二三四五六七八九]){10,24}/g

/** Words that say what the number behind them is. The last one before it decides. */
const namesAReference = /(?:合同|借据|订单|流水|交易|单号|编号|案号|工单|受理|凭证|保单|发票|申请号|参考号)[^\d]{0,6}$/
const namesAPerson = /(?:手机|电话|联系|身份证|证件|卡号|银行卡|储蓄卡|尾号)[^\d]{0,6}$/

const isReference = (before: string): boolean => {
  const reference = namesAReference.exec(before)
  const person = namesAPerson.exec(before)
  return reference !== null && (person === null || person.index < reference.index)
}

const kindOf = (value: string): Pick<PersonalNumber, 'kind' | 'sure'> | undefined => {
  if (looksLikeIdNumber(value)) return { kind: 'id-number', sure: isIdNumber(value) }
  if (isMobileNumber(value)) return { kind: 'phone', sure: true }
  if (isCardNumber(value)) return { kind: 'card', sure: true }
  return undefined
}

/** A run may hold more than one number: "13800001234 110101…" is a phone number and an identity number. */
const numbersInRun = (text: string, offset: number): readonly PersonalNumber[] => {
  const whole = kindOf(plainNumber(text))
  if (whole) return [{ ...whole, start: offset, end: offset + text.length, value: plainNumber(text) }]
  const parts = [...text.matchAll(/[^ \u00a0\u3000]+/g)]
  if (parts.length < 2) return []
  return parts.flatMap((part) => {
    const value = plainNumber(part[0])
    const found = kindOf(value)
    return found ? [{ ...found, start: offset + part.index, end: offset + part.index + part[0].length, value }] : []
  })
}

/**
 * Identity, mobile and card numbers in a text that somebody typed, in order. Amounts, dates, contract and loan numbers
 * (`AX…`, or named 合同号, 流水号 and the like) are none; fixed lines and service numbers (400, 95xxx) neither.
 */
export const findPersonalNumbers = (text: string): readonly PersonalNumber[] => {
  const plain = halfWidth(text)
  const inDigits = [...plain.matchAll(digitRun)].flatMap((match) => {
    const found = numbersInRun(match[0], match.index)
    // An identity number with its right check digit is one, whatever it is called.
    return isReference(plain.slice(Math.max(0, match.index - 14), match.index))
      ? found.filter((number) => number.kind === 'id-number' && number.sure)
      : found
  })
  const inWords = [...text.matchAll(wordRun)].flatMap((match) => numbersInRun(wordsAsDigits(match[0]), match.index))
  return inWords.length === 0 ? inDigits : [...inDigits, ...inWords].sort((one, other) => one.start - other.start)
}

const kept: Readonly<Record<PersonalNumber['kind'], readonly [number, number]>> = { 'id-number': [4, 4], phone: [3, 4], card: [4, 4] }

const isPlace = (character: string): boolean => /[\dXx０-９Ｘｘ零〇一幺二三四五六七八九]/.test(character)

const coverDigits = (text: string, first: number, last: number): string => {
  const places = [...text].filter(isPlace).length
  let seen = 0
  return [...text]
    .map((character) => {
      if (!isPlace(character)) return character
      seen += 1
      return seen <= first || seen > places - last ? character : '*'
    })
    .join('')
}

const countryCode = /^(?:\+\s?|00)?86[\s-]?(?=1[3-9])/

/** The text with every personal number covered, of the same length: figures in it keep their places. */
export const maskText = (text: string): string =>
  findPersonalNumbers(text).reduce((masked, { kind, start, end }) => {
    const code = kind === 'phone' ? (countryCode.exec(halfWidth(text.slice(start, end)))?.[0].length ?? 0) : 0
    return masked.slice(0, start + code) + coverDigits(text.slice(start + code, end), ...kept[kind]) + masked.slice(end)
  }, text)

export const textShownTo = (sight: Sight, text: string): string => (sight.texts === 'full' ? text : maskText(text))
