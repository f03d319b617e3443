import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const command = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

type Output = { readonly lines: readonly Record<string, unknown>[]; readonly status: number | null; readonly stderr: string }

const loan = (requests: readonly unknown[], args: readonly string[] = []): Output => {
  const input = requests.map((request) => (typeof request === 'string' ? request : JSON.stringify(request))).join('\n')
  const { stdout, status, stderr } = spawnSync(process.execPath, [command, 'loan', ...args], { input, encoding: 'utf8', maxBuffer: 1e9 })
  return { lines: stdout.trim() === '' ? [] : stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>), status, stderr }
}

const terms = {
  principal: '10000', annualRate: '0.108', method: 'equal-instalment', count: 12, every: { months: 1 }, disbursedOn: '2026-01-31',
    dayCount: 'month-rate',
}

const codeOf = (line: Record<string, unknown> | undefined): unknown => (line?.['error'] as { code?: unknown } | undefined)?.code

test('answers stand in the order of the requests, and a bad line does not stop the rest', () => {
  const { lines, status } = loan([
    { id: 'a', op: 'schedule', ...terms }, 'no json', { id: 'b', op: 'schedule', ...terms, colour: 'red' },
    { id: 'c', op: 'schedule', ...terms, principal: 10_000 }, { id: 'd', op: 'apr', convention: 'irr', flows: [{ amount: '1', at: { periods: 0 } }] },
    { id: 'e', op: 'schedule', ...terms, instalment: '50' }, { id: 'f', op: 'schedule', ...terms, dayCount: 'actual/365' },
  ])
  expect(lines.map((line) => line['id'])).toEqual(['a', null, 'b', 'c', 'd', 'e', 'f'])
  expect(lines.map(codeOf)).toEqual([undefined, 'json-invalid', 'field-unknown', 'field-invalid', 'apr-no-solution', 'instalment-too-small',
    undefined])
  expect(status).toBe(1)
})

test('all good lines end with exit code 0', () => {
  expect(loan([{ id: 1, op: 'schedule', ...terms }]).status).toBe(0)
})

test('a schedule, a life and a payoff carry the shapes that are promised', () => {
  const events = [{ on: '2026-02-28', kind: 'repay', amount: '882.88' }, { on: '2026-03-10', kind: 'prepay', amount: '3000', effect: 'term' }]
  const { lines: [schedule, life, payoff], status } = loan([
    { id: 1, op: 'schedule', ...terms, fees: [{ name: '手续费', when: 'start', amount: '100' }] },
    { id: 2, op: 'life', loan: terms, events, asOf: '2026-03-10' },
    { id: 3, op: 'payoff', loan: terms, events: events.slice(0, 1), on: '2026-03-10', amount: '3000', effect: 'term' },
  ])
  expect(status).toBe(0)
  expect((schedule?.['instalments'] as readonly unknown[] | undefined)?.[0])
    .toEqual({ n: 1, due: '2026-02-28', principal: '792.88', interest: '90.00', fee: '0.00', total: '882.88', balance: '9207.12' })
  expect(schedule?.['totals']).toEqual({ principal: '10000.00', interest: '594.61', fee: '100.00', total: '10694.61' })
  const balances = life?.['balances'] as { readonly principal: string }
  expect(balances.principal).toBe((9207.12 - Number((payoff as { principal: string }).principal)).toFixed(2))
  expect(life?.['daysOverdue']).toBe(0)
})

test('an event with a field that its kind does not know is refused by its place', () => {
  const { lines: [line] } = loan([{ id: 1, op: 'life', loan: terms, events: [{ on: '2026-02-28', kind: 'write-off', amount: '5' }],
    asOf: '2026-03-01' }])
  expect(line?.['error']).toMatchObject({ code: 'field-unknown', field: 'events.0.amount' })
})

const fieldOf = (line: Record<string, unknown> | undefined): unknown => (line?.['error'] as { field?: unknown } | undefined)?.field

test('a refusal says where in the request the cause stands', () => {
  const { lines } = loan([
    { id: 1, op: 'life', loan: terms, events: [{ on: '2026-02-10', kind: 'debit-failed' }, { on: '2026-02-28', kind: 'repay', amount: '0' }],
      asOf: '2026-03-01' },
    { id: 2, op: 'life', loan: { ...terms, count: 0 }, events: [], asOf: '2026-03-01' },
    { id: 3, op: 'payoff', loan: terms, events: [], on: '2026-02-20', amount: '1' },
    { id: 4, op: 'life', loan: { ...terms, servicing: { late: { multiplier: '1.6', compound: false } } }, events: [], asOf: '2026-03-01' },
    { id: 5, op: 'schedule', ...terms, disbursedOn: '9999-06-30' },
  ])
  expect(lines.map((line) => [codeOf(line), fieldOf(line)])).toEqual([
    ['amount-not-positive', 'events.1.amount'], ['count-out-of-range', 'loan.count'], ['prepayment-too-small', 'amount'],
    ['penalty-out-of-bounds', 'loan.servicing.late.multiplier'], ['term-too-long', 'count'],
  ])
})

