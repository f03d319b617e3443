import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { authorisation } from '@xinqiao/contract/authorisations.ts'
import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { reserveDial } from '../../src/compliance/dial-permits.ts'
import { loansOfCustomer } from '../../src/loan/ledger.ts'
import { allLoans } from '../../src/loan/store.ts'
import { customersOfPhone, readCustomer } from '../../src/people/customers.ts'
import { clockAt, today } from '../../src/platform/clock.ts'
import { seedTestLender } from '../support/loans.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** A proxy and a guarantor come in by their own phones, and see what they were let see for as long as they were. */

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_DEMO: '1' } })
const { context } = server.installation
await seedTestLender(context)
await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: 0, password: 'p' }) }).execute()
const senior = await createTestStaff(server, ['senior'], '陈嘉怡')

/** A customer with two loans that run. */
const loansBy = new Map<string, LoanRecord[]>()
for await (const record of allLoans(context.db)) {
  const state = accountOn(record, today(clock))?.facts.state
  if (state === 'current' || state === 'overdue') loansBy.set(record.customerId, [...(loansBy.get(record.customerId) ?? []), record])
}
const [debtorId = '', loans = []] = [...loansBy].find(([, records]) => records.length >= 2) ?? []
const [first, second] = loans.map(({ loanRef }) => loanRef)
const debtor = await readCustomer(context, context.db, debtorId)

type Shown = z.output<typeof authorisation>
type Answer = { readonly status: number; readonly json: { readonly given: Shown[]; readonly held: Shown[]; readonly error?: { readonly code: string } } }

const post = async (path: string, headers: Record<string, string>, body: unknown = {}): Promise<{ status: number; json: unknown }> => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: response.status, json: await response.json() }
}

const record = async (body: object): Promise<Answer> => (await post(`/v1/desk/customers/${debtorId}/authorisations`, { cookie: senior.cookie }, { id: randomUUID(), relation: '配偶', proof: '授权委托书原件、身份证', from: '2026-11-23', ...body })) as Answer

const used = new Set<string>()

/** A visitor proves by a code to his own phone who he is, as on the chat page. */
const comeIn = async (phone: string): Promise<{ readonly session: string; readonly id: string }> => {
  const visitor = await enterAsCustomer(server)
  const headers = { authorization: `Bearer ${visitor.session}` }
  expect((await post('/v1/chat/verification', headers, { phone })).status).toBe(200)
  const code = await vi.waitFor(async () => {
    const [owner] = await customersOfPhone(context, phone)
    const { messages } = (await (await fetch(`${server.url}/v1/demo/phones/${owner?.ref ?? '-'}`)).json()) as { messages?: { text: string }[] }
    const found = /验证码 (\d{6})/.exec(messages?.[0]?.text ?? '')?.[1]
    if (found === undefined || used.has(found)) throw new Error('no code yet')
    used.add(found)
    return found
  }, 10_000)
  const { json } = await post('/v1/chat/verification/code', headers, { code })
  const { session, customer } = json as { session: string; customer: { id: string } }
  return { session, id: customer.id }
}

