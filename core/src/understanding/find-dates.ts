import type { Find, Free } from './entity.ts'
import { chineseDigits, readNumber } from './numeral.ts'

/**
 * Days, months and years as said. A full date becomes ISO, a month and a day `--MM-DD`, everything else stays in the
 * customer's words: what day it means depends on the day of the question (`resolve-date.ts`).
 */

const cn = `${chineseDigits}十廿`
const small = `(?:\\d{1,2}|[${cn}]{1,3})`
const yearWord = '(?:大前年|前年|去年|旧年|上年|今年|本年|明年|后年)'
const monthWord = '(?:上上个?月|下下个?月|上个?月|下个?月|这个?月|本月|当月|个月)'
const part = '(?:底|初|中旬|中|末|上旬|下旬|月底|头|尾)'
const week = '(?:周|星期|礼拜)'
const dayMark = '[号日]'
const festivals = '春节|大年(?:初一|三十|夜)|除夕|过年|元宵节?|元旦节?|(?<![万千百])五一(?:劳动节)?|劳动节|国庆节?|十一(?=长假|假期|放假|黄金周|期间|小长假)|中秋节?|端午节?|清明节?|双十一|双11|双十二|双12|七夕|圣诞节?|情人节'
const daily = '大前天|大后天|前天|昨天|今天|明天|后天|前日|昨日|今日|明日|后日|听日|寻日|琴日|今朝|明朝|昨儿个?|今儿个?|明儿个?|后儿个?|前儿个?|今早|明早|昨晚|今晚|明晚|前晚|昨夜|今夜|后晚|当晚|今个儿?|明个儿?|昨个儿?'
const edges = '(?<!个)(?:月底|月初|月中|月末|月头|月尾|年底|年初|年末|年中|年尾|年头)'

const rules: readonly { readonly pattern: RegExp; readonly value?: (match: RegExpMatchArray) => string | undefined }[] = [
  {
    pattern: new RegExp(`(?<!\\d)((?:19|20)\\d{2}|[二2][〇零0][${cn}]{2})\\s?[年./-]\\s?(${small})(?:\\s?[月./-]\\s?(${small})${dayMark}?|月份?)(?!\\d)`, 'g'),
    value: (match) => isoOf(readNumber(match[1] ?? ''), readNumber(match[2] ?? ''), match[3] === undefined ? undefined : readNumber(match[3])),
  },
  {
    pattern: new RegExp(`(?<![\\d.])(\\d{2})年(${small})月(?:份|(${small})${dayMark}?)?`, 'g'),
    value: (match) => isoOf(2000 + Number(match[1]), readNumber(match[2] ?? ''), match[3] === undefined ? undefined : readNumber(match[3])),
  },
  { pattern: new RegExp(`${yearWord}的?${small}月(?:份|${small}${dayMark}|${part})?`, 'g') },
  { pattern: new RegExp(`${yearWord}(?:年?[底初中末]|下半年|上半年)`, 'g') },
  { pattern: new RegExp(`每个?月的?${small}${dayMark}`, 'g') },
  { pattern: new RegExp(`(?<![一二两三四五六七八九十几半0-9])${monthWord}的?(?:${small}${dayMark}|${part})`, 'g') },
  { pattern: new RegExp(`${monthWord.replace('|个月', '')}的?\\d{1,2}(?![\\d期个天月年万千百块元号日.%次笔])`, 'g') },
  {
    pattern: new RegExp(`(?<![\\d.])(${small})月(${small})(?:${dayMark}|(?![\\d个期天月万千百块元]))`, 'g'),
    value: (match) => isoOf(undefined, readNumber(match[1] ?? ''), readNumber(match[2] ?? '')),
  },
  {
    pattern: new RegExp(`(?<![\\d.])(\\d{1,2})[./](\\d{1,2})${dayMark}`, 'g'),
    value: (match) => isoOf(undefined, Number(match[1]), Number(match[2])),
  },
  { pattern: new RegExp(`(?<![\\d.])${small}月${part}`, 'g') },
  { pattern: new RegExp(`(?<![\\d.])(${small})月份?(?![供息费利租薪付])`, 'g'), value: (match) => isoOf(undefined, readNumber(match[1] ?? ''), undefined) },
  { pattern: new RegExp(`(?<![一二两三四五六七八九十几半0-9])${monthWord.replace('|个月', '')}`, 'g') },
  { pattern: new RegExp(`(?:上上|下下|上|下|这|本)个?${week}(?:[一二三四五六日天末]|[1-6](?!\\d))?`, 'g') },
  { pattern: new RegExp(`(?<![一二两三四五六七八九十几半每\\d])(?<!(?<![那这])个)${week}(?:[一二三四五六日天末]|[1-6](?!\\d))(?!期)`, 'g') },
  { pattern: new RegExp(`(?<![\\d.工编账帐卡证型尾单])(?<!车牌|手机)${small}${dayMark}(?!内|线|码|楼|店|房|以内|之内|后|卡|机|元|客服|坐席)`, 'g') },
  { pattern: /(?<!\d)(?:19|20)\d{2}年(?!期)/g },
  { pattern: new RegExp(daily, 'g') },
  { pattern: new RegExp(yearWord, 'g') },
  { pattern: new RegExp(edges, 'g') },
  { pattern: new RegExp(festivals, 'g') },
  { pattern: /(?<!\d)6\.?18(?=活动|大促|优惠|有)/g },
  { pattern: new RegExp(`(?:(?:\\d{1,3}|[${cn}]{1,3}|半)个?(?:工作日|天|周|星期|礼拜|月)|半年|[${cn}\\d]{1,2}年)(?:之|以)?[前后](?!天|面|台|期)`, 'g') },
  { pattern: /下个?工作日|下一个工作日/g },
]

const two = (number: number): string => String(number).padStart(2, '0')

const isoOf = (year: number | undefined, month: number | undefined, day: number | undefined): string | undefined => {
  if (month === undefined || month < 1 || month > 12) return undefined
  if (day !== undefined && (day < 1 || day > 31)) return undefined
  return `${year === undefined ? '-' : String(year)}-${two(month)}${day === undefined ? '' : `-${two(day)}`}`
}

const mayHoldDate = /[年月日号天周星礼今昨明后前春节除过元五劳国十中端清双七圣情底初晚早朝儿工618]|\d[-/.]\d/

export const findDates = (text: string, typed: string, free: Free): Find[] => {
  if (!mayHoldDate.test(text)) return []
  const finds: Find[] = []
  for (const { pattern, value } of rules) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const clear = finds.every((find) => end <= find.start || start >= find.end)
      const read = value ? value(match) : typed.slice(start, end)
      if (read !== undefined && clear && free(start, end) && dayExists(match[0])) finds.push({ type: 'date', value: read, start, end })
    }
  }
  return finds
}

/** 45号 is no day of a month. */
const dayExists = (said: string): boolean => {
  // 俩月 is how long, not February.
  if (/^[两俩仨]月/.test(said)) return false
  const day = new RegExp(`(${small})${dayMark}$`).exec(said)
  const number = day ? readNumber(day[1] ?? '') : 1
  return number !== undefined && number >= 1 && number <= 31
}
