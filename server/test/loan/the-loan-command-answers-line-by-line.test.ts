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

test('every published vector is answered and the schema names each operation', () => {
  const files = ['schedules-fineract', 'apr-regz', 'apr-eu', 'irr', 'cn']
  const requests = files.flatMap((file) =>
    readFileSync(new URL(`../../../core/test/loan/vectors/${file}.jsonl`, import.meta.url), 'utf8').trim().split('\n')
      .map((line) => (JSON.parse(line) as { request: { id: string } }).request))
  const { lines } = loan(requests)
  expect(lines.map((line) => line['id'])).toEqual(requests.map(({ id }) => id))
  expect(lines.filter((line) => line['error'] !== undefined).map((line) => line['id'])).toEqual(['tvm135-IRR'])
  const { stdout } = spawnSync(process.execPath, [command, 'loan', '--schema'], { encoding: 'utf8' })
  for (const op of ['schedule', 'apr', 'life', 'payoff']) expect(stdout).toContain(`"const": "${op}"`)
})
