import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clausesOf, marksIn, readQuery, snippetOf, tokensOfText } from '../../src/conversations/search-text.ts'

/** As the index and the check after it answer together. */
const finds = (asked: string, text: string): boolean => {
  const query = readQuery(asked)
  const tokens = new Set(tokensOfText(text))
  const likely = clausesOf(query).every(({ all, any }) => (all.length > 0 && all.every((token) => tokens.has(token))) || any.some((token) => tokens.has(token)))
  const marks = marksIn(text, query)
  // The index never misses what the check would find.
  if (marks !== undefined) expect([asked, likely]).toEqual([asked, true])
  return likely && marks !== undefined
}

const phone = '13800001234'
const idNumber = '110101199003078515'
const card = '6222020200112230020'
const said = `王先生您好，您的借据 AX2609000017 本期应还 1,024.55 元，还款日 2026-12-11。电话１３８ 0000 1234，身份证${idNumber}`

describe('found', () => {
  test.each([
    ['本期应还'], ['应还 还款日'], ['AX2609000017'], ['ax26090'], ['000017'], ['1024.55'], ['1,024.55'], ['024.5'], ['2026-12-11'], ['12-11'],
    [phone], ['138 0000 1234'], ['+86 13800001234'], ['1234'], [idNumber], ['8515'], ['王先生 8515'], ['期'.concat(' 应还')], ['日 本期'], ['ＡＸ２６'],
  ])('%s', (asked) => { expect(finds(asked, said)).toBe(true) })

  test('a whole card and its last four', () => {
    expect(finds('6222 0202 0011 2230 020', `卡号${card}`)).toBe(true)
    expect(finds('0020', `卡号${card}`)).toBe(true)
  })
})

describe('not found', () => {
  test.each([
    ['a part of a phone number', '3800001'], ['the first digits', '138000'], ['a part of an identity number', '19900307'], ['another phone number', '13800001235'],
    ['what stands apart', '应还还款'], ['another amount', '1024.56'], ['one word that is missing', '应还 展期'],
  ])('%s', (_, asked) => { expect(finds(asked, said)).toBe(false) })

  test('a part of a personal number stands in no token', () => {
    const tokens = tokensOfText(`手机${phone} 证件${idNumber} 卡${card}`)
    for (const token of tokens.filter((one) => one.startsWith('gram '))) expect(token).not.toMatch(/\d/)
  })
})

test('whatever stands in a text is found by any part of it that has two characters or more', () => {
  const character = fc.constantFrom(...'还款利息期数展逾罚王李abXY0123456789，。,. 元％①')
  fc.assert(fc.property(fc.array(character, { minLength: 2, maxLength: 60 }), fc.nat(), fc.nat(), (characters, one, other) => {
    const text = characters.join('')
    const from = one % text.length
    const part = text.slice(from, from + 2 + (other % 8)).trim()
    // What may pass for a personal number, or be a part of one, has rules of its own; a comma between digits is none.
    fc.pre(/[\p{L}\p{N}]{2}/u.test(part) && !/\d{7}/.test(text.replaceAll(/[^\d]/g, '')) && !/^[,，.]|[,，.]$/.test(part))
    finds(part, text)
    expect([part, text, marksIn(text, readQuery(part)) !== undefined]).toEqual([part, text, true])
  }), { numRuns: 2000 })
})

test('the part shown holds the first place, and each mark covers what was asked', () => {
  const text = `${'前文'.repeat(60)}本期应还 1,024.55 元${'后文'.repeat(60)}`
  const { text: shown, marks } = snippetOf(text, marksIn(text, readQuery('应还 1024.55')) ?? [])
  expect(shown.startsWith('…') && shown.endsWith('…')).toBe(true)
  expect(marks.map(({ start, end }) => shown.slice(start, end))).toEqual(['应还', '1,024.55'])
})
