import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { applyDueChanges } from '../../src/compliance/change-details.ts'
import { openCustomerSession } from '../../src/people/customer-session.ts'
import { customersOfPhone, customerIdOfRef, readCustomer } from '../../src/people/customers.ts'
import { raiseSession } from '../../src/people/verification-store.ts'
import { allLoans, appendEvents } from '../../src/loan/store.ts'
import { clockAt, today } from '../../src/platform/clock.ts'
import { seedTestLender } from '../support/loans.ts'
import { createTestCustomer, createTestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** Changes of the phone number and the payout card: proven, told, waited for, and stopped by who did not ask. */

type Change = { readonly id: string; readonly kind: string; readonly state: string; readonly to: string; readonly appliesAt: string; readonly endedBy?: string }
type Answer = { readonly status: number; readonly change?: Change; readonly code?: string; readonly json: unknown }

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_DEMO: '1' } })
const { context } = server.installation
// The demo's phones receive what is sent only in a demo lender.
await context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: 0, password: 'p' }) }).execute()

await seedTestLender(context)

const applied: LoanRecord[] = []
for await (const record of allLoans(context.db)) if (accountOn(record, today(clock))?.facts.state === 'in-review') applied.push(record)

const hour = 3_600_000
let count = 0
let ref = ''
let customerId = ''
let oldPhone = ''
const newPhone = '13912345678'
const oldCard = '6222020000001237'
const newCard = '6222020000001245'

beforeEach(async () => {
  count += 1
  ref = `K${count}`
  oldPhone = `138000${String(10_000 + count)}`
  await createTestCustomer(context, ref, { name: '王小明', phone: oldPhone, payoutCard: oldCard })
  customerId = (await customerIdOfRef(context.db, ref)) ?? ''
})

const session = async (strong = true, of = customerId): Promise<string> => {
  const { token, sessionId } = await openCustomerSession(context, context.db, of, 'verified')
  if (strong) await raiseSession(context.db, sessionId, instant(clock.now() + 600_000))
  return token
}

const call = async (path: string, body: unknown, headers: Record<string, string>): Promise<Answer> => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const json = (await response.json()) as { change?: Change; error?: { code: string } }
  return { status: response.status, json, ...(json.change ? { change: json.change } : {}), ...(json.error ? { code: json.error.code } : {}) }
}

/** What the new phone receives, as the demo's page shows it; asked for once a minute at most. */
const codeFor = async (phone: string, headers: Record<string, string>): Promise<string> => {
  const asked = await call('/v1/chat/changes/new-phone', { phone }, headers)
  if (asked.status === 429) clock.advance(61_000)
  if (asked.status === 429) return await codeFor(phone, headers)
  if (asked.status !== 200) return '000000'
  const found = (await texts()).map((text) => /登记为新手机号，验证码 (\d{6})/.exec(text)?.[1]).find((code) => code !== undefined)
  return found ?? '000000'
}

const ask = async (kind: string, value: string, { id = randomUUID(), token = '', code = '' } = {}): Promise<Answer> => {
  const headers = { authorization: `Bearer ${token === '' ? await session() : token}` }
  const proof = kind === 'phone' ? { code: code === '' ? await codeFor(value, headers) : code } : {}
  return await call('/v1/chat/changes', { id, kind, value, ...proof }, headers)
}

const texts = async (): Promise<readonly string[]> =>
  ((await (await fetch(`${server.url}/v1/demo/phones/${ref}`)).json()) as { messages: { text: string }[] }).messages.map(({ text }) => text)

const told = (words: string): Promise<string> => vi.waitFor(async () => {
  const found = (await texts()).find((text) => text.includes(words))
  if (found === undefined) throw new Error('not told yet')
  return found
}, 10_000)

const details = async () => (await readCustomer(context, context.db, customerId))?.details

