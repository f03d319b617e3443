import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { customerOfSession } from '../../src/people/customer-session.ts'
import { personOf } from '../../src/people/customers.ts'
import { siteTokenSecret } from '../../src/people/site-token.ts'
import type { SetClock } from '../../src/platform/clock.ts'
import { createTestCustomer, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_DEMO: '1' } })
const { context } = server.installation
const clock = server.clock as SetClock
await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: 0, password: 'x' }) }).execute()

type Answer = { readonly status: number; readonly json: Record<string, unknown> & { readonly error?: { readonly code: string; readonly about?: unknown } } }

const post = async (on: TestServer, who: TestSession, path: string, body: unknown): Promise<Answer> => {
  const response = await fetch(`${on.url}${path}`, { method: 'POST', headers: { ...customerHeaders(who), 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: response.status, json: (await response.json()) as Answer['json'] }
}
const ask = (who: TestSession, phone?: string): Promise<Answer> => post(server, who, '/v1/chat/verification', phone === undefined ? {} : { phone })
const give = (who: TestSession, code: string): Promise<Answer> => post(server, who, '/v1/chat/verification/code', { code })

const phoneOf = async (ref: string): Promise<{ phone: string; messages: { text: string }[] }> =>
  (await (await fetch(`${server.url}/v1/demo/phones/${ref}`)).json()) as { phone: string; messages: { text: string }[] }

/** The newest code on a phone, once `count` have come. */
const codeOn = (ref: string, count: number): Promise<string> =>
  vi.waitFor(async () => {
    const { messages } = await phoneOf(ref)
    expect(messages).toHaveLength(count)
    return /\d{6}/.exec(messages[0]?.text ?? '')?.[0] ?? ''
  }, 5000)

const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const customers = [['C1', '13800001234'], ['C2', '13800002222'], ['C3', '13800003333'], ['C4', '13800004444'], ['C5', '13800005555'], ['Twin1', '13900000000'], ['Twin2', '13900000000']] as const
for (const [ref, phone] of customers) await createTestCustomer(context, ref, { name: '王小明', phone, idNumber: '11010519491231002X' })

test('a visitor who has the phone is the customer, and what he said joins the record', async () => {
  const visitor = await enterAsCustomer(server)
  const asked = await ask(visitor, '138 0000 1234')
  expect(asked.json).toMatchObject({ sentTo: '138****1234', reaches: 'verified', again: 60 })
  const right = await give(visitor, await codeOn('C1', 1))
  expect(right.json).toMatchObject({ customer: { level: 'verified', name: '王女士' } })
  const customerId = (right.json['customer'] as { id: string }).id
  expect(await personOf(context.db, visitor.customer.id)).toBe(customerId)
  expect(await customerOfSession(context, String(right.json['session']))).toMatchObject({ customerId, level: 'verified' })
  expect(await customerOfSession(context, visitor.session)).toMatchObject({ refused: 'session-expired' })
})

test('who is only said to be a customer proves it by the phone we know, of which he is told two digits', async () => {
  const said = await enterAsCustomer(server, 'C2', 'identified')
  const asked = await ask(said, '13800001234')
  expect(asked.json).toMatchObject({ sentTo: '尾号22', reaches: 'verified' })
  const right = await give(said, await codeOn('C2', 1))
  expect(right.status).toBe(200)
})

test('a verified customer proves it again, and is strongly verified for half an hour', async () => {
  const known = await enterAsCustomer(server, 'C3')
  expect((await ask(known)).json).toMatchObject({ sentTo: '138****3333', reaches: 'strongly-verified' })
  const right = await give(known, await codeOn('C3', 1))
  expect(right.json).toMatchObject({ session: known.session, customer: { id: known.customer.id, level: 'strongly-verified' } })
  expect(await customerOfSession(context, known.session)).toMatchObject({ level: 'strongly-verified' })
  clock.advance(31 * 60_000)
  expect(await customerOfSession(context, known.session)).toMatchObject({ level: 'verified' })
})

test('a code opens once, for its own session, within five minutes', async () => {
  clock.advance(3_600_000)
  const [one, another] = [await enterAsCustomer(server, 'C3'), await enterAsCustomer(server, 'C3')]
  await ask(one)
  const code = await codeOn('C3', 2)
  expect((await give(another, code)).json.error?.code).toBe('code-expired')
  const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await give(one, code)).status))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  clock.advance(61_000)
  await ask(another)
  const late = await codeOn('C3', 3)
  clock.advance(5 * 60_000)
  expect((await give(another, late)).json.error?.code).toBe('code-expired')
})

