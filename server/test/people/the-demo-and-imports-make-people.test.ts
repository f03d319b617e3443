import { isIdNumber, isMobileNumber } from '@xinqiao/core/people/personal-number.ts'
import { roles } from '@xinqiao/core/people/rights.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test } from 'vitest'
import { customerIdOfRef, readCustomer, readCustomers } from '../../src/people/customers.ts'
import { importers } from '../../src/people/importers.ts'
import { chooseDemoCustomers, demoCustomerCount, demoCustomerRef, seedPeople } from '../../src/people/seed-people.ts'
import { randomFrom } from '../support/loans.ts'
import { postEntrance, signIn } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const seeded = async () => {
  const server = await startTestServer({ environment: { XINQIAO_DEMO: '1' } })
  const { context } = server.installation
  await seedPeople(context, { now: testMoment, random: randomFrom(7), password: 'a-demo-password' })
  await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: 0, password: 'a-demo-password' }) }).execute()
  const rows = await context.db.selectFrom('customer').select('customer_id').orderBy('ref').execute()
  const people = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  return { server, context, people: [...people.values()].sort((one, other) => String(one.ref).localeCompare(String(other.ref))) }
}

const demo = await seeded()

test('the demo has three hundred borrowers, each with numbers of his own that belong to nobody', () => {
  const { people } = demo
  expect(people).toHaveLength(demoCustomerCount)
  for (const key of ['phone', 'idNumber'] as const) expect(new Set(people.map(({ details }) => details[key])).size).toBe(demoCustomerCount)
  for (const { details } of people) {
    expect(isMobileNumber(details.phone ?? '') && /^\d{3}0000\d{4}$/.test(details.phone ?? '')).toBe(true)
    expect(isIdNumber(details.idNumber ?? '') && details.idNumber?.startsWith('110100')).toBe(true)
    expect(details.name).toMatch(/^\p{Script=Han}{2,4}$/u)
    expect(details.monthlyIncome).toBeGreaterThanOrEqual(0n)
  }
})

test('the same seed makes the same people', async () => {
  const again = await seeded()
  expect(again.people.map(({ ref, details }) => ({ ref, details }))).toEqual(demo.people.map(({ ref, details }) => ({ ref, details })))
})

test('the demo page lets borrowers in by fresh tokens and shows twelve people over all ten roles, who can sign in', async () => {
  const { server, context } = demo
  const chosen = await Promise.all([1, 2].map(async (place) => ({ customerId: (await customerIdOfRef(context.db, demoCustomerRef(place))) ?? '', situation: `第${place}种` })))
  await context.db.transaction().execute((tx) => chooseDemoCustomers(tx, chosen))
  const shown = async () =>
    (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as {
      customers: { ref: string; situation: string; siteToken: string }[]
      staff: { email: string; password: string; roles: string[] }[]
    }
  const { customers, staff } = await shown()
  expect(customers.map(({ ref, situation }) => [ref, situation])).toEqual([['A00001', '第1种'], ['A00002', '第2种']])
  for (const { siteToken } of [...customers, ...(await shown()).customers]) expect((await postEntrance(server, { siteToken })).status).toBe(200)
  expect(staff).toHaveLength(12)
  expect(new Set(staff.flatMap((one) => one.roles))).toEqual(new Set(Object.keys(roles)))
  for (const { email, password } of staff) expect((await signIn(server, email, password)).status).toBe(200)
})

test('elsewhere there is no demo page and no demo account gets in', async () => {
  const own = await startTestServer()
  await seedPeople(own.installation.context, { now: testMoment, random: randomFrom(7), password: 'a-demo-password' })
  expect((await fetch(`${own.url}/v1/demo/customers`)).status).toBe(404)
  expect((await signIn(own, 'lin@demo.xinqiao.example', 'a-demo-password')).status).toBe(401)
})

const importRow = async (kind: string, row: unknown): Promise<unknown> => {
  const importer = importers.find((one) => one.kind === kind)
  const parsed = importer?.row.safeParse(row)
  if (!importer || !parsed?.success) return parsed?.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const { context } = demo
  const stored = await context.db.transaction().execute((tx) => importer.store(context, tx, parsed.data))
  return isRefusal(stored) ? stored.refused : stored
}

test('customers are imported from texts and from values alike, again without change', async () => {
  const row = { ref: 'L1', name: '李雷', phone: '+86 138-0000-4321', idNumber: '11010519491231002x', since: '2024-02-29', city: '', occupation: 'employed', monthlyIncome: '8000.50', otherMonthlyDebt: '', riskGrade: 'B' }
  expect(await importRow('customers', row)).toBe('added')
  expect(await importRow('customers', row)).toBe('same')
  expect(await importRow('customers', { ...row, monthlyIncome: 8000.5, city: null })).toBe('same')
  expect(await importRow('customers', { ...row, city: '北京' })).toBe('changed')
  const { context } = demo
  const customer = await readCustomer(context, context.db, (await customerIdOfRef(context.db, 'L1')) ?? '')
  expect(customer?.details).toMatchObject({ phone: '13800004321', idNumber: '11010519491231002X', monthlyIncome: 800_050n, city: '北京' })
})

test('rows that cannot be right are refused with the field and what would be right, not with the value', async () => {
  const wrong = await importRow('customers', { ref: '', phone: '12345', idNumber: '110105194912310021', since: '2023-02-29', monthlyIncome: '1e3', occupation: 'king' })
  expect(JSON.stringify(wrong)).not.toMatch(/12345|110105194912310021/)
  expect((wrong as string[]).map((line) => line.split(':')[0]).sort()).toEqual(['idNumber', 'monthlyIncome', 'occupation', 'phone', 'ref', 'since'])
  expect(await importRow('staff', { email: 'x', name: 'X', roles: 'boss' })).toHaveLength(2)
})

test('staff are imported with several roles, signed in with a one-time password, and leave', async () => {
  const { server } = demo
  const row = { email: 'New@Test.Example', name: '新人', roles: 'junior; senior', oneTimePassword: 'first-day-password', left: '' }
  expect(await importRow('staff', row)).toBe('added')
  expect(await importRow('staff', { ...row, roles: ['senior', 'junior'] })).toBe('same')
  expect((await signIn(server, 'new@test.example', 'first-day-password')).status).toBe(200)
  expect(await importRow('staff', { ...row, left: 'true' })).toBe('changed')
  expect((await signIn(server, 'new@test.example', 'first-day-password')).status).toBe(401)
})
