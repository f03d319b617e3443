import { quoteFor, quoteProduct } from '@xinqiao/core/knowledge/quote.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { type Fen, formatYuan, parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { guessIntents } from '../../src/answering/understand-message.ts'
import { termsIn } from '../../src/knowledge/find-terms.ts'
import { pieceInForce, piecesInForce } from '../../src/knowledge/pieces.ts'
import { searchArticles } from '../../src/knowledge/search-articles.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { seedTestLender } from '../support/loans.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
await seedTestLender(context)
const today = dayOf(2026, 11, 23)
const staff = await createTestStaff(server, ['junior'], '小林')

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}${path}`, { headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const post = async (path: string, body: unknown) => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('the products in force are told with their annualised cost', async () => {
  const { body } = await get('/v1/products')
  const products = body['products'] as readonly { id: string; annualRate: string; annualCostPercent: string; terms: unknown }[]
  expect(products.length).toBeGreaterThanOrEqual(6)
  expect(products.find(({ id }) => id === 'anxin-steady')).toMatchObject({ annualRate: '0.108', annualCostPercent: '10.8', amountMin: '1000.00' })
})

test('a quote is the engine’s, to the fen, and says why not where there is none', async () => {
  const product = await pieceInForce(context.db, 'product', 'anxin-steady', today)
  const amount = parseYuan('20000')
  if (!product || amount === undefined) throw new Error('no product')
  const engine = quoteProduct(product, amount, { count: 12, every: { months: 1 } }, today)
  if (isRefusal(engine)) throw new Error(engine.refused)
  const { body } = await post('/v1/quotes', { productId: 'anxin-steady', amount: '20000', count: 12 })
  expect(body['totals']).toEqual({
    principal: '20000.00', interest: yuanText(engine.plan.totals.interest), fee: '0.00', total: yuanText(engine.plan.totals.total),
  })
  expect((body['instalments'] as readonly { total: string }[]).map(({ total }) => total)).toEqual(engine.plan.instalments.map(({ total }) => yuanText(total)))
  expect(body['annualCost']).toMatchObject({ simplePercent: '10.8' })
  const refused = async (given: Readonly<Record<string, unknown>>) =>
    ((await post('/v1/quotes', { productId: 'anxin-steady', amount: '20000', count: 12, ...given })).body['error'] as { code: string }).code
  expect(await refused({ amount: '500' })).toBe('amount-below-product')
  expect(await refused({ amount: '900000' })).toBe('amount-above-product')
  expect(await refused({ amount: '20001' })).toBe('amount-not-multiple')
  expect(await refused({ count: 13 })).toBe('term-not-offered')
  expect(await refused({ productId: 'nothing' })).toBe('not-found')
})

test('the answers quote the product that fits, from the same engine, every figure sourced', async () => {
  const products = await piecesInForce(context.db, 'product', today)
  const quote = (amount: Fen, count: number | undefined) => quoteFor(products, amount, count, today)
  const told = quote(parseYuan('30000') ?? (0n as never), 24)
  if (isRefusal(told)) throw new Error(told.refused)
  expect(told.productName).toBe('安心贷·等额')
  expect(told.count.value).toBe(24)
  expect(told.amount.value + told.interest.value + told.fee.value).toBe(told.total.value)
  expect(told.total.source).toMatchObject({ from: 'quote', productId: 'anxin-steady' })
  const open = quote(parseYuan('30000') ?? (0n as never), undefined)
  expect(isRefusal(open) ? [] : open.countsOffered.map(({ value }) => value)).toEqual([6, 12, 18, 24, 36])
  expect(quote(parseYuan('99999999') ?? (0n as never), 12)).toMatchObject({ refused: 'no-product-fits' })
  expect(quote(parseYuan('30000') ?? (0n as never), 7)).toMatchObject({ refused: 'term-not-offered' })
})

test('articles are found by staff, and read by anybody in the version named; an agent’s note only by staff', async () => {
  const { body } = await get(`/v1/desk/articles?q=${encodeURIComponent('提前还款违约金')}&limit=3`, { cookie: staff.cookie })
  const [hit] = body['articles'] as readonly { id: string; version: number; excerpt: string }[]
  expect(hit).toMatchObject({ id: 'prepayment-penalty', version: 1 })
  expect(hit?.excerpt.length).toBeGreaterThan(10)
  expect(await get('/v1/articles/prepayment-penalty?version=1')).toMatchObject({ status: 200, body: { version: 1, approvedBy: expect.any(String) } })
  expect(await get('/v1/articles/prepayment-penalty?version=2')).toMatchObject({ status: 404 })
  expect(await get('/v1/articles/agent-crisis')).toMatchObject({ status: 404 })
  expect(await get('/v1/articles/agent-crisis', { cookie: staff.cookie })).toMatchObject({ status: 200 })
  expect((await get('/v1/desk/articles?q=x')).status).toBe(401)
})

const refOf = async (customerId: string): Promise<string> =>
  (await sql<{ ref: string }>`select ref from customer where customer_id = ${customerId}`.execute(context.db)).rows[0]?.ref ?? ''

/** A customer whose only loan is in this state. */
const customerWith = async (state: string): Promise<{ readonly customerId: string; readonly loan: LoanRecord }> => {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from loan group by customer_id having count(*) = 1 order by 1`.execute(context.db)
  const ledger = createLedger(context.db)
  for (const { customer_id: customerId } of rows) {
    const [account] = await ledger.loansOf(customerId, today)
    if (account?.facts.state === state) return { customerId, loan: { loanRef: account.facts.loanRef } as LoanRecord }
  }
  throw new Error(`nobody has a loan ${state}`)
}