test('five wrong tries spend a code, even side by side, and ten wrong codes lock the customer for a while', async () => {
  const known = await enterAsCustomer(server, 'C4')
  await ask(known)
  const code = await codeOn('C4', 1)
  const tries = await Promise.all(Array.from({ length: 8 }, async () => (await give(known, other(code))).json.error?.code))
  expect(tries.filter((one) => one === 'code-wrong')).toHaveLength(5)
  expect((await give(known, code)).json.error?.code).toBe('code-expired')

  clock.advance(61_000)
  const elsewhere = await enterAsCustomer(server, 'C4')
  await ask(elsewhere)
  const next = await codeOn('C4', 2)
  for (let attempt = 0; attempt < 5; attempt += 1) await give(elsewhere, other(next))
  clock.advance(61_000)
  expect((await ask(elsewhere)).json.error).toMatchObject({ code: 'verification-locked' })
  expect((await give(elsewhere, next)).json.error?.code).toBe('verification-locked')
  clock.advance(3_600_000)
  expect((await ask(elsewhere)).status).toBe(200)
})

test('nobody learns whether a number is a customer’s, and a number of two proves neither', async () => {
  clock.advance(3_600_000)
  const [known, unknown, twin] = [await enterAsCustomer(server), await enterAsCustomer(server), await enterAsCustomer(server)]
  const answers = await Promise.all([ask(known, '13800005555'), ask(unknown, '13812345678'), ask(twin, '13900000000')])
  expect(answers.map(({ status, json }) => [status, json['reaches'], json['again']])).toEqual(Array.from({ length: 3 }, () => [200, 'verified', 60]))
  for (const who of [known, unknown, twin]) expect((await give(who, 'x00000')).json.error).toMatchObject({ code: 'code-wrong', about: { left: 4 } })
  expect((await ask(unknown, '12345')).json.error?.code).toBe('invalid-request')
  // The lock that follows wrong codes comes for a number of nobody as well.
  for (let round = 0; round < 2; round += 1) {
    clock.advance(61_000)
    await ask(unknown, '13812345678')
    for (let attempt = 0; attempt < 5; attempt += 1) await give(unknown, '000000')
  }
  clock.advance(61_000)
  expect((await ask(unknown, '13812345678')).json.error?.code).toBe('verification-locked')
})

test('text messages are not sent without end', async () => {
  clock.advance(3_600_000)
  const known = await enterAsCustomer(server, 'C5')
  expect((await ask(known)).status).toBe(200)
  expect((await ask(known)).status).toBe(429)
  for (let more = 0; more < 4; more += 1) {
    clock.advance(61_000)
    expect((await ask(known)).status).toBe(200)
  }
  clock.advance(61_000)
  expect((await ask(known)).json.error?.code).toBe('too-many-requests')
})

test('no code can be read in the database, nor by anybody at the desk', async () => {
  clock.advance(3_600_000)
  const known = await enterAsCustomer(server, 'C1')
  await ask(known)
  const code = await codeOn('C1', 2)
  const rows = JSON.stringify([await context.db.selectFrom('verification_code').selectAll().execute(), await context.db.selectFrom('event').selectAll().execute()],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  expect(rows).not.toContain(code)
  const own = await startTestServer()
  await createTestCustomer(own.installation.context, 'C1', { phone: '13800001234' })
  expect((await fetch(`${own.url}/v1/demo/phones/C1`)).status).toBe(404)
  expect((await post(own, await enterAsCustomer(own, 'C1'), '/v1/chat/verification', {})).json.error?.code).toBe('verification-unavailable')
})

test("with a gateway the text goes to the lender's, signed", async () => {
  const received: { body: string; signature: string }[] = []
  const gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['x-xinqiao-signature']) })
      response.end()
    })
  }).listen(0)
  await once(gateway, 'listening')
  afterAll(() => gateway.close())
  const own = await startTestServer({ environment: { XINQIAO_TEXT_MESSAGE_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send` } })
  await createTestCustomer(own.installation.context, 'C1', { phone: '13800001234' })
  const known = await enterAsCustomer(own, 'C1')
  expect((await post(own, known, '/v1/chat/verification', {})).status).toBe(200)
  await vi.waitFor(() => expect(received).toHaveLength(1), 5000)
  const [{ body, signature } = { body: '', signature: '' }] = received
  expect(JSON.parse(body)).toMatchObject({ phone: '13800001234' })
  expect(signature).toBe(createHmac('sha256', await siteTokenSecret(own.installation.context)).update(body).digest('base64url'))
  const code = /\d{6}/.exec((JSON.parse(body) as { text: string }).text)?.[0] ?? ''
  expect((await post(own, known, '/v1/chat/verification/code', { code })).json).toMatchObject({ customer: { level: 'strongly-verified' } })
})
