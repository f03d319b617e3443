import { isoDay } from '../primitives/day.ts'
import { yuanText, zeroFen } from '../primitives/money.ts'
import type { Course, CourseRow } from './course.ts'

/**
 * A course of payments as a table: headings and rows for whoever writes a sheet (Excel is written with a library above core), and CSV
 * text ready to be saved. Amounts are plain decimals, so that a spreadsheet takes them as numbers.
 */
export type Language = 'zh' | 'en'
export type Column = 'n' | 'from' | 'due' | 'principal' | 'interest' | 'fee' | 'total' | 'balance'
/** A cell is a count, a day as ISO text, or an amount: its kind is that of its column; words stand where there is no number. */
export type Table = {
  readonly columns: readonly { readonly key: Column; readonly heading: string; readonly kind: 'count' | 'day' | 'amount' }[]
  readonly rows: readonly (readonly string[])[]
  readonly totals: readonly string[]
}

const headings: { readonly [Key in Column]: { readonly zh: string; readonly en: string; readonly kind: 'count' | 'day' | 'amount' } } = {
  n: { zh: '期数', en: 'No.', kind: 'count' },
  from: { zh: '计息起始日', en: 'From', kind: 'day' },
  due: { zh: '还款日', en: 'Due', kind: 'day' },
  principal: { zh: '本金（元）', en: 'Principal (CNY)', kind: 'amount' },
  interest: { zh: '利息（元）', en: 'Interest (CNY)', kind: 'amount' },
  fee: { zh: '费用（元）', en: 'Fees (CNY)', kind: 'amount' },
  total: { zh: '应还合计（元）', en: 'Total (CNY)', kind: 'amount' },
  balance: { zh: '剩余本金（元）', en: 'Balance (CNY)', kind: 'amount' },
}

const totalWord: Readonly<Record<Language, string>> = { zh: '合计', en: 'Total' }
const upfrontWord: Readonly<Record<Language, string>> = { zh: '放款时费用', en: 'At payout' }

const rowWords: { readonly [Kind in Exclude<CourseRow['kind'], 'instalment'>]: Readonly<Record<Language, string>> } = {
  prepayment: { zh: '提前还款', en: 'Early repayment' },
  arrears: { zh: '逾期应还', en: 'Arrears' },
}

export const courseTable = ({ start, rows, upfrontFee, totals }: Course, language: Language): Table => {
  const keys = Object.keys(headings) as Column[]
  const amounts = ({ principal, interest, fee, total, balance }: Pick<CourseRow, 'principal' | 'interest' | 'fee' | 'total' | 'balance'>): string[] =>
    [principal, interest, fee, total, balance].map(yuanText)
  const upfront = upfrontFee > 0n ? [[upfrontWord[language], '', isoDay(start),
    ...amounts({ principal: zeroFen, interest: zeroFen, fee: upfrontFee, total: upfrontFee, balance: totals.principal })]] : []
  return {
    columns: keys.map((key) => ({ key, heading: headings[key][language], kind: headings[key].kind })),
    rows: [...upfront, ...rows.map((row) =>
      [row.kind === 'instalment' ? String(row.n) : rowWords[row.kind][language], isoDay(row.from), isoDay(row.due), ...amounts(row)])],
    totals: [totalWord[language], '', '', yuanText(totals.principal), yuanText(totals.interest), yuanText(totals.fee), yuanText(totals.total), ''],
  }
}

/** A cell that a spreadsheet would take for a formula is quoted as text (it begins with = + - or @ and is no number). */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 lines behind a byte-order mark, by which Excel knows that the Chinese headings are UTF-8. */
export const tableCsv = (table: Table): string => {
  const lines = [table.columns.map(({ heading }) => heading), ...table.rows, table.totals]
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
