import fc from 'fast-check'
import { expect, it } from 'vitest'
import { comparePlans, type DueLine } from '../../src/loan/compare-plans.ts'
import { addDays, civil, type Day, parseDay } from '../../src/primitives/day.ts'
import { addFen, fen, zeroFen } from '../../src/primitives/money.ts'

const on = (text: string): Day => parseDay(text) ?? expect.unreachable(`${text} is no day`)
const line = (due: string, total: bigint): DueLine => ({ due: on(due), total: fen(total) })

it('leaves out what was due before, keeps empty months, and adds up what falls into one', () => {
  const before = [line('2026-10-05', 100n), line('2026-12-05', 100n), line('2027-01-05', 90n)]
  const after = [line('2026-10-05', 100n), line('2027-01-04', 101n), line('2027-02-05', 50n), line('2027-02-28', 41n)]
  const { months, total, most } = comparePlans(before, after, on('2026-11-24'))
  expect(months).toEqual([
    { month: on('2026-12-01'), before: 100n, after: 0n, difference: -100n },
    { month: on('2027-01-01'), before: 90n, after: 101n, difference: 11n },
    { month: on('2027-02-01'), before: 0n, after: 91n, difference: 91n },
  ])
  expect([total, most]).toEqual([{ before: 190n, after: 192n, difference: 2n }, { before: 100n, after: 101n }])
  expect(comparePlans([], [], on('2026-11-24')).months).toEqual([])
})

const plan = fc.array(fc.record({ due: fc.integer({ min: 0, max: 3000 }).map((days) => addDays(on('2026-01-01'), days)), total: fc.bigInt({ min: 0n, max: 10_000_000n }).map(fen) }), { maxLength: 40 })

it('loses no fen, counts none twice, and its months follow each other without a gap', () => {
  fc.assert(fc.property(plan, plan, (before, after) => {
    const { months, total } = comparePlans(before, after, on('2026-01-01'))
    const column = (side: 'before' | 'after' | 'difference') => addFen(zeroFen, ...months.map((month) => month[side]))
    expect([column('before'), column('after'), column('difference')]).toEqual([total.before, total.after, total.difference])
    expect(total).toMatchObject({ before: addFen(zeroFen, ...before.map((each) => each.total)), after: addFen(zeroFen, ...after.map((each) => each.total)) })
    const numbers = months.map(({ month }) => civil(month).year * 12 + civil(month).month)
    expect(numbers).toEqual(numbers.map((_, place) => (numbers[0] ?? 0) + place))
  }))
})