test('a term is told with the customer’s own loan only once he is verified', async () => {
  const { customerId, loan } = await customerWith('current')
  const verified = customerHeaders(await enterAsCustomer(server, await refOf(customerId)))
  const account = await createLedger(context.db).loan(loan.loanRef, today)
  const { body } = await get('/v1/chat/terms/remaining-principal', verified)
  expect(body).toMatchObject({ name: '剩余本金', plain: expect.any(String) })
  expect(String(body['withLoan'])).toContain(formatYuan(account?.facts.remainingPrincipal.value ?? (0n as never)))
  const visitor = await get('/v1/chat/terms/remaining-principal', customerHeaders(await enterAsCustomer(server)))
  expect(visitor.body['plain']).toBe(body['plain'])
  expect(visitor.body['withLoan']).toBeUndefined()
  const identified = await get('/v1/chat/terms/remaining-principal', customerHeaders(await enterAsCustomer(server, await refOf(customerId), 'identified')))
  expect(identified.body['withLoan']).toBeUndefined()
  expect((await get('/v1/chat/terms/no-such-term', verified)).status).toBe(404)
})

test('terms are found in a message at their places, and not inside other words', async () => {
  const text = '等额本息的年利率是多少，成本金额呢'
  const found = await termsIn(context.db, text, today)
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(expect.arrayContaining(['等额本息', '年利率']))
  expect(found.map(({ start, end }) => text.slice(start, end))).not.toContain('本金')
})

test('a saved reply is filled from the customer and his loan; what is not known stays for the agent', async () => {
  const { customerId, loan } = await customerWith('current')
  const account = await createLedger(context.db).loan(loan.loanRef, today)
  const { body } = await get(`/v1/desk/replies?customerId=${customerId}&intent=repayment-amount`, { cookie: staff.cookie })
  const replies = body['replies'] as readonly { id: string; text: string; unfilled: readonly string[]; intents: readonly string[] }[]
  const due = replies.find(({ id }) => id === 'next-due')
  expect(due?.unfilled).toEqual([])
  expect(due?.text).toContain(loan.loanRef)
  expect(due?.text).toContain(formatYuan(account?.facts.next?.amount.value ?? (0n as never)))
  expect(replies[0]?.intents).toContain('repayment-amount')
  const bare = (await get('/v1/desk/replies', { cookie: staff.cookie })).body['replies'] as typeof replies
  expect(bare.find(({ id }) => id === 'next-due')?.unfilled).toEqual(['productName', 'loanRef', 'nextDueDate', 'dueAmount'])
})

test('the search stays as good as evals/knowledge last measured it, give or take three in a hundred', async () => {
  const file = (name: string) => readFile(new URL(`../../../evals/knowledge/${name}`, import.meta.url), 'utf8')
  const pairs = (await file('pairs.jsonl')).trim().split('\n').map((line) => JSON.parse(line) as { text: string; article: string; also?: readonly string[] })
  const { all } = JSON.parse(await file('figures.json')) as { readonly all: { readonly recallAt1: number; readonly recallAt3: number } }
  let [first, amongThree] = [0, 0]
  for (const { text, article, also = [] } of pairs) {
    const found = (await searchArticles(context.db, { text, day: today, audience: 'customer', limit: 3, likely: guessIntents(text) })).map((hit) => hit.article.id)
    const isRight = (id: string | undefined): boolean => id !== undefined && [article, ...also].includes(id)
    if (isRight(found[0])) first += 1
    if (found.some(isRight)) amongThree += 1
  }
  expect(first / pairs.length).toBeGreaterThan(all.recallAt1 - 0.03)
  expect(amongThree / pairs.length).toBeGreaterThan(all.recallAt3 - 0.03)
})
