/** Reads numbers as people type them: 一万二, 3万5, 两千, 1,036.50, 十五, 二〇二五. */

const digits: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 贰: 2, 两: 2, 俩: 2, 三: 3, 叁: 3, 仨: 3, 四: 4, 肆: 4, 五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7,
  八: 8, 捌: 8, 九: 9, 玖: 9,
}

const units: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, k: 1000 }

export const chineseDigits = Object.keys(digits).join('')

/** A whole number written in Chinese; a last bare digit counts tenths of the unit before it (一万二, 三千五). */
export const readChineseNumber = (text: string): number | undefined => {
  let total = 0
  let section = 0
  let digit: number | undefined
  let lastUnit = 1
  let sawZero = false
  for (const character of text) {
    const value = digits[character]
    const unit = units[character]
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return spelledOut(text)
      digit = value
      if (value === 0) sawZero = true
    } else if (unit !== undefined) {
      section += (digit ?? (unit === 10 ? 1 : 0)) * unit
      ;[digit, lastUnit, sawZero] = [undefined, unit, false]
    } else if (character === '万' || character === 'w' || character === '亿') {
      const scale = character === '亿' ? 100_000_000 : 10_000
      total = (total + section + (digit ?? 0)) * scale
      ;[section, digit, lastUnit, sawZero] = [0, undefined, scale, false]
    } else return undefined
  }
  if (digit === undefined) return total + section
  return total + section + (lastUnit > 10 && !sawZero ? (digit * lastUnit) / 10 : digit)
}

/** 二零二五: digits said one after the other. */
const spelledOut = (text: string): number | undefined => {
  let number = 0
  for (const character of text) {
    const value = digits[character]
    if (value === undefined) return undefined
    number = number * 10 + value
  }
  return number
}

const chineseDigit = '零一二三四五六七八九'

/**
 * A number in either script or both: `3万5` and `三万5` are 35000, `1.2万` 12000, `3k` 3000, `1,036.50` 1036.5, `47块6` 47.6 (the unit
 * 块 must be taken off and its tail given as `tenths`). Undefined where it is no number.
 */
export const readNumber = (text: string): number | undefined => {
  const arabic = /^(\d[\d,]*(?:\.\d+)?)(?:(亿|万|w|千|k|百)(\d(?:\.\d+)?|[零〇一二两三四五六七八九](?:[百千])?)?)?$/.exec(text)
  if (!arabic) return readChineseNumber(text.replace(/(?<=[百千万])\d$/, (digit) => chineseDigit.charAt(Number(digit))))
  const [, number = '', unit, tail] = arabic
  const scale = unit === undefined ? 1 : scales[unit] ?? 1
  const head = Math.round(Number(number.replaceAll(',', '')) * scale * 100) / 100
  if (tail === undefined) return head
  const added = /^\d/.test(tail) ? Number(tail) * (scale / 10) : tailValue(tail, scale)
  return Math.round((head + added) * 100) / 100
}

const scales: Readonly<Record<string, number>> = { 亿: 100_000_000, 万: 10_000, w: 10_000, 千: 1000, k: 1000, 百: 100 }

const tailValue = (tail: string, scale: number): number => {
  const digit = digits[tail[0] ?? ''] ?? 0
  const unit = tail[1] === undefined ? undefined : units[tail[1]]
  return digit * (unit ?? scale / 10)
}
