import fc from 'fast-check'
import { expect, test } from 'vitest'
import { payoffAhead } from '../../src/loan/ahead.ts'
import { courseAhead, courseCost, courseOfPlan } from '../../src/loan/course.ts'
import { percentOf } from '../../src/loan/cost.ts'
import { explainCharge, explainCost, explainCourse, explainInterestSaved, explainRow, explainSaved } from '../../src/loan/explain-course.ts'
import type { LoanEvent } from '../../src/loan/events.ts'
import { life } from '../../src/loan/life.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { whatIfPrepaid } from '../../src/loan/what-if.ts'
import { addDays } from '../../src/primitives/day.ts'
import { fen, formatYuan } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { anyTerms } from './any-loan.ts'
import { day, granted, yearly, yuan } from './request.ts'

const terms: Terms = {
  principal: yuan('20000'), annualRate: yearly('0.108'), method: 'equal-instalment', count: 12, every: { months: 1 }, disbursedOn: day('2026-01-15'),
  dayCount: 'month-rate', servicing: { prepayment: { penalty: [{ paidAtLeast: 0, rateOfPrepaid: { num: 2n, den: 100n } }, { paidAtLeast: 6, rateOfPrepaid: { num: 0n, den: 1n } }] } },
}
const asked = { on: day('2026-04-25'), choice: { amount: yuan('5000'), effect: 'instalment' as const } }

test('the row of an early repayment says its interest to the day, its charge, and where the money went', () => {
  const whatIf = granted(whatIfPrepaid(terms, [], terms.disbursedOn, asked))
  const row = whatIf.after.rows.find(({ kind }) => kind === 'prepayment')
  const told = row && explainRow(row, whatIf)
  // 15,199.75 owed after three instalments, ten days of a 30-day month at 10.8%.
  expect(told?.interest.zh).toBe('从 2026-04-15 到 2026-04-25 的利息 15,199.75 × 10.8% × 1/36 = 45.60 元（四舍五入到 0.01 元）+ 当天已到期应还的利息 0.00 元 = 45.60 元。')
  expect(explainCharge(whatIf).zh).toBe('提前还款违约金 = 提前归还的本金 4,857.25 元 × 2%（到这一天已还 3 期，按合同的违约金表）= 97.15 元（四舍五入到 0.01 元）。')
  expect(told?.fee.en).toContain('97.15')
  expect(told?.total.en).toContain('On 2026-04-25 you pay 5,000.00')
  expect(explainInterestSaved(whatIf).zh).toContain(`= ${formatYuan(whatIf.quote.interestSaved)} 元`)
  expect(explainSaved(whatIf).en).toContain(formatYuan(whatIf.saved))
  // After it the instalments keep their numbers, and are explained by the new, smaller plan.
  const next = whatIf.after.rows[4]
  if (!next) throw new Error('the course goes on')
  expect(next.n).toBe(4)
  expect(explainRow(next, whatIf).interest.zh).toContain('第 4 期利息')
  expect(explainRow(next, whatIf).total.zh).toContain(`= ${formatYuan(next.total)} 元`)
})

test('an instalment paid in part says what of it was paid', () => {
  const events: readonly LoanEvent[] = [{ kind: 'repay', on: day('2026-02-01'), amount: yuan('300') }]
  const ahead = granted(courseAhead(terms, events, day('2026-02-10')))
  expect(ahead.rows[0] && explainRow(ahead.rows[0]).interest.zh).toContain('按计划是 180.00 元；已经还的、先前结转的或另外计收的合计 -180.00 元已经算进去，所以是 0.00 元。')
})

test('the cost of a year is told with the rate of a period, and by the days where an early repayment is in it', () => {
  const plan = granted(schedule(terms))
  const course = courseOfPlan(plan)
  const cost = granted(courseCost(plan, course))
  expect(explainCost(plan, course, cost).zh).toContain('每期成本率是 0.9')
  expect(percentOf(cost.simple, 2)).toBe('10.80')
  const whatIf = granted(whatIfPrepaid(terms, [], terms.disbursedOn, asked))
  const prepaid = granted(courseCost(plan, whatIf.after))
  // The charge makes the loan dearer than its rate.
  expect(prepaid.simple.num > cost.simple.num).toBe(true)
  expect(explainCost(plan, whatIf.after, prepaid).en).toContain('each on its own day')
})

test('whatever the loan and the day: the rows add up, the quote is the payoff answer, and every amount has its words', () => {
  fc.assert(fc.property(anyTerms, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 90 }), (given, part, full, shorter, share) => {
    const plan = schedule(given)
    if (isRefusal(plan) || given.disbursements) return
    const last = plan.instalments.at(-1)?.due ?? given.disbursedOn
    const on = addDays(given.disbursedOn, 1 + Math.floor((last - given.disbursedOn - 1) * part))
    const choice = full ? {} : { amount: fen((given.principal * BigInt(share)) / 100n || 1n), effect: shorter ? 'term' as const : 'instalment' as const }
    const whatIf = whatIfPrepaid(given, [], given.disbursedOn, { on, choice, furthest: 100_000 })
    if (isRefusal(whatIf)) return
    const state = granted(life(given, [], given.disbursedOn))
    expect(payoffAhead(given, [], state, on, choice, 100_000)).toEqual(whatIf.quote)
    const { after, before } = whatIf
    expect(after.totals.principal).toBe(before.totals.principal)
    expect(after.rows.at(-1)?.balance).toBe(0n)
    for (const row of [...before.rows, ...after.rows]) {
      if (row.credit === 0n && row.kind !== 'prepayment') expect(row.principal + row.interest + row.fee).toBe(row.total)
      for (const { zh, en } of Object.values(explainRow(row, whatIf))) expect(`${zh}${en}`).not.toMatch(/\{|undefined|= 元/)
    }
    expect(explainCourse(after, plan).total.zh).toContain(formatYuan(after.totals.total))
  }), { numRuns: 300 })
})
