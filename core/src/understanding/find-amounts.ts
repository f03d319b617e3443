import type { Find, Free } from './entity.ts'
import { chineseDigits, readNumber } from './numeral.ts'

/** Sums of money: 3万5, 三千块, 5w, ¥7,000.00, 47块6, 两万多, 四千出头. Bare numbers count from 100, unless a unit says otherwise. */

const cn = chineseDigits
const arabic = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,4})?`
const mixed = String.raw`(?:${arabic})(?:[万wk千百亿](?:(?:[${cn}]|\d(?:\.\d+)?)[百千]?(?![\d期天月年个号%]))?)?`
const chinese = String.raw`[${cn}十百千][${cn}十百千万亿]*(?:(?<=[百千万])\d(?![\d.,期天月年个号%万千百]))?(?<![万千百${cn}][${cn}](?=年|期|个月|个星期|天|周))`
const pattern = new RegExp(
  String.raw`(?<![\d.a-z])(?:[¥￥]\s?)?(?:(${mixed})|(${chinese}))(多|来|几(?=块|元|百|千))?(?:(块钱|块|元钱|元|圆|蚊|刀)(?:([${cn}\d])(?![\d期天月年个号])[毛角]?|钱)?|(多|出头|左右))?`,
  'g',
)

/** What after a number says that it counts something else than money. */
const otherUnit = /^(?:\s?[%％厘‰]|个|期|天|月|年|号|日|点|分(?![\d期一二两三四五六七八九十])|时|秒|次|遍|回|岁|位|人|张|笔|条|家|种|折|倍|套|层|楼|周(?!转)|星期|礼拜|开头|客服|多次|多遍|几次|小时|钟|年代|左右岁|多岁|平|公里|米|斤|g(?!\w)|m(?!\w)|分钟|股|集|篇|页|字|名|代|级|路|栋|单元|室|码|后(?![来面])|者|句|声|头|只|口|辆|台|部)/
const otherBefore = /(?:工号|尾号|编号|电话|热线|短信|拨|打|后四位|前四位|尾数|卡尾|开头|代码|错误码|编码|房号|门牌|学号|单号|订单|报错|error|代号|今年|年满|版本|第|原来|原先|百分之|分之|ios|安卓|iphone|华为|小米|苹果|ip|windows)\s?[:：是]?\s?$/
const money = /[¥￥]/

/** 一千 and 两百 are sums; 十, 二十 and 一 alone are counts of anything; 百 and 千 alone are no numbers. */
const readsAsSum = (number: string, value: number): boolean =>
  /^\d/.test(number) ? value >= 100 || /[万wk千百]/.test(number) || /\.\d/.test(number) : value >= 100 && /^[^百千]/.test(number) && /[百千万亿]/.test(number)

/** Groups of four beside each other number a card; two sums only where one takes the other's place (不是1500 1580). */
const isOfACard = (before: string, after: string): boolean =>
  /^ \d{4} \d/.test(after) || (!/不是\s?(?:\d{4} )?$/.test(before) && (/^ \d{4}/.test(after) || /\d{4} $/.test(before)))

const yearLike = /^(?:19|20)\d{2}$/

const sumAt = (text: string, match: RegExpMatchArray): Find | undefined => {
  const [whole, mixedNumber, chineseNumber, , unit, tenths] = match
  const number = mixedNumber ?? chineseNumber ?? ''
  const start = match.index ?? 0
  let end = start + whole.length
  const value = readNumber(number)
  if (value === undefined || value === 0) return undefined
  const before = text.slice(Math.max(0, start - 7), start)
  const after = text.slice(end, end + 7)
  const marked = unit !== undefined || money.test(whole)
  if (unit !== undefined && tenths === undefined && !marked) end = start + whole.length
  if (!marked) {
    if (!readsAsSum(number, value) || otherUnit.test(after) || otherBefore.test(before)) return undefined
    if (/^0\d/.test(number) || (yearLike.test(number) && after.startsWith('年')) || /^\d{7,}$/.test(number)) return undefined
    if (/^\.\d|^[-–]\d/.test(after) || /[-–/]$/.test(before) || isOfACard(before, after)) return undefined
    if (/^\d+\.\d$/.test(number) && value < 10 && !/[扣还收差多少欠付费]/.test(before)) return undefined
  }
  const tail = tenths === undefined ? 0 : (readNumber(tenths) ?? 0) / 10
  return { type: 'amount', value: Math.round((value + tail) * 100) / 100, unit: '元', start, end }
}

export const findAmounts = (text: string, free: Free): Find[] => {
  const finds: Find[] = []
  for (const match of text.matchAll(pattern)) {
    const find = sumAt(text, match)
    if (find && free(find.start, find.end)) finds.push(find)
  }
  return finds
}
