import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Disclosure, parseDisclosure } from '../../src/compliance/disclosure.ts'
import type { CostTable } from '../../src/knowledge/cost-table.ts'
import { loanCostTable, offerCostTable } from '../../src/knowledge/offer-cost.ts'
import { type Product, parseProduct } from '../../src/knowledge/product.ts'
import { quoteProduct } from '../../src/knowledge/quote.ts'
import { dayOf } from '../../src/primitives/day.ts'
import type { Language } from '../../src/primitives/filling.ts'
import { fen, parseYuan, yuanText } from '../../src/primitives/money.ts'
import { percentText } from '../../src/primitives/rate.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { contentFiles, contentJson } from './content-files.ts'

const today = dayOf(2026, 11, 23)
const lender = '安心消费金融有限公司'

const disclosure = ((): Disclosure => {
  const read = parseDisclosure(contentJson('disclosures/cost-table.json'))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
})()

const products = contentFiles('products', '.json').map((file): Product => {
  const read = parseProduct(contentJson(file))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
})

const productNamed = (id: string): Product => {
  const product = products.find((one) => one.id === id)
  if (!product) throw new Error(`no product ${id}`)
  return product
}

const tableOf = (product: Product, amount: string, count: number, language: Language = 'zh'): CostTable => {
  const term = product.terms.find((one) => one.count === count)
  const principal = parseYuan(amount)
  if (!term || principal === undefined) throw new Error('not on offer')
  const quote = quoteProduct(product, principal, term, today)
  const table = isRefusal(quote) ? quote : offerCostTable(disclosure, lender, quote, language)
  if (isRefusal(table)) throw new Error(`${table.refused} ${JSON.stringify(table.about)}`)
  return table
}

const rowText = (table: CostTable, id: string): string => table.rows.find((row) => row.id === id)?.text ?? ''

const asYear = (percent: string): number => Math.round(Number(percent) * 100)

/** 折合年化 x% of a row, in hundredths of a percent. */
const annualised = (text: string): number => asYear(/折合年化 (-?[\d.]+)%/.exec(text)?.[1] ?? 'nothing')

describe('the table of a guaranteed loan, read as a customer reads it', () => {
  const table = tableOf(productNamed('anxin-guaranteed'), '20000', 24)

  test('who gets what, for how much a year, stands in each row', () => {
    expect(rowText(table, 'principal')).toBe('20,000.00 元')
    expect(rowText(table, 'interest')).toMatch(
      /^合同年利率 12%，等额本息，按月计息，每月按年利率的十二分之一，折合年化 12%，共 [\d,]+\.\d\d 元，由安心消费金融有限公司收取$/)
    expect(rowText(table, 'fee-1')).toBe('担保费：每期按最初借款本金的 0.15% 收取，折合年化 3.18%，共 720.00 元，由示例城融资担保有限公司收取')
    expect(rowText(table, 'annualised-cost')).toMatch(/^15\.18%，即以上各项折合年化之和；按复利为 16\.29%$/)
  })

  test('what may come on top stands with its method', () => {
    expect(rowText(table, 'penalty')).toBe(
      '对逾期本金从还款日次日起，按合同年利率加 50%（即年化 18%）按日收取，一年按 365 天计；还款日后 3 天内还清的不收；不计复利；由安心消费金融有限公司收取')
    expect(rowText(table, 'prepayment')).toBe('已还不满 6 期：按提前还的本金的 1% 收取；已还满 6 期：不收取；由安心消费金融有限公司收取；利息算到还款当天')
    expect(rowText(table, 'extension')).toBe('不收展期费；展期期间仍按合同年利率 12% 计息，由安心消费金融有限公司收取')
    expect(rowText(table, 'nothing-else')).toContain('不再收取任何费用')
    expect(table.basis).toBe('金规〔2026〕2号')
  })

  test('a fee of which nobody knows who gets it makes no table', () => {
    const product = { ...productNamed('anxin-guaranteed') }
    const [term] = product.terms
    const quote = term && quoteProduct(product, fen(2_000_000n), term, today)
    if (!quote || isRefusal(quote)) throw new Error('no quote')
    const table2 = loanCostTable(disclosure, lender, { loanRef: 'AX1', product: { ...product, fees: [] }, plan: quote.plan, asOf: today }, 'zh')
    expect(table2).toMatchObject({ refused: 'payee-missing', about: { fee: '担保费' } })
  })
})

test('flat interest is told at what it costs, not at the rate of the contract', () => {
  const table = tableOf(productNamed('anxin-instalment-purchase'), '3000', 12)
  expect(rowText(table, 'interest')).toContain('合同年利率 7.2%')
  expect(annualised(rowText(table, 'interest'))).toBeGreaterThan(1200)
})

describe.each(products.map((product) => [product.id, product] as const))('%s', (_, product) => {
  test('whatever the amount and length: the items add up to the whole, and every digit of a figure has a source', () => {
    const { min, max, multipleOf } = product.amount
    const steps = (max - min) / multipleOf
    fc.assert(fc.property(fc.bigInt(0n, steps), fc.constantFrom(...product.terms), fc.constantFrom<Language>('zh', 'en'), (step, term, language) => {
      const quote = quoteProduct(product, fen(min + step * multipleOf), term, today)
      if (isRefusal(quote)) throw new Error(quote.refused)
      const table = offerCostTable(disclosure, lender, quote, language)
      if (isRefusal(table)) throw new Error(table.refused)
      for (const { text, figures } of table.rows) {
        let rest = text
        for (const { start, end, figure } of figures.toReversed()) {
          expect(figure.source.from === 'quote' || figure.source.from === 'product').toBe(true)
          expect(figure.explanation?.[language]).toMatch(/./)
          rest = rest.slice(0, start) + rest.slice(end)
        }
        expect(rest).not.toMatch(/\d/)
      }
      expect(percentText(table.annualisedCost.value)).toBe(percentText({ ...quote.cost.simple, period: 'year' }, 2))
      const amounts = table.rows.filter(({ id }) => id === 'principal' || id === 'interest' || id.startsWith('fee-'))
        .map(({ figures }) => figures.findLast(({ figure }) => figure.kind === 'amount')?.figure)
        .reduce((sum, figure) => sum + (figure?.kind === 'amount' ? figure.value : 0n), 0n)
      expect(yuanText(fen(amounts))).toBe(yuanText(quote.plan.totals.total))
      if (language === 'zh') {
        const items = table.rows.filter(({ id }) => id === 'interest' || id.startsWith('fee-')).reduce((sum, { text }) => sum + annualised(text), 0)
        expect(items).toBe(asYear(percentText(table.annualisedCost.value)))
      }
    }), { numRuns: 40 })
  })
})
