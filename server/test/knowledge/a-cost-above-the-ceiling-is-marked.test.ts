import { expect, test } from 'vitest'
import { lawsOf, releaseRules } from '../../src/compliance/laws.ts'
import { type MadeTable, tableWire } from '../../src/knowledge/cost-tables.ts'

/** 金规〔2025〕9号: a cost above 24% a year is to be seen by whoever looks at the table. */

const made = (num: bigint): MadeTable => ({
  table: {
    title: '综合融资成本明示表', version: 1, rows: [], notice: '', basis: '',
    annualisedCost: { kind: 'rate', value: { num, den: 10_000n, period: 'year' }, source: { from: 'loan', loanRef: 'L-1', field: 'annualCost', asOf: 0 as never } },
  },
  lenderName: '安心消费金融', about: 'L-1', language: 'zh', ceiling: lawsOf(releaseRules()).groundOfLaws(['LM-COST-24']).basis,
})

test('24% is the most that needs no mark', () => {
  expect(tableWire(made(2_400n)).aboveCeiling).toBeUndefined()
  expect(tableWire(made(2_401n)).aboveCeiling?.basis).toContain('金规〔2025〕9号')
})
