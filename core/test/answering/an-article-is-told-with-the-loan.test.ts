import { toldWithLoan } from '@xinqiao/core/answering/article.ts'
import type { Article } from '@xinqiao/core/knowledge/article.ts'
import type { TermLoan } from '@xinqiao/core/knowledge/term.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { expect, test } from 'vitest'

const dueAmount = { kind: 'amount', value: fen(105_991n), source: { from: 'loan', loanRef: 'AX0000000001', field: 'nextAmount', asOf: dayOf(2026, 11, 23) } } as const
const loan: TermLoan = { method: 'equal-instalment', overdue: false, values: { dueAmount, productName: '安心贷·等额' } }
const article = { withLoan: '您的{productName}本期应还 {dueAmount}。' } as Article

test('the figures of the loan stand in the words, each with its source', () => {
  const [told] = toldWithLoan(article, loan)
  expect(told?.text).toBe('您的安心贷·等额本期应还 1,059.91 元。')
  expect(told?.figures).toEqual([{ start: 13, end: 23, figure: dueAmount }])
})

test('nothing is said where the loan is not known or lacks what is named', () => {
  expect(toldWithLoan(article, undefined)).toEqual([])
  expect(toldWithLoan({ withLoan: '罚息 {penaltyToDate}' } as Article, loan)).toEqual([])
})