describe('a change', () => {
  test('is asked for by who has just proven himself, and by nobody else', async () => {
    expect((await ask('phone', newPhone, { token: await session(false) })).code).toBe('identity-level-too-low')
    expect((await ask('phone', newPhone)).change).toMatchObject({ kind: 'phone', state: 'cooling', to: '139****5678', appliesAt: new Date(clock.now() + 24 * hour).toISOString() })
  })

  test('comes into force when its time of waiting is over, not before; then the new number is his and the old is not', async () => {
    await ask('phone', '139 1234 5678')
    clock.advance(24 * hour - 1)
    await applyDueChanges(context)
    expect((await details())?.phone).toBe(oldPhone)
    clock.advance(1)
    // Two processes at once bring it into force once.
    await Promise.all([applyDueChanges(context), applyDueChanges(context)])
    expect((await details())?.phone).toBe(newPhone)
    expect((await details())?.payoutCard).toBe(oldCard)
    expect((await customersOfPhone(context, newPhone)).some((found) => found.customerId === customerId)).toBe(true)
    expect(await customersOfPhone(context, oldPhone)).toEqual([])
    await told('已改为 139****5678')
    const events = await context.db.selectFrom('event').select('payload').where('kind', '=', 'compliance.change-applied').execute()
    expect(events.filter(({ payload }) => (payload as { customer: string }).customer === customerId)).toHaveLength(1)
  })

  test('is told to the old number at once, with a link that stops it without a sign-in', async () => {
    const { change } = await ask('phone', newPhone)
    const text = await told('139****5678')
    expect(text).not.toContain(newPhone)
    const token = /#cancel=([0-9a-f]+)/.exec(text)?.[1] ?? ''
    expect((await call('/v1/changes/cancel', { token: `${token.slice(0, -4)}${token.endsWith('abcd') ? '0000' : 'abcd'}` }, {})).code).toBe('not-found')
    expect((await call('/v1/changes/cancel', { token: `${randomUUID().replaceAll('-', '')}${token.slice(32)}` }, {})).code).toBe('not-found')
    expect((await call('/v1/changes/cancel', { token }, {})).change).toMatchObject({ id: change?.id, state: 'cancelled', endedBy: 'link' })
    expect((await call('/v1/changes/cancel', { token }, {})).change).toMatchObject({ state: 'cancelled' })
    clock.advance(48 * hour)
    await applyDueChanges(context)
    expect((await details())?.phone).toBe(oldPhone)
    await told('已取消')
  })

  test('is stopped in his session by himself only, and at the desk by who may', async () => {
    const first = await ask('phone', newPhone)
    const path = `/v1/chat/changes/${first.change?.id}/cancel`
    await createTestCustomer(context, `S${count}`, { name: '李红', phone: '13700001111' })
    const stranger = await session(true, (await customerIdOfRef(context.db, `S${count}`)) ?? '')
    expect((await call(path, {}, { authorization: `Bearer ${stranger}` })).code).toBe('not-found')
    expect((await call(path, {}, { authorization: `Bearer ${await session(false)}` })).change).toMatchObject({ state: 'cancelled', endedBy: 'customer' })
    const second = await ask('phone', newPhone)
    const desk = `/v1/desk/customers/${customerId}/changes/${second.change?.id}/cancel`
    const [junior, senior] = [await createTestStaff(server, ['junior']), await createTestStaff(server, ['senior'])]
    expect((await call(desk, { reason: '客户来电说不是本人' }, { cookie: junior.cookie })).code).toBe('not-allowed')
    expect((await call(desk, { reason: '客户来电说不是本人' }, { cookie: senior.cookie })).change).toMatchObject({ state: 'cancelled', endedBy: 'staff' })
  })

  test('in force is no longer stopped', async () => {
    const { change } = await ask('phone', newPhone)
    clock.advance(24 * hour)
    await applyDueChanges(context)
    expect((await call(`/v1/chat/changes/${change?.id}/cancel`, {}, { authorization: `Bearer ${await session(false)}` })).code).toBe('change-applied')
  })

  test('waits alone: another is refused until it is over, of many asked for at once one waits', async () => {
    const token = await session()
    const code = await codeFor(newPhone, { authorization: `Bearer ${token}` })
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => ask(n % 2 === 0 ? 'phone' : 'payoutCard', n % 2 === 0 ? newPhone : newCard, { token, code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ code }) => code))).toEqual(new Set(['change-pending']))
  })

  test('asked for again with the same id is the same', async () => {
    const [id, token] = [randomUUID(), await session()]
    const code = await codeFor(newPhone, { authorization: `Bearer ${token}` })
    const twice = await Promise.all([ask('phone', newPhone, { id, token, code }), ask('phone', newPhone, { id, token, code })])
    expect(twice[0]?.change).toEqual(twice[1]?.change)
    expect((await ask('phone', '13912345679', { id, token })).code).toBe('change-id-reused')
  })

  test('of the phone number needs the code that the new number received, in that session, and few are tried', async () => {
    const token = await session()
    const headers = { authorization: `Bearer ${token}` }
    expect((await ask('phone', newPhone, { token, code: '000000' })).code).toBe('new-phone-code-wrong')
    const code = await codeFor(newPhone, headers)
    expect((await ask('phone', '13912345679', { token, code })).code).toBe('new-phone-code-wrong')
    expect((await ask('phone', newPhone, { code })).code).toBe('new-phone-code-wrong')
    clock.advance(10 * 60_000)
    expect((await ask('phone', newPhone, { token: await session(), code })).code).toBe('new-phone-code-wrong')
    expect((await ask('phone', newPhone, { code: '12' })).code).toBe('new-phone-code-wrong')
    expect((await ask('phone', newPhone)).code).toBe('verification-locked')
    clock.advance(hour)
    expect((await ask('phone', newPhone)).change?.state).toBe('cooling')
  })

  test('must be a number of its kind and another than the present one', async () => {
    expect((await ask('phone', '010-12345678')).code).toBe('invalid-request')
    expect((await ask('payoutCard', '6222020000001246')).code).toBe('invalid-request')
    expect((await ask('phone', oldPhone)).code).toBe('change-same')
  })
})

