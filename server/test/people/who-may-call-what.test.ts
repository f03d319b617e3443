import { type Caller, refusalOfAccess } from '@xinqiao/contract/access.ts'
import type { Operation } from '@xinqiao/contract/operation.ts'
import { type IdentityLevel, identityLevels } from '@xinqiao/core/people/identity.ts'
import { type Role, roles } from '@xinqiao/core/people/rights.ts'
import { readdir, readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openCustomerSession } from '../../src/people/customer-session.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** The answers that docs/access.md promises, asked for one by one. */

type Verdict = '✓' | '–' | '↑'
type Row = { readonly id: string; readonly verdicts: readonly string[]; readonly others: string }

const staffRoles = Object.keys(roles) as Role[]
const columns: readonly (Role | 'nobody' | IdentityLevel)[] = [...staffRoles, 'nobody', ...identityLevels]

const readTable = async (): Promise<readonly Row[]> => {
  const text = await readFile(new URL('../../../docs/access.md', import.meta.url), 'utf8')
  const lines = text.split('\n').filter((line) => /^\| \w+ +\|/.test(line) && !line.startsWith('| operation'))
  return lines.map((line) => {
    const [id = '', ...cells] = line.split('|').slice(1, -1).map((cell) => cell.trim())
    return { id, verdicts: cells.slice(0, columns.length), others: cells[columns.length] ?? '' }
  })
}

const isOperation = (value: unknown): value is Operation => typeof value === 'object' && value !== null && 'id' in value && 'access' in value && 'path' in value

const readContract = async (): Promise<readonly Operation[]> => {
  const folder = new URL('../../../contract/src/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
  const modules = await Promise.all(names.map((name) => import(new URL(name, folder).href) as Promise<Record<string, unknown>>))
  const operations = modules.flatMap((module) => Object.values(module).filter(isOperation))
  return [...new Map(operations.map((operation) => [operation.id, operation])).values()]
}

const rows = await readTable()
const contract = await readContract()
const byId = new Map(contract.map((operation) => [operation.id, operation]))

test('every operation has its row, and every row its operation', () => {
  expect(rows.map(({ id }) => id).toSorted()).toEqual([...byId.keys()].toSorted())
  for (const { id, verdicts } of rows) expect([id, verdicts.filter((verdict) => /^[✓–↑]$/.test(verdict)).length]).toEqual([id, columns.length])
})

test('an operation that names a customer, conversation, loan or file says what happens with those of others', () => {
  for (const { id, others } of rows) {
    const operation = byId.get(id)
    const names = /\{(?:conversationId|customerId|attachmentId|loanRef)\}/.test(operation?.path ?? '')
    const expected = names ? (operation?.access.for === 'customer' ? '404' : 'all') : ''
    expect([id, others]).toEqual([id, expected])
  }
})

const verdictOf = (code: string | undefined): Verdict => {
  if (code === 'identity-level-too-low') return '↑'
  return code === 'not-signed-in' || code === 'session-expired' || code === 'not-allowed' ? '–' : '✓'
}

const callerOf = (column: (typeof columns)[number]): Caller => {
  if (column === 'nobody') return { kind: 'anyone' }
  const level = identityLevels.find((one) => one === column)
  if (level) return { kind: 'customer', customerId: 'c', sessionId: 's', level }
  return { kind: 'staff', staffId: 's', sessionId: 's', name: 'n', roles: [column as Role] }
}

test.each(rows)('$id is decided as the table says', ({ id, verdicts }) => {
  const operation = byId.get(id)
  if (!operation) throw new Error(`${id} is no operation`)
  const decided = columns.map((column) => verdictOf(refusalOfAccess(operation.access, callerOf(column), true)?.refused))
  expect(Object.fromEntries(columns.map((column, index) => [column, decided[index]]))).toEqual(Object.fromEntries(columns.map((column, index) => [column, verdicts[index]])))
})

const server = await startTestServer({ environment: { XINQIAO_DEMO: '1' } })
const { context } = server.installation

const headersOf = async (column: (typeof columns)[number]): Promise<Record<string, string>> => {
  if (column === 'nobody') return {}
  const level = identityLevels.find((one) => one === column)
  if (!level) return { cookie: (await createTestStaff(server, [column as Role])).cookie }
  const entered = level === 'strongly-verified' ? undefined : await enterAsCustomer(server, level === 'anonymous' ? undefined : 'C1', level)
  const strong = entered ?? (await enterAsCustomer(server, 'C1'))
  const session = entered ? entered.session : (await openCustomerSession(context, context.db, strong.customer.id, 'strongly-verified')).token
  return { authorization: `Bearer ${session}` }
}

const callers = await Promise.all(columns.map(async (column) => [column, await headersOf(column)] as const))

/** With nothing in it: who may call is told by the answer being about what was sent, or that there is no such thing. */
const call = async ({ method, path }: Operation, headers: Record<string, string>): Promise<Verdict> => {
  const address = path.replaceAll(/\{(\w+)\}/g, () => randomUUID())
  const body = method === 'GET' ? {} : { body: '{}' }
  const response = await fetch(`${server.url}${address}`, { method, headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) }, ...body })
  const text = await response.text()
  if (response.status >= 500) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return verdictOf(response.status >= 400 ? (JSON.parse(text) as { error: { code: string } }).error.code : undefined)
}

test.each(server.api.operations.map(({ id }) => id))('%s answers as the table says', async (id) => {
  const [operation, row] = [byId.get(id), rows.find((one) => one.id === id)]
  if (!operation || !row) throw new Error(`${id} is implemented but stands in no table`)
  const answered = Object.fromEntries(await Promise.all(callers.map(async ([column, headers]) => [column, await call(operation, headers)] as const)))
  expect(answered).toEqual(Object.fromEntries(columns.map((column, index) => [column, row.verdicts[index]])))
})

test('a refusal says whose right it is and whom to ask', async () => {
  const [, headers = {}] = callers.find(([column]) => column === 'quality') ?? []
  const response = await fetch(`${server.url}/v1/desk/customers?q=x`, { headers })
  expect(response.status).toBe(403)
  const { error } = (await response.json()) as { error: { message: string } }
  expect(error.message).toBe('您没有“搜索客户”的权限，可联系：初级客服、高级客服、客服主管、客户经理')
})
