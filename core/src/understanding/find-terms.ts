import type { Find, Free } from './entity.ts'
import { chineseDigits, readNumber } from './numeral.ts'

/**
 * The length of a loan, the instalments wanted, the length of a delay asked for. Instalments already paid, and how
 * long something has lasted, are no terms.
 */

const number = `(?:\\d{1,3}|[${chineseDigits}十]{1,3})`
const pattern = new RegExp(
  `(?<![\\d.第])(?<![万千百](?=[${chineseDigits}]{2}))(?:(${number})(期|个月|个星期|个礼拜|年半|年|天|周|星期|礼拜)|(半年|半个月|一年半|个把月))(?!前|后|以前|以后|之前|之后|半|内|级|龄|代|终|费|限|利|息)`,
  'g',
)

const lasted = /(?:还了|还过|已还|已经还|剩下?|还剩下?|余下?|还有|第|欠了?|逾期了?|超期|断供了?|等了?|干了|工作了?|交了?|缴了?|拖了?|已经|过了|用了|借了才|开了|待了|住了|满|近|最近|过去|连续|这|那|上|每|隔|超过|晚了|迟了|都|才|快|有|认识|结婚|来了|几|差|做了|当了|跑了|社保|流水|公积金|只还|扣了|付了|早了|另外|头|前|后)\s?$/
const afterLasted = /^(?:了|多了|没(?!关)|来|以来|流水|的?社保|一次|都|就|工资|账单|还没|还不|就能|到账|的账|的还是|的流水)/
const wanted = /(?:借|贷|分|按|选|改成|点成|缓|延|宽限|晚|迟|推|展|拖|用|做|期限|续|给|再|放|最长|最短|最多|最低|短|长|改|换成|换|成|跟|和|还是|或者?|到|要|想|一共|总共|还(?!了|过|剩))\D{0,4}$/
const afterWanted = /^(?:的?(?:利息|月供|总共|多少|每月|每期|期|还|的话|一共|贷款|借|分|等额|先息|能|行|可以|好|吧|呢|吗|要|跟|和|，|,|、|\s|？|\?)|$)/

const delayOfDays = /(?:宽限|延|缓|晚|迟|推|借|拖|给|用|放宽|期限)(?:个|上|我|期|后|还|限|一下|到|款|个大概|多)?$/
const chosen = /(?:改成|点成|选成|换成|选|分成?|延长?|展|缓|宽限|借|贷)$/

const months: Readonly<Record<string, number>> = { 期: 1, 个月: 1, 月: 1, 年: 12 }

const lengthOf = (count: string | undefined, unit: string | undefined, fixed: string | undefined): { value: number; unit: 'month' | 'day' } | undefined => {
  if (fixed !== undefined) {
    const named: Readonly<Record<string, { value: number; unit: 'month' | 'day' }>> = {
      半年: { value: 6, unit: 'month' }, 一年半: { value: 18, unit: 'month' }, 半个月: { value: 15, unit: 'day' },
    }
    return named[fixed]
  }
  const read = readNumber(count ?? '')
  if (read === undefined || unit === undefined || read === 0) return undefined
  if (unit === '年半') return { value: read * 12 + 6, unit: 'month' }
  const factor = months[unit]
  if (factor !== undefined) return { value: read * factor, unit: 'month' }
  return { value: unit === '天' ? read : read * 7, unit: 'day' }
}

const meant = (text: string, start: number, end: number, unit: string | undefined, value: number, afterAmount: boolean): boolean => {
  const before = text.slice(Math.max(0, start - 6), start)
  const after = text.slice(end, end + 4)
  if (chosen.test(before)) return true
  if (lasted.test(before) || afterLasted.test(after)) return false
  if (unit === '天') return delayOfDays.test(before) || afterAmount
  if (unit === '期') return value >= 3 || /(?:分|借|选|改成|按)\s?$/.test(before)
  return afterAmount || wanted.test(before) || (before === '' && afterWanted.test(after))
}

/** `amountEnds`: where sums of money end; a length of time right behind a sum is a term (三十万五年). */
export const findTerms = (text: string, free: Free, amountEnds: ReadonlySet<number>): Find[] => {
  if (!/[期年月天周礼星]/.test(text)) return []
  const finds: Find[] = []
  for (const match of text.matchAll(pattern)) {
    const [start, end] = [match.index, match.index + match[0].length]
    const length = lengthOf(match[1], match[2], match[3])
    const afterAmount = amountEnds.has(start) || amountEnds.has(start - 1)
    if (length && free(start, end) && meant(text, start, end, match[2], length.value, afterAmount)) finds.push({ type: 'term', ...length, start, end })
  }
  return finds
}

const lastedPlainly = /(?:还了|还过|已还|已经还|还剩下?|剩下?|第|欠了?|逾期了?|超期了?|(?<!等)等了?|干了|工作了?|拖了|已经|过去|最近|近|连续|上|每|隔|晚了|迟了|做了|住了|住院|失业|待业|停工|没发|病了)\s?$/
const afterLastedPlainly = /^(?:了(?!吧)|多了|没(?!关|问题)|来|以来|没发|的?社保|的?流水|工资)/

/** 往后拖一期: by one month; a quote by the 一期 is no length. */
const putOff = /(?:延|推|展|拖|缓|晚|挪|宽限)(?:后|迟|期|还)?(?:个|上)?$/

/** 1万5一年: the 5 belongs to the sum. */
const behindSum = `(?:(?<![\\d.第])|(?<=[万千]\\d)(?=[${chineseDigits}半]))`

const anyLength = new RegExp(pattern.source.replace('(?<![\\d.第])', behindSum).replace('|利|息)', ')').replace('个月|', '个月|(?<=[两俩仨几])月|'), 'g')

/** Every length of time, whether or not it reads as a term by itself: in a dialogue the matter says what a length means. */
export const findLengths = (text: string, free: Free): Find[] => {
  const finds: Find[] = []
  for (const match of text.matchAll(anyLength)) {
    const [start, end] = [match.index, match.index + match[0].length]
    const length = lengthOf(match[1], match[2], match[3])
    const lastedOnly = lastedPlainly.test(text.slice(Math.max(0, start - 6), start)) || afterLastedPlainly.test(text.slice(end, end + 4))
    const perInstalment = match[2] === '期' && length?.value === 1 && !putOff.test(text.slice(Math.max(0, start - 4), start))
    if (length && free(start, end) && !lastedOnly && !perInstalment) finds.push({ type: 'term', ...length, start, end })
  }
  return finds
}
