import { isoDay } from '../primitives/day.ts'
import { type Fen, yuanText } from '../primitives/money.ts'
import type { Schedule } from './schedule.ts'

/**
 * A plan as a table: headings and rows for whoever writes a sheet (Excel is written with a library above core), and CSV
 * text ready to be saved. Amounts are plain decimals, so that a spreadsheet takes them as numbers.
 */
export type Language = 'zh' | 'en'
export type Column = 'n' | 'from' | 'due' | 'principal' | 'interest' | 'fee' | 'total' | 'balance'
/** A cell is a count, a day as ISO text, or an amount: its kind is that of its column. */
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

export const scheduleTable = (plan: Schedule, language: Language): Table => {
  const keys = Object.keys(headings) as Column[]
  const { totals, upfrontFee } = plan
  const upfront = upfrontFee > 0n ? [[upfrontWord[language], '', isoDay(plan.terms.disbursedOn), yuanText(0n as Fen), yuanText(0n as Fen),
    yuanText(upfrontFee), yuanText(upfrontFee), yuanText(plan.terms.principal)]] : []
  const rows = plan.instalments.map(({ n, from, due, principal, interest, fee, total, balance }) =>
    [String(n), isoDay(from), isoDay(due), yuanText(principal), yuanText(interest), yuanText(fee), yuanText(total), yuanText(balance)])
  return {
    columns: keys.map((key) => ({ key, heading: headings[key][language], kind: headings[key].kind })),
    rows: [...upfront, ...rows],
    totals: [totalWord[language], '', '', yuanText(totals.principal), yuanText(totals.interest), yuanText(totals.fee), yuanText(totals.total), ''],
  }
}

/** A cell that a spreadsheet would take for a formula is quoted as text (it begins with = + - or @ and is no number). */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 lines behind a byte-order mark, by which Excel knows that the Chinese headings are UTF-8. */
export const scheduleCsv = (plan: Schedule, language: Language): string => {
  const table = scheduleTable(plan, language)
  const lines = [table.columns.map(({ heading }) => heading), ...table.rows, table.totals]
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
