import { type Caller, refusalOfAccess } from '@xinqiao/contract/access.ts'
import type { Operation } from '@xinqiao/contract/operation.ts'
import { type IdentityLevel, identityLevels } from '@xinqiao/core/people/identity.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { type Role, roles } from '@xinqiao/core/people/rights.ts'
import { readdir, readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { askChange } from '../../src/compliance/change-details.ts'
import { seedKnowledge } from '../../src/knowledge/seed-knowledge.ts'
import { recordPerson } from '../../src/people/authorisations.ts'
import { customerOfSession, openCustomerSession } from '../../src/people/customer-session.ts'
import { demoCustomerCount, demoCustomerRef, seedPeople } from '../../src/people/seed-people.ts'
import { raiseSession } from '../../src/people/verification-store.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { randomFrom } from '../support/loans.ts'
import { startTestServer, testMoment } from '../support/server.ts'

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
    const names = /\{(?:conversationId|customerId|attachmentId|loanRef|changeId|authorisationId)\}/.test(operation?.path ?? '')
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

/** As a one-time code would leave it. */
const strongSession = async (customerId: string): Promise<string> => {
  const { token, sessionId } = await openCustomerSession(context, context.db, customerId, 'verified')
  await raiseSession(context.db, sessionId, instant(context.clock.now() + 60_000))
  return token
}

const headersOf = async (column: (typeof columns)[number]): Promise<Record<string, string>> => {
  if (column === 'nobody') return {}
  const level = identityLevels.find((one) => one === column)
  if (!level) return { cookie: (await createTestStaff(server, [column as Role])).cookie }
  const entered = level === 'strongly-verified' ? undefined : await enterAsCustomer(server, level === 'anonymous' ? undefined : 'C1', level)
  const strong = entered ?? (await enterAsCustomer(server, 'C1'))
  const session = entered ? entered.session : await strongSession(strong.customer.id)
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

/** Of one customer: what each operation that answers 404 to others needs, made as he makes it. */
const makeObject: Readonly<Record<string, (headers: Record<string, string>) => Promise<string>>> = {
  attachmentId: async (headers) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]), 'a.jpg')
    const response = await fetch(`${server.url}/v1/chat/attachments`, { method: 'POST', headers, body: form })
    return ((await response.json()) as { id: string }).id
  },
  conversationId: async (headers) => {
    const body = JSON.stringify({ id: randomUUID(), text: '你好' })
    const response = await fetch(`${server.url}/v1/chat/messages`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body })
    return ((await response.json()) as { conversationId: string }).conversationId
  },
  authorisationId: async (headers) => {
    const caller = await customerOfSession(context, headers['authorization']?.slice('Bearer '.length) ?? '')
    if (isRefusal(caller)) throw new Error('the owner has no session')
    const id = randomUUID()
    const { id: staffId } = await createTestStaff(server, ['senior'])
    const refused = await recordPerson(context, { kind: 'staff', staffId, sessionId: 's', name: 'n', roles: ['senior'] }, {
      id, customerId: caller.customerId, name: '王大明', relation: '同事', proof: '客户申请表', authorisation: { role: 'contact', scope: [], loanRefs: undefined, from: dayOf(2026, 11, 23), until: undefined },
    })
    if (refused) throw new Error(refused.refused)
    return id
  },
  changeId: async (headers) => {
    const caller = await customerOfSession(context, headers['authorization']?.slice('Bearer '.length) ?? '')
    if (isRefusal(caller)) throw new Error('the owner has no session')
    const id = randomUUID()
    await askChange(context, { ...caller, level: 'strongly-verified' }, { id, kind: 'phone', value: '13912345678' })
    return id
  },
  loanRef: async (headers) => {
    const response = await fetch(`${server.url}/v1/chat/loans`, { headers })
    const { loans } = (await response.json()) as { loans: { ref: string; payoffToday?: string }[] }
    return loans.find(({ payoffToday }) => payoffToday !== undefined)?.ref ?? ''
  },
}

/** A borrower of the demo with a loan that he can pay off. */
const ownerRef = async (): Promise<string> => {
  for (let place = 1; place <= demoCustomerCount; place += 1) {
    const ref = demoCustomerRef(place)
    if ((await makeObject['loanRef']?.(customerHeaders(await enterAsCustomer(server, ref)))) !== '') return ref
  }
  throw new Error('no borrower of the demo owes anything')
}

const settings = { now: testMoment, random: randomFrom(1), password: 'a-demo-password' }
await seedPeople(context, settings)
await seedKnowledge(context, settings)
// Text messages reach the demo's phones in a demo lender only.
await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: testMoment, password: settings.password }) }).execute()
const owner = await ownerRef()

const guarded = server.api.operations.filter(({ id }) => rows.find((row) => row.id === id)?.others === '404')

test.each(guarded.map(({ id }) => id))("%s gives a customer his own and nobody else's", async (id) => {
  const operation = byId.get(id)
  const name = /\{(\w+)\}/.exec(operation?.path ?? '')?.[1] ?? ''
  const make = makeObject[name]
  if (!operation || !make) throw new Error(`say in makeObject how a customer comes by a ${name}`)
  const his = customerHeaders(await enterAsCustomer(server, owner))
  const address = server.url + operation.path.replace(`{${name}}`, await make(his))
  const statusFor = async (headers: Record<string, string>): Promise<number> => (await fetch(address, { method: operation.method, headers })).status
  expect(await statusFor(his)).toBe(200)
  // The same person on another device.
  expect(await statusFor(customerHeaders(await enterAsCustomer(server, owner)))).toBe(200)
  for (const stranger of [await enterAsCustomer(server, 'C-stranger'), await enterAsCustomer(server), await enterAsCustomer(server, owner, 'identified')]) {
    expect(await statusFor(customerHeaders(stranger))).toBe(operation.access.for === 'customer' && operation.access.level === 'verified' && stranger.customer.level !== 'verified' ? 403 : 404)
  }
})
