/** Numbers up to ninety-nine as texts of the desk write them, in digits or in words. */

const chineseDigits = '零一二三四五六七八九'

/** 二十, 十五, 三 … up to 九十九; digits stay as they are. */
export const plainNumber = (text: string): string => {
  if (/^[0-9.,]+$/u.test(text)) return text.replaceAll(',', '').replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '')
  const read = text.replace('两', '二')
  const [tens, units] = read.includes('十') ? read.split('十') : ['零', read]
  const digit = (character: string | undefined, empty: number): number =>
    character === undefined || character === '' ? empty : chineseDigits.indexOf(character)
  return String(digit(tens, 1) * 10 + digit(units, 0))
}
