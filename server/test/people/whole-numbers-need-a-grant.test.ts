import type { customerCard } from '@xinqiao/contract/people.ts'
import { type Role, rightsOf, roles } from '@xinqiao/core/people/rights.ts'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { clockAt } from '../../src/platform/clock.ts'
import { startConversation, take } from '../support/desk.ts'
import { createTestCustomer, createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation

const phone = '13800001234'
const idNumber = '11010519491231002X'
const payoutCard = '6222020000001237'
const typed = '13911112222'
const numbers = [phone, idNumber, payoutCard, typed]

await createTestCustomer(context, 'C1', { name: '王小明', phone, idNumber, payoutCard })
await createTestCustomer(context, 'C2', { name: '李红', phone: '13700001111', idNumber: '110101199003070134' })
const customer = await enterAsCustomer(server, 'C1')
const other = await enterAsCustomer(server, 'C2')
const conversationId = await startConversation(server, customer, `我的新手机号是 ${typed}，身份证 ${idNumber}`)
const senior = await createTestStaff(server, ['senior'], '陈嘉怡')
const colleague = await createTestStaff(server, ['senior'], '赵宇航')

type Card = z.output<typeof customerCard>

const get = async (staff: Pick<TestStaff, 'cookie'>, path: string): Promise<unknown> => (await fetch(`${server.url}${path}`, { headers: { cookie: staff.cookie } })).json()
const card = async (staff: TestStaff, of = customer): Promise<Card> => (await get(staff, `/v1/desk/customers/${of.customer.id}`)) as Card

const ask = async (staff: TestStaff, fields: readonly string[], { id = randomUUID(), reason = '核对合同上的号码', of = customer } = {}): Promise<{ status: number; json: Card & { error?: { code: string } } }> => {
  const response = await fetch(`${server.url}/v1/desk/customers/${of.customer.id}/unmask`, {
    method: 'POST', headers: { cookie: staff.cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify({ id, fields, reason }),
  })
  return { status: response.status, json: (await response.json()) as Card & { error?: { code: string } } }
}

beforeEach(() => { clock.advance(3_600_000) })

test('only the named fields of the named customer are shown, only to who asked, and until the minutes are over', async () => {
  expect(await card(senior)).toMatchObject({ phone: '138****1234', idNumber: '1101**********002X', payoutCard: '6222********1237' })
  const granted = await ask(senior, ['phone'])
  expect(granted.json).toMatchObject({ phone, idNumber: '1101**********002X', unmasked: [{ fields: ['phone'], until: new Date(clock.now() + 600_000).toISOString() }] })
  expect(await card(senior)).toMatchObject({ phone, payoutCard: '6222********1237' })
  expect(await card(senior, other)).toMatchObject({ phone: '137****1111' })
  expect(await card(colleague)).toMatchObject({ phone: '138****1234' })
  clock.advance(600_000 - 1)
  expect((await card(senior)).phone).toBe(phone)
  clock.advance(1)
  expect(await card(senior)).toMatchObject({ phone: '138****1234' })
  expect((await card(senior)).unmasked).toBeUndefined()
})

test('asking again with the same id neither prolongs nor widens it', async () => {
  const id = randomUUID()
  const first = await ask(senior, ['idNumber'], { id })
  clock.advance(300_000)
  expect((await ask(senior, ['idNumber'], { id })).json).toEqual(first.json)
  expect((await ask(senior, ['idNumber', 'phone'], { id })).json.error?.code).toBe('grant-id-reused')
  expect((await ask(senior, ['idNumber'], { id, of: other })).json.error?.code).toBe('grant-id-reused')
  expect((await ask(colleague, ['idNumber'], { id })).json.error?.code).toBe('grant-id-reused')
})

test('without a reason, or without the right, there is no grant', async () => {
  expect((await ask(senior, ['phone'], { reason: '  看 ' })).json.error?.code).toBe('invalid-request')
  expect((await ask(senior, ['phone'], { reason: '' })).status).toBe(400)
  const junior = await createTestStaff(server, ['junior'])
  expect((await ask(junior, ['phone'])).json.error?.code).toBe('not-allowed')
})

test('numbers inside messages are covered too, until they are asked for', async () => {
  const entries = async (): Promise<string> => JSON.stringify(await get(senior, `/v1/desk/conversations/${conversationId}/entries`))
  expect(await entries()).not.toContain(typed)
  await ask(senior, ['phone'])
  expect(await entries()).not.toContain(typed)
  await ask(senior, ['texts'])
  expect(await entries()).toContain(typed)
})

test('each grant is an event with who, whom, which and until when; the reason is sealed and no number stands anywhere', async () => {
  const id = randomUUID()
  await ask(senior, ['payoutCard', 'phone'], { id, reason: '客户来电要求核对收款卡' })
  const events = (await context.db.selectFrom('event').selectAll().where('kind', '=', 'people.customer-unmasked').execute()).map(({ payload }) => payload as { grant: string })
  expect(events.find(({ grant }) => grant === id)).toEqual({ staff: senior.id, customer: customer.customer.id, grant: id, fields: ['payoutCard', 'phone'], until: new Date(clock.now() + 600_000).toISOString() })
  const row = await context.db.selectFrom('unmask_grant').selectAll().where('grant_id', '=', id).executeTakeFirstOrThrow()
  expect(row.reason.toString('utf8')).not.toContain('收款卡')
  expect((await context.keys.decrypt(context.db, row.reason, `unmask ${id}`)).toString('utf8')).toBe('客户来电要求核对收款卡')
})

test('the card is found whole and by its last four, and lies sealed', async () => {
  const found = async (words: string): Promise<readonly string[]> => ((await get(senior, `/v1/desk/customers?q=${words}`)) as { customers: Card[] }).customers.map(({ ref }) => ref ?? '')
  expect(await found(payoutCard)).toEqual(['C1'])
  expect(await found('1237')).toEqual(['C1'])
  expect(await found('6222020000001245')).toEqual([])
  const row = await context.db.selectFrom('customer').selectAll().where('ref', '=', 'C1').executeTakeFirstOrThrow()
  for (const value of Object.values(row)) expect(String(value)).not.toContain(payoutCard)
})

/** Every desk operation that reads, filled with what belongs to the customer. */
const reading = server.api.operations.filter(({ method, access, path }) => method === 'GET' && access.for === 'staff' && !/\{(?!customerId|conversationId)/.test(path))

test.each(Object.keys(roles) as Role[])('no operation that %s may call gives a whole number without a grant', async (role) => {
  const staff = await createTestStaff(server, [role])
  if (rightsOf[role].includes('conversation.take')) await take(server, staff, conversationId)
  expect(reading.length).toBeGreaterThan(8)
  for (const { path, id } of reading) {
    for (const query of ['', '?view=all&q=1234', `?q=${phone}`]) {
      const address = path.replace('{customerId}', customer.customer.id).replace('{conversationId}', conversationId)
      const text = await (await fetch(`${server.url}${address}${query}`, { headers: { cookie: staff.cookie } })).text()
      for (const number of numbers) expect([id, text.includes(number)]).toEqual([id, false])
    }
  }
})
