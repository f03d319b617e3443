import { expect, test } from 'vitest'
import { schedule } from '../../src/loan/schedule.ts'
import { isoDay } from '../../src/primitives/day.ts'
import { yuanText } from '../../src/primitives/money.ts'
import { granted, type ScheduleRequest, termsOf, vectors, yuan } from './request.ts'

type Lines = { readonly instalments: readonly { readonly n: number; readonly due: string; readonly principal: string; readonly interest: string; readonly balance: string }[] }

test.each(vectors<ScheduleRequest, Lines>('schedules-fineract'))('every line of Fineract $request.id', ({ request, expected }) => {
  const plan = granted(schedule(termsOf(request)))
  const mine = plan.instalments.map(({ n, due, principal, interest, balance }) =>
    ({ n, due: isoDay(due), principal: yuanText(principal), interest: yuanText(interest), balance: yuanText(balance) }))
  const theirs = expected.instalments.map(({ n, due, principal, interest, balance }) =>
    ({ n, due, principal: yuanText(yuan(principal)), interest: yuanText(yuan(interest)), balance: yuanText(yuan(balance)) }))
  expect(mine).toEqual(theirs)
})

type FirstLine = { readonly 'first.total': string; readonly 'first.principal'?: string; readonly 'first.interest'?: string }
const chinese = vectors<ScheduleRequest & { readonly op: string }, FirstLine>('cn').filter(({ request }) => request.op === 'schedule')

test.each(chinese)('the first line of $request.id', ({ request, expected }) => {
  const [first] = granted(schedule(termsOf(request))).instalments
  if (!first) throw new Error('a schedule has lines')
  expect(yuanText(first.total)).toBe(expected['first.total'])
  if (expected['first.principal'] !== undefined) expect(yuanText(first.principal)).toBe(expected['first.principal'])
  if (expected['first.interest'] !== undefined) expect(yuanText(first.interest)).toBe(expected['first.interest'])
})