describe('the payout card', () => {
  test('cannot follow a new phone number within three days', async () => {
    await ask('phone', newPhone)
    clock.advance(24 * hour)
    await applyDueChanges(context)
    clock.advance(71 * hour)
    expect(await ask('payoutCard', newCard)).toMatchObject({ code: 'card-after-phone' })
    clock.advance(hour)
    expect((await ask('payoutCard', newCard)).change).toMatchObject({ to: '6222********1245' })
  })

  test('stays while money is on its way to it: neither asked for nor brought into force', async () => {
    const record = applied.pop()
    if (!record) throw new Error('nobody of the demo has applied for a loan')
    customerId = record.customerId
    const enter = (kind: 'approved' | 'paid-out') =>
      context.db.transaction().execute((tx) => appendEvents(tx, [{ loanRef: record.loanRef, event: { kind, on: today(clock) } }], clock.now()))
    const before = (await details())?.payoutCard
    expect((await ask('payoutCard', newCard)).status).toBe(200)
    await enter('approved')
    clock.advance(24 * hour)
    await applyDueChanges(context)
    expect((await details())?.payoutCard).toBe(before)
    await enter('paid-out')
    await applyDueChanges(context)
    expect((await details())?.payoutCard).toBe(newCard)
    const other = applied.pop()
    if (!other) throw new Error('only one of the demo has applied for a loan')
    customerId = other.customerId
    await context.db.transaction().execute((tx) => appendEvents(tx, [{ loanRef: other.loanRef, event: { kind: 'approved', on: today(clock) } }], clock.now()))
    expect((await ask('payoutCard', newCard)).code).toBe('change-during-payout')
  })
})

test('no number lies open: in the table, in the events, in the answers', async () => {
  await ask('phone', newPhone)
  const rows = JSON.stringify([await context.db.selectFrom('detail_change').selectAll().execute(), await context.db.selectFrom('event').selectAll().execute()], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  expect(rows).not.toContain(newPhone)
  const token = await session(false)
  const own = await (await fetch(`${server.url}/v1/chat/changes`, { headers: { authorization: `Bearer ${token}` } })).text()
  expect(own).not.toContain(oldPhone)
  expect(JSON.parse(own)).toMatchObject({ phone: `138****${oldPhone.slice(-4)}`, payoutCard: '6222********1237', changes: [{ to: '139****5678' }] })
})