test('an extension is assessed by the rules in force and the lender, and a "no" is an answer', () => {
  const asked = { op: 'extension', loan: terms, events: [], on: '2026-02-20' }
  const { lines: [granted, tooLong, late, ownRule, nothingAsked], status } = loan([
    { id: 1, ...asked, days: 30, fee: '20' }, { id: 2, ...asked, count: 13 }, { id: 3, ...asked, on: '2026-03-05', days: 10 },
    { id: 4, ...asked, days: 40, loan: { ...terms, servicing: { extension: { mostMonths: 1 } } } }, { id: 5, ...asked },
  ])
  expect(granted).toMatchObject({ eligible: true, endBefore: '2027-01-31', endAfter: '2027-02-28', interestBefore: '594.61', extraInterest: '88.19',
    fee: '20.00', extraCost: '108.19' })
  expect(tooLong).toMatchObject({ eligible: false, why: { code: 'extension-too-long' } })
  expect(late).toMatchObject({ eligible: false, why: { code: 'extension-after-due' }, offered: 'defer' })
  expect(ownRule).toMatchObject({ eligible: false, why: { code: 'extension-too-long' }, bounds: [{ id: 'lender', latestEnd: '2027-02-28' }, {}, {}] })
  expect(codeOf(nothingAsked)).toBe('extension-empty')
  expect(status).toBe(1)
})

test('affordability gives four figures, each with its reason', () => {
  const household = { monthlyIncome: '30000', monthlyLivingCosts: '8000', monthlyDebtService: '2000' }
  const limits = { mostDebtToIncome: '0.5', leastFreeIncome: '3000', stress: '0.02' }
  const { lines: [view, none] } = loan([{ id: 1, op: 'affordability', loan: terms, household, limits },
    { id: 2, op: 'affordability', loan: terms, household: { ...household, monthlyIncome: '0' }, limits }])
  expect(view).toMatchObject({ heaviestMonth: { value: '882.93', withinLimit: true }, debtToIncome: { value: '0.096098' },
    freeIncome: { value: '19117.07' }, underStress: { withinLimit: true }, largestLoan: { withinLimit: true } })
  for (const key of ['heaviestMonth', 'debtToIncome', 'freeIncome', 'underStress', 'largestLoan']) {
    expect(view?.[key]).toMatchObject({ reason: { zh: expect.not.stringContaining('{'), en: expect.not.stringContaining('{') } })
  }
  expect(codeOf(none)).toBe('income-not-positive')
})

test('whoever asks for explanations gets one for every amount of the answer', () => {
  const late = { on: '2026-02-28', bookedOn: '2026-03-05', kind: 'repay', amount: '882.88' }
  const { lines: [plan, state, quote, extension], status } = loan([
    { id: 1, op: 'schedule', ...terms, fees: [{ name: '手续费', when: 'start', amount: '100' }], explain: true },
    { id: 2, op: 'life', loan: terms, events: [late], asOf: '2026-03-10', explain: true },
    { id: 3, op: 'payoff', loan: terms, events: [], on: '2026-02-20', amount: '3000', explain: true },
    { id: 4, op: 'extension', loan: terms, events: [], on: '2026-02-20', days: 30, explain: true },
  ])
  expect(status).toBe(0)
  const words = { zh: expect.stringContaining('元'), en: expect.any(String) }
  expect(plan).toMatchObject({ instalments: expect.arrayContaining([expect.objectContaining({ explanation: expect.objectContaining({ total: words }) })]),
    upfront: { explanation: words }, explanation: { principal: words, interest: words, fee: words, total: words, instalment: words },
    annualCost: { explanation: words } })
  expect(state).toMatchObject({ explanation: { balances: { principal: words, total: words }, accrued: words, credit: words },
    corrections: [{ explanation: words }] })
  expect(quote).toMatchObject({ explanation: { principal: words, interest: words, charge: words, total: words, due: { fee: words } } })
  expect(extension).toMatchObject({ explanation: { extraInterest: words, extraCost: words } })
})

test('decimals come in every form that published vectors have, and the input may carry a mark, CRLF and empty lines', () => {
  const flows = [{ amount: '-3000', at: { periods: 0 } }, { amount: '2.3926932267015667E-7', at: { periods: 1 } },
    { amount: '6.1854121948207909E-163', at: { periods: 27 } }]
  const input = [{ id: 1, op: 'schedule', ...terms, principal: '1E+4', annualRate: '0.1080000000000000000000000' }, '', { id: 2, op: 'apr',
    convention: 'irr', flows }].map((line) => (line === '' ? '' : JSON.stringify(line))).join('\r\n')
  const { lines, status } = loan([`\uFEFF${input}\r\n`])
  expect(lines).toHaveLength(2)
  expect(lines[0]?.['totals']).toMatchObject({ interest: '594.61' })
  expect(lines[1]?.['rate']).toMatch(/^-0\.999999269/)
  expect(status).toBe(0)
})

test('every published vector is answered and the schema names each operation', () => {
  const files = ['schedules-fineract', 'apr-regz', 'apr-eu', 'irr', 'cn']
  const requests = files.flatMap((file) =>
    readFileSync(new URL(`../../../core/test/loan/vectors/${file}.jsonl`, import.meta.url), 'utf8').trim().split('\n')
      .map((line) => (JSON.parse(line) as { request: { id: string } }).request))
  const { lines } = loan(requests)
  expect(lines.map((line) => line['id'])).toEqual(requests.map(({ id }) => id))
  expect(lines.filter((line) => line['error'] !== undefined).map((line) => line['id'])).toEqual(['tvm135-IRR'])
  const { stdout } = spawnSync(process.execPath, [command, 'loan', '--schema'], { encoding: 'utf8' })
  for (const op of ['schedule', 'apr', 'life', 'payoff', 'extension', 'affordability']) expect(stdout).toContain(`"const": "${op}"`)
})
