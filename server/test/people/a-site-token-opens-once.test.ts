import { sightOf } from '@xinqiao/core/people/sight.ts'
import { createHmac, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { nameShown, personOf, readCustomer, recordsOf } from '../../src/people/customers.ts'
import { customerOfSession } from '../../src/people/customer-session.ts'
import { signSiteToken, siteTokenSecret } from '../../src/people/site-token.ts'
import type { SetClock } from '../../src/platform/clock.ts'
import { createTestCustomer, customerHeaders, enterAsCustomer, postEntrance, testSiteToken } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
const clock = server.clock as SetClock
const hour = 3_600_000

const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { error: { code: string } }).error.code

await createTestCustomer(context, 'C1', { name: '王小明', phone: '13800001234', idNumber: '11010519491231002X' })

test('a token lets its customer in, with the level the site vouches for', async () => {
  const entered = await enterAsCustomer(server, 'C1')
  expect(entered.customer).toMatchObject({ level: 'verified', name: '王女士' })
})

test('who is only said to be a customer gets a record of his own, and joins him once he is verified', async () => {
  const known = await enterAsCustomer(server, 'C1')
  const said = await enterAsCustomer(server, 'C1', 'identified')
  expect(said.customer).toEqual({ id: said.customer.id, level: 'identified' })
  expect(said.customer.id).not.toBe(known.customer.id)
  expect(await recordsOf(context.db, said.customer.id)).toEqual([said.customer.id])
  const shown = await readCustomer(context, context.db, said.customer.id)
  expect(shown && nameShown(shown, sightOf(['supervisor']))).toBe('王**（未核实）')
  // Verified as somebody else, he was not the one he was said to be: his talk joins nobody.
  await enterAsCustomer(server, 'C2', 'verified', said.session)
  expect(await personOf(context.db, said.customer.id)).toBe(said.customer.id)
  await enterAsCustomer(server, 'C1', 'verified', said.session)
  expect(await personOf(context.db, said.customer.id)).toBe(known.customer.id)
})

test('a used token is refused', async () => {
  const siteToken = await testSiteToken(context, { sub: 'C1' })
  expect((await postEntrance(server, { siteToken })).status).toBe(200)
  const again = await postEntrance(server, { siteToken })
  expect(again.status).toBe(401)
  expect(await codeOf(again)).toBe('site-token-used')
})

test('of twelve that use one token at the same moment one gets in', async () => {
  const siteToken = await testSiteToken(context, { sub: 'C-new', jti: randomUUID() })
  const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await postEntrance(server, { siteToken })).status))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status === 401)).toHaveLength(11)
})

test('many first entries of a customer whom the desk does not know yet make one record', async () => {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => enterAsCustomer(server, 'C-unknown')))
  expect(new Set(sessions.map(({ customer }) => customer.id)).size).toBe(1)
})

test('expired, forged, altered and too strong tokens are refused alike', async () => {
  const secret = await siteTokenSecret(context)
  const now = Math.floor(context.clock.now() / 1000)
  const claims = { sub: 'C1', exp: now + 60, jti: 'x', level: 'verified' } as const
  const good = signSiteToken(secret, claims)
  const [payload = '', signature = ''] = good.split('.')
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'C2' })).toString('base64url')
  const wrong = [
    await testSiteToken(context, { sub: 'C1', seconds: -31 }),
    await testSiteToken(context, { sub: 'C1', seconds: 3600 }),
    await testSiteToken(context, { sub: 'C1', level: 'strongly-verified' }),
    await testSiteToken(context, { sub: 'C1', level: 'anonymous' }),
    signSiteToken('another secret of thirty-two characters', claims),
    `${other}.${signature}`,
    `${payload}.`,
    `${payload}.${createHmac('sha256', '').update(payload).digest('base64url')}`,
    payload,
    'a.b',
    '',
  ]
  for (const siteToken of wrong) {
    const response = await postEntrance(server, { siteToken })
    expect(response.status).toBe(401)
    expect(await codeOf(response)).toBe('site-token-invalid')
  }
})

