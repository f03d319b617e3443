import { courseTable, type Table, tableCsv } from '@xinqiao/core/loan/export.ts'
import { courseOfPlan } from '@xinqiao/core/loan/course.ts'
import { schedule } from '@xinqiao/core/loan/schedule.ts'
import { whatIfPrepaid } from '@xinqiao/core/loan/what-if.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, it } from 'vitest'
import { workbook } from '../../src/features/loan/xlsx.ts'
import { readCsv, readXlsx } from '../support/sheets.ts'

const terms = {
  principal: fen(123_456_789n), annualRate: { num: 108n, den: 1000n, period: 'year' as const }, method: 'equal-instalment' as const, count: 36,
  every: { months: 1 }, disbursedOn: dayOf(2026, 1, 31), dayCount: 'month-rate' as const,
  fees: [{ name: '手续费', when: 'start' as const, amount: fen(10_000n) }],
}

const tables = (): readonly Table[] => {
  const plan = schedule(terms)
  const whatIf = whatIfPrepaid(terms, [], terms.disbursedOn, { on: dayOf(2026, 8, 3), choice: { amount: fen(5_000_000n), effect: 'term' }, upfrontFee: fen(10_000n) })
  if (isRefusal(plan) || isRefusal(whatIf)) throw new Error('there are plans')
  return [courseTable(courseOfPlan(plan), 'zh'), courseTable(whatIf.after, 'en')]
}

/** The table as anybody would write it down. */
const written = ({ columns, rows, totals }: Table): readonly (readonly string[])[] => [columns.map(({ heading }) => heading), ...rows, totals]

it('keeps every cell in CSV', () => {
  for (const table of tables()) expect(readCsv(tableCsv(table))).toEqual(written(table))
})

it('keeps every cell in a workbook: amounts and counts as numbers, days as days, to the digit', () => {
  for (const table of tables()) {
    const { cells, name } = readXlsx(workbook(table, '还款计划 <2026>'))
    expect(name).toBe('还款计划 <2026>')
    expect(cells.map((row) => row.map(({ text }) => text))).toEqual(written(table))
    const kinds = cells.slice(1).flatMap((row) => row.flatMap(({ text, kind }, column) => (text === '' ? [] : [[table.columns[column]?.kind, kind]])))
    expect(kinds.filter(([wanted]) => wanted === 'amount').every(([, kind]) => kind === 'amount')).toBe(true)
    expect(kinds.filter(([wanted, kind]) => wanted === 'day' && kind !== 'day')).toEqual([])
  }
})
