import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type CharacterTable, readCharacters } from '../../src/understanding/characters.ts'
import { findEntities } from '../../src/understanding/find-entities.ts'

const table = JSON.parse(readFileSync(new URL('../../../content/understanding/characters.json', import.meta.url), 'utf8')) as CharacterTable
const characters = readCharacters(table)

const found = (text: string): string[] => findEntities(text, characters).map(({ type, text: said, value, unit }) => `${type} ${said} ${value}${unit === undefined ? '' : ` ${unit}`}`)

describe('a fact is found with its value, and its span is the text as typed', () => {
  test.each([
    ['想借3万5分24期', ['amount 3万5 35000 元', 'term 24期 24 month']],
    ['借三万5 分一年', ['amount 三万5 35000 元', 'term 一年 12 month']],
    ['三千块用半年多少利息', ['amount 三千块 3000 元', 'term 半年 6 month']],
    ['5w借兩年', ['amount 5w 50000 元', 'term 兩年 24 month']],
    ['¥7,000.00什么时候退', ['amount ¥7,000.00 7000 元']],
    ['多扣了47块6', ['amount 47块6 47.6 元']],
    ['日息万五高不高', ['rate 万五 0.0005 day']],
    ['月息1分2', ['rate 1分2 0.012 month']],
    ['年化7.2%', ['rate 7.2% 0.072 year']],
    ['下个月15号能还吗', ['date 下个月15号 下个月15号']],
    ['2026年3月1日还的', ['date 2026年3月1日 2026-03-01']],
    ['工行换成建行', ['bank 工行 工商银行', 'bank 建行 建设银行']],
    ['我电话138 0000 1206', ['phone 138 0000 1206 13800001206']],
    ['身份证11010019810101001X不对', []],
    ['卡号6222 0200 0000 0000 009', []],
    ['逾期两个月了', []],
    ['万一还不上，千万别打电话', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
    for (const entity of findEntities(text, characters)) expect(text.slice(entity.start, entity.end)).toBe(entity.text)
  })
})