const get = async (path: string, session: string): Promise<{ status: number; json: unknown }> => {
  const response = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${session}` } })
  return { status: response.status, json: await response.json() }
}
const loansFor = async (session: string): Promise<readonly string[]> => ((await get('/v1/chat/loans', session)).json as { loans: LoanCard[] }).loans.map(({ ref }) => ref)

test('a proxy sees the loans his authority names, while it lasts, and nothing else of the customer', async () => {
  const recorded = await record({ role: 'proxy', name: '李红梅', phone: '13700009991', scope: ['told-loan'], loanRefs: [first], until: '2026-11-30' })
  expect(recorded.json.given[0]).toMatchObject({ role: 'proxy', inForce: true, phone: '137****9991', name: '李红梅' })
  const proxy = await comeIn('13700009991')
  expect(await loansFor(proxy.session)).toEqual([first])
  expect((await get(`/v1/chat/loans/${first}`, proxy.session)).status).toBe(200)
  expect((await get(`/v1/chat/loans/${first}/payoff`, proxy.session)).status).toBe(200)
  expect((await get(`/v1/chat/loans/${second}`, proxy.session)).status).toBe(404)
  // The machine rests its answers on just these.
  expect((await loansOfCustomer(context, proxy.id, today(clock))).map(({ loanRef }) => loanRef)).toEqual([first])
  const whole = JSON.stringify([(await get('/v1/chat/authorisations', proxy.session)).json, (await get('/v1/chat/changes', proxy.session)).json, (await get('/v1/chat', proxy.session)).json])
  for (const secret of [debtor?.details.name, debtor?.details.phone, debtor?.details.idNumber, debtor?.details.payoutCard]) expect(whole).not.toContain(secret ?? '-')
  clock.advance(8 * 86_400_000)
  const later = await comeIn('13700009991')
  expect(await loansFor(later.session)).toEqual([])
  clock.set(testMoment)
})

test('what is taken back ends at once, by the customer himself or at the desk', async () => {
  const recorded = await record({ role: 'proxy', name: '王建国', phone: '13700009992', scope: ['told-loan'], until: '2026-12-31' })
  const proxy = await comeIn('13700009992')
  expect(await loansFor(proxy.session)).toEqual(expect.arrayContaining([first, second]))
  // Both were recorded at one moment: which stands first is nobody's promise.
  const id = recorded.json.given.find(({ name }) => name === '王建国')?.id ?? ''
  expect((await post(`/v1/chat/authorisations/${id}/end`, { authorization: `Bearer ${proxy.session}` })).status).toBe(404)
  const own = await enterAsCustomer(server, debtor?.ref ?? '')
  expect((await post(`/v1/chat/authorisations/${id}/end`, { authorization: `Bearer ${own.session}` })).status).toBe(200)
  expect(await loansFor(proxy.session)).toEqual([])
})

test('a guarantor sees the loan he guarantees and may be asked to pay that; a proxy and a contact person may not be', async () => {
  await record({ role: 'guarantor', name: '赵志强', phone: '13700009993', relation: '担保人', proof: '担保合同', scope: ['told-complaint'], loanRefs: [first] })
  const guarantor = await comeIn('13700009993')
  expect(await loansFor(guarantor.session)).toEqual([first])
  const collector = await createTestStaff(server, ['collector'])
  const caller: StaffCaller = { kind: 'staff', staffId: collector.id, sessionId: 's', name: '马骏', roles: ['collector'] }
  const dial = (customerId: string, loanRef?: string) => reserveDial(context, caller, { id: randomUUID(), customerId, purpose: 'collection', loanRef })
  expect(await dial(guarantor.id, first)).toMatchObject({ state: 'reserved' })
  expect(await dial(guarantor.id, second)).toMatchObject({ refused: 'contact-third-person' })
  expect(await dial(guarantor.id)).toMatchObject({ refused: 'contact-third-person' })
  await record({ role: 'proxy', name: '钱小明', phone: '13700009994', scope: ['told-loan'], until: '2026-12-31' })
  const proxy = await comeIn('13700009994')
  expect(await dial(proxy.id, first)).toMatchObject({ refused: 'contact-third-person' })
  expect(isRefusal(await dial(debtorId, first))).toBe(false)
})

test('an authority without end, or with somebody else’s number, is not recorded; the same twice is one', async () => {
  expect((await record({ role: 'proxy', name: '李红梅', phone: '13700009995', scope: ['told-loan'] })).json.error?.code).toBe('authorisation-needs-end')
  expect((await record({ role: 'proxy', name: '冒名者', phone: debtor?.details.phone ?? '', scope: ['told-loan'], until: '2026-12-31' })).json.error?.code).toBe('phone-in-use')
  const id = randomUUID()
  const contact = { id, role: 'contact', name: '王大明', relation: '同事', proof: '申请表' }
  const twice = [await record(contact), await record(contact)]
  expect(twice.map(({ status }) => status)).toEqual([200, 200])
  expect(twice[1]?.json.given.filter((one) => one.id === id)).toHaveLength(1)
  const rows = JSON.stringify(await context.db.selectFrom('authorisation').selectAll().execute())
  expect(rows).not.toContain('王大明')
})