test('a session lives on while it is used, without cookies, and ends when it is not', async () => {
  const entered = await enterAsCustomer(server, 'C1')
  const alive = async (): Promise<boolean> => 'kind' in (await customerOfSession(context, entered.session))
  for (let step = 0; step < 10; step += 1) {
    clock.advance(11 * hour)
    expect(await alive()).toBe(true)
  }
  clock.advance(13 * hour)
  expect(await alive()).toBe(false)
  const late = await fetch(`${server.url}/v1/chat`, { headers: customerHeaders(entered) })
  expect(late.status).toBe(401)
  expect(await codeOf(late)).toBe('session-expired')
})

test('no use keeps a session alive for more than a week', async () => {
  const entered = await enterAsCustomer(server, 'C1')
  for (let step = 0; step < 15; step += 1) {
    clock.advance(11 * hour)
    await customerOfSession(context, entered.session)
  }
  clock.advance(11 * hour)
  expect(await customerOfSession(context, entered.session)).toMatchObject({ refused: 'session-expired' })
})

test('the database holds no token and no session that could be used', async () => {
  const entered = await enterAsCustomer(server, 'C1')
  const rows = await context.db.selectFrom('customer_session').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(entered.session)
})

test('an anonymous talk joins the record exactly once, and only by who is verified', async () => {
  const visitor = await enterAsCustomer(server)
  await enterAsCustomer(server, 'C1', 'identified', visitor.session)
  expect(await personOf(context.db, visitor.customer.id)).toBe(visitor.customer.id)

  const entered = await Promise.all(Array.from({ length: 5 }, () => enterAsCustomer(server, 'C1', 'verified', visitor.session)))
  const id = entered[0]?.customer.id ?? ''
  expect(await recordsOf(context.db, id)).toContain(visitor.customer.id)
  expect(await personOf(context.db, visitor.customer.id)).toBe(id)
  const events = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.customer-joined').execute()
  expect(events.filter(({ payload }) => (payload as { from: string }).from === visitor.customer.id)).toEqual([{ payload: { from: visitor.customer.id, into: id } }])
  // The anonymous session has done its work.
  expect(await customerOfSession(context, visitor.session)).toMatchObject({ refused: 'session-expired' })
})

test('nobody can take another customer along', async () => {
  const one = await enterAsCustomer(server, 'C1')
  await enterAsCustomer(server, 'C2', 'verified', one.session)
  expect(await personOf(context.db, one.customer.id)).toBe(one.customer.id)
  expect(await customerOfSession(context, one.session)).toMatchObject({ customerId: one.customer.id })
})

test('nobody enters anonymously without end, and wrong tokens cannot be tried without end', async () => {
  clock.advance(hour)
  const anonymous = await Promise.all(Array.from({ length: 70 }, async () => (await postEntrance(server, {})).status))
  expect(anonymous.filter((status) => status === 200)).toHaveLength(60)
  expect(anonymous.filter((status) => status === 429)).toHaveLength(10)
  const wrong = await Promise.all(Array.from({ length: 25 }, async () => (await postEntrance(server, { siteToken: 'a.b' })).status))
  expect(wrong.filter((status) => status === 401)).toHaveLength(20)
  // Who holds a genuine token is not held up by that.
  expect((await enterAsCustomer(server, 'C1')).customer.level).toBe('verified')
  clock.advance(61_000)
  expect((await postEntrance(server, {})).status).toBe(200)
})

test('behind a proxy that is trusted each caller counts for himself; a proxy that is not trusted changes nothing', async () => {
  const enterFrom = async (url: string, address: string): Promise<number> =>
    (await fetch(`${url}/v1/chat/sessions`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address }, body: '{}' })).status
  const behind = await startTestServer({ environment: { XINQIAO_TRUSTED_PROXIES: '127.0.0.0/8, ::1' } })
  const [proxied, direct] = await Promise.all([behind.url, server.url].map((url) => Promise.all(Array.from({ length: 70 }, (_, caller) => enterFrom(url, `203.0.113.${caller}`)))))
  expect(proxied?.filter((status) => status === 200)).toHaveLength(70)
  expect(direct?.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10)
})
