import { expect, test } from 'vitest'
import { affordability, type AffordLimits, type Household } from '../../src/loan/afford.ts'
import { explainLine, explainPlan } from '../../src/loan/explain.ts'
import { courseTable, tableCsv } from '../../src/loan/export.ts'
import { courseOfPlan } from '../../src/loan/course.ts'
import { extensionBounds } from '../../src/loan/bounds.ts'
import { assessExtension } from '../../src/loan/extension.ts'
import { brokenPenaltyBound } from '../../src/loan/policy.ts'
import { repricings } from '../../src/loan/reprice.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { compareCourses, whatIfPrepaid } from '../../src/loan/what-if.ts'
import { isoDay } from '../../src/primitives/day.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { day, granted, yearly, yuan } from './request.ts'

const terms: Terms = {
  principal: yuan('120000'), annualRate: yearly('0.06'), method: 'equal-instalment', count: 12, every: { months: 1 },
    disbursedOn: day('2026-01-15'), dayCount: 'month-rate',
}
const household: Household = { monthlyIncome: yuan('30000'), monthlyLivingCosts: yuan('8000'), monthlyDebtService: yuan('2000') }
const limits: AffordLimits = { mostDebtToIncome: { num: 1n, den: 2n }, leastFreeIncome: yuan('3000'), stress: yearly('0.02') }

test('affordability says each figure with its reason, and the largest loan just fits', () => {
  const view = granted(affordability(household, limits, terms))
  // 10,327.99 in the heaviest (last) month; (2,000 + 10,327.99) / 30,000 = 41.1%
  expect(view.heaviestMonth.value).toBe(yuan('10327.99'))
  expect(view.debtToIncome.withinLimit).toBe(true)
  expect(view.debtToIncome.reason.zh).toContain('41.1%')
  expect(view.freeIncome.value).toBe(yuan('9672.01'))
  const largest = view.largestLoan.value
  const stressedAt = (principal: bigint) => granted(affordability(household, { ...limits, stress: yearly('0') },
    { ...terms, principal: principal as typeof largest, annualRate: yearly('0.08') }))
  expect(stressedAt(largest).debtToIncome.withinLimit && stressedAt(largest).freeIncome.withinLimit).toBe(true)
  const more = stressedAt(largest + 10_000n)
  expect(more.debtToIncome.withinLimit && more.freeIncome.withinLimit).toBe(false)
})

test('an explanation shows formula, inputs and rounding of its own line in both languages', () => {
  const plan = granted(schedule(terms))
  const line = explainLine(plan, 2)
  expect(line.interest.zh).toBe('第 2 期利息 = 期初剩余本金 × 年利率 × 这一期占一年的比例 = 110,272.03 × 6% × 1/12 = 551.36 元（四舍五入到 0.01 元）。')
  expect(line.total.en).toBe('Instalment 2 = principal 9,776.61 + interest 551.36 + fees 0.00 = 10,327.97.')
  expect(explainLine(plan, 12).principal.zh).toContain('差额也在这里')
  expect(explainPlan(plan).instalment?.en).toContain('10,327.97')
  const cut = granted(schedule({ ...terms, rateChanges: [{ from: day('2026-02-01'), annualRate: yearly('0.05') }] }))
  expect(explainLine(cut, 1).interest.zh).toContain('× 6% × 17/360 + 120,000.00 × 5% × 13/360')
})

test('a table has one row a line and its sums, and CSV is safe to open', () => {
  const plan = granted(schedule({ ...terms, fees: [{ name: '手续费', when: 'start', amount: yuan('100') }] }))
  const table = courseTable(courseOfPlan(plan), 'zh')
  expect(table.rows).toHaveLength(13)
  expect(table.totals).toEqual(['合计', '', '', '120000.00', '3935.66', '100.00', '124035.66', ''])
  const csv = tableCsv(table)
  expect(csv.startsWith('\uFEFF期数,计息起始日,还款日,本金（元）')).toBe(true)
  expect(csv.split('\r\n')[2]).toBe('1,2026-01-15,2026-02-15,9727.97,600.00,0.00,10327.97,110272.03')
})

