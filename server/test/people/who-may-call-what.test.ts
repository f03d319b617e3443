import { type Caller, refusalOfAccess } from '@xinqiao/contract/access.ts'
import type { Operation } from '@xinqiao/contract/operation.ts'
import { type IdentityLevel, identityLevels } from '@xinqiao/core/people/identity.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { type Role, roles } from '@xinqiao/core/people/rights.ts'
import { readdir, readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
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

/** As programs know it: what is called here is called as openapi.json says. */
type Documented = { readonly id: string; readonly method: string; readonly path: string; readonly hasBody: boolean }
type Paths = Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly requestBody?: unknown }>>>>

const { paths } = JSON.parse(await readFile(new URL('../../../contract/openapi.json', import.meta.url), 'utf8')) as { paths: Paths }
const documented: readonly Documented[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, requestBody }]) => ({ id: operationId, method: method.toUpperCase(), path, hasBody: requestBody !== undefined })))
const documentedById = new Map(documented.map((operation) => [operation.id, operation]))

test('every operation of openapi.json has its row, and every row its operation', () => {
  expect(documented.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  expect(rows.map(({ id }) => id).toSorted()).toEqual([...byId.keys()].toSorted())
  for (const { id, verdicts } of rows) expect([id, verdicts.filter((verdict) => /^[✓–↑]$/.test(verdict)).length]).toEqual([id, columns.length])
})

test('an operation that names a customer, conversation, loan or file says what happens with those of others', () => {
  for (const { id, others } of rows) {
    const operation = byId.get(id)
    const names = /\{(?:conversationId|customerId|attachmentId|loanRef|changeId|authorisationId|caseId)\}/.test(operation?.path ?? '')
    const expected = names ? (operation?.access.for === 'customer' ? '404' : 'all') : operation?.path.includes('{permitId}') ? 'own' : ''
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
const call = async ({ method, path }: Documented, headers: Record<string, string>): Promise<Verdict> => {
  const address = path.replaceAll(/\{(\w+)\}/g, () => randomUUID())
  const body = method === 'GET' ? {} : { body: '{}' }
  const response = await fetch(`${server.url}${address}`, { method, headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) }, ...body })
  const text = await response.text()
  if (response.status >= 500) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return verdictOf(response.status >= 400 ? (JSON.parse(text) as { error: { code: string } }).error.code : undefined)
}

test.each(documented.map(({ id }) => id))('%s answers as the table says', async (id) => {
  const [operation, row] = [documentedById.get(id), rows.find((one) => one.id === id)]
  if (!operation || !row) throw new Error(`${id} is documented but stands in no table`)
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

const post = async (headers: Record<string, string>, path: string, body: object): Promise<unknown> =>
  await (await fetch(`${server.url}/v1/chat${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()

/** An application, with a file of its customer that can be given for it. */
const openApplication = async (headers: Record<string, string>): Promise<string> => {
  const ask = { productId: 'anxin-steady', amount: '60000.00', count: 12, purpose: '装修与家居', monthlyIncome: '20000.00' }
  const opened = (await post(headers, '/cases', { key: randomUUID(), kind: 'application', ask })) as { case: { id: string } }
  bodies['giveMyMaterial'] = { id: randomUUID(), kind: 'income', pages: [await makeObject['attachmentId']?.(headers, '')] }
  return opened.case.id
}

/** Of one customer: what each operation that answers 404 to others needs, made as he makes it. */
const makeObject: Readonly<Record<string, (headers: Record<string, string>, path: string) => Promise<string>>> = {
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
  caseId: async (headers, path) => {
    if (path.endsWith('/materials')) return await openApplication(headers)
    const body = JSON.stringify({ key: randomUUID(), kind: 'complaint', ask: { text: '扣款短信和账单对不上' } })
    const response = await fetch(`${server.url}/v1/chat/cases`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body })
    return ((await response.json()) as { case: { id: string } }).case.id
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
    if ((await makeObject['loanRef']?.(customerHeaders(await enterAsCustomer(server, ref)), '')) !== '') return ref
  }
  throw new Error('no borrower of the demo owes anything')
}

const settings = { now: testMoment, random: randomFrom(1), password: 'a-demo-password' }
await seedPeople(context, settings)
await seedKnowledge(context, settings)
// Text messages reach the demo's phones in a demo lender only.
await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: testMoment, password: settings.password }) }).execute()
const owner = await ownerRef()

const guarded = rows.filter(({ others }) => others === '404').map(({ id }) => id)

/** What is sent along where something must be; the same key again is the same move. */
const bodies: Record<string, unknown> = {
  moveMyCase: { key: randomUUID(), move: 'withdraw', input: {} },
  rateMyConversation: { score: 5 },
}

/** What his own answers where that is not yet possible with the object as it is: there, and his, yet an open talk is not rated. */
const ownStatus: Record<string, number> = { rateMyConversation: 409 }

const fetchStatus = async ({ id, method }: Documented, address: string, headers: Record<string, string>): Promise<number> => {
  const body = bodies[id]
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return (await fetch(address, { method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...sent })).status
}

test.each(guarded)("%s gives a customer his own and nobody else's, at every level", async (id) => {
  const [operation, row] = [documentedById.get(id), rows.find((one) => one.id === id)]
  const name = /\{(\w+)\}/.exec(operation?.path ?? '')?.[1] ?? ''
  const make = makeObject[name]
  if (!operation || !row || !make) throw new Error(`say in makeObject how a customer comes by a ${name}`)
  const entered = await enterAsCustomer(server, owner)
  const his = customerHeaders(entered)
  const address = server.url + operation.path.replace(`{${name}}`, await make(his, operation.path))
  expect(await fetchStatus(operation, address, his)).toBe(ownStatus[id] ?? 200)
  // The same person on another device, and when he has just proven himself once more.
  expect(await fetchStatus(operation, address, customerHeaders(await enterAsCustomer(server, owner)))).toBe(ownStatus[id] ?? 200)
  expect(await fetchStatus(operation, address, { authorization: `Bearer ${await strongSession(entered.customer.id)}` })).toBe(ownStatus[id] ?? 200)
  const other = await enterAsCustomer(server, 'C-stranger')
  const strangers: Readonly<Record<IdentityLevel, string>> = {
    anonymous: (await enterAsCustomer(server)).session,
    // Only said to be the owner, which is no proof.
    identified: (await enterAsCustomer(server, owner, 'identified')).session,
    verified: other.session,
    'strongly-verified': await strongSession(other.customer.id),
  }
  for (const level of identityLevels) {
    const expected = row.verdicts[columns.indexOf(level)] === '✓' ? 404 : 403
    expect([level, await fetchStatus(operation, address, { authorization: `Bearer ${strangers[level]}` })]).toEqual([level, expected])
  }
})

/** What belongs to the owner, for everybody at the desk to ask for. */
const hisObjects = async (): Promise<Readonly<Record<string, string>>> => {
  const entered = await enterAsCustomer(server, owner)
  const his = customerHeaders(entered)
  const attachmentId = (await makeObject['attachmentId']?.(his, '')) ?? ''
  const body = JSON.stringify({ id: randomUUID(), text: '给您看一下', attachments: [attachmentId] })
  const sent = await fetch(`${server.url}/v1/chat/messages`, { method: 'POST', headers: { ...his, 'content-type': 'application/json' }, body })
  const { conversationId } = (await sent.json()) as { conversationId: string }
  return { customerId: entered.customer.id, conversationId, attachmentId, loanRef: (await makeObject['loanRef']?.(his, '')) ?? '' }
}

/** A code on its way to the owner, as the one phone in the world that may show it does. */
const codeOnItsWay = async (): Promise<string> => {
  const entered = await enterAsCustomer(server, owner)
  const asked = await fetch(`${server.url}/v1/chat/verification`, { method: 'POST', headers: { ...customerHeaders(entered), 'content-type': 'application/json' }, body: '{}' })
  expect(asked.status).toBe(200)
  return await vi.waitFor(async () => {
    const { messages } = (await (await fetch(`${server.url}/v1/demo/phones/${owner}`)).json()) as { messages: { text: string }[] }
    const code = messages.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]).find((one) => one !== undefined)
    if (code === undefined) throw new Error('no code yet')
    return code
  }, 10_000)
}

test('the desk reads every customer’s as the table says, and no role reads a one-time code in any of it', async () => {
  const objects = await hisObjects()
  const code = new RegExp(`(?<!\\d)${await codeOnItsWay()}(?!\\d)`)
  const reading = documented.filter(({ id, method, path }) => method === 'GET' && byId.get(id)?.access.for !== 'demo' && [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => objects[name ?? ''] !== undefined))
  expect(reading.length).toBeGreaterThan(20)
  for (const [column, headers] of callers.filter(([one]) => staffRoles.some((role) => role === one))) {
    for (const { id, path } of reading) {
      const row = rows.find((one) => one.id === id)
      const response = await fetch(server.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => objects[name] ?? ''), { headers })
      const text = await response.text()
      expect([column, id, code.test(text)]).toEqual([column, id, false])
      const mayCall = row?.verdicts[columns.indexOf(column)] === '✓'
      if (row?.others === 'all') expect([column, id, response.status]).toEqual([column, id, mayCall ? expect.toSatisfy((status) => status === 200 || status === 422) : 403])
    }
  }
})