test('two plans side by side differ by what each costs', () => {
  const [one, other] = [terms, { ...terms, method: 'equal-principal' as const }].map((each) => courseOfPlan(granted(schedule(each))))
  const difference = one && other && compareCourses(one, other)
  expect(difference?.interest).toBe(yuan('3900.00') - yuan('3935.66'))
})

test('what a partial prepayment saves is told before it is made, for either effect', () => {
  const ask = (effect: 'term' | 'instalment') =>
    granted(whatIfPrepaid(terms, [], terms.disbursedOn, { on: day('2026-03-20'), choice: { amount: yuan('50000'), effect } }))
  const [shorter, lower] = [ask('term'), ask('instalment')]
  expect(shorter.daysSooner > 100 && lower.daysSooner === 0).toBe(true)
  expect(shorter.quote.interestSaved > lower.quote.interestSaved && lower.quote.interestSaved > 0n).toBe(true)
  expect(lower.instalment && lower.instalment.after < lower.instalment.before).toBe(true)
  expect(shorter.instalment?.after).toBe(shorter.instalment?.before)
  for (const { before, after, quote, saved } of [shorter, lower]) {
    // Two instalments were paid before the day; the payment itself is one row; principal is repaid to the fen.
    expect(after.rows.slice(0, 3).map(({ kind }) => kind)).toEqual(['instalment', 'instalment', 'prepayment'])
    expect(after.totals.principal).toBe(terms.principal)
    expect(before.totals.interest - after.totals.interest).toBe(quote.interestSaved)
    expect(saved).toBe(quote.interestSaved - quote.charge)
    expect(after.rows[2]?.total).toBe(yuan('50000'))
  }
})

const quotes = [{ from: day('2025-05-20'), rate: yearly('0.035') }, { from: day('2026-11-20'), rate: yearly('0.033') },
  { from: day('2027-05-20'), rate: yearly('0.034') }]

test('a rate follows the LPR on the days of the contract', () => {
  const long = { ...terms, annualRate: yearly('0.04'), count: 36 }
  const spread = { num: 5n, den: 1000n }
  const on = (when: 'january' | 'anniversary' | 'at-once') =>
    repricings(long, quotes, day('2028-12-31'), { when, spread }).map(({ from, annualRate }) =>
    [isoDay(from), annualRate.num * 1000n / annualRate.den])
  expect(on('january')).toEqual([['2027-01-01', 38n], ['2028-01-01', 39n]])
  expect(on('anniversary')).toEqual([['2027-01-15', 38n], ['2028-01-15', 39n]])
  expect(on('at-once')).toEqual([['2026-11-20', 38n], ['2027-05-20', 39n]])
})

test('the stricter bound of an extension applies, and a lender may only tighten it', () => {
  const [nearest] = extensionBounds(terms, day('2026-06-01'), { mostMonths: 3 })
  expect([nearest?.id, nearest && isoDay(nearest.latestEnd)]).toEqual(['lender', '2027-04-15'])
  const lawful = extensionBounds(terms, day('2026-06-01'))
  // A loan of a year: as long again, under both rules (贷款通则 12; the rule for personal loans is only remembered).
  expect(lawful.map(({ id, latestEnd }) => [id, isoDay(latestEnd)])).toEqual([['LM-EXT-SHORT', '2028-01-15'], ['LM-EXT-PERSONAL', '2028-01-15']])
  const tooLong = assessExtension(terms, [], { on: day('2026-02-01'), count: 13 })
  expect(isRefusal(tooLong) && tooLong.refused).toBe('extension-too-long')
  const granted12 = assessExtension(terms, [], { on: day('2026-02-01'), count: 12 })
  expect(isRefusal(granted12)).toBe(false)
})

test('a penalty above half of the contract rate breaks the bound', () => {
  expect(brokenPenaltyBound({ num: 3n, den: 2n }, day('2026-01-01'))).toBeUndefined()
  expect(brokenPenaltyBound({ num: 151n, den: 100n }, day('2026-01-01'))?.id).toBe('LM-PENALTY')
})
