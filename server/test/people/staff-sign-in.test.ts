import { hashPassword } from 'better-auth/crypto'
import { createHmac, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createStaff, givePasswordTo, saveStaff } from '../../src/people/staff.ts'
import type { SetClock } from '../../src/platform/clock.ts'
import { cookieOf, createTestStaff, signIn, testPassword } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation

const me = (cookie: string): Promise<Response> => fetch(`${server.url}/v1/me`, { headers: { cookie } })

const post = (path: string, cookie: string, body: unknown = {}, origin: string = server.url): Promise<Response> =>
  fetch(`${server.url}/api/auth${path}`, { method: 'POST', headers: { 'content-type': 'application/json', origin, cookie }, body: JSON.stringify(body) })

/** RFC 6238 with SHA-1, 30 seconds, 6 digits: what an authenticator app shows. */
const totpOf = (uri: string, at: number = Date.now()): string => {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const bits = [...secret.replaceAll('=', '')].map((character) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('staff sign in with email and password, and are told who they are', async () => {
  const staff = await createTestStaff(server, ['junior', 'quality'], '林小雨')
  const response = await me(staff.cookie)
  expect(response.status).toBe(200)
  const answer = (await response.json()) as { rights: string[] }
  expect(answer).toMatchObject({ id: staff.id, name: '林小雨', email: staff.email, roles: ['junior', 'quality'], twoFactor: false, passwordChangeDue: false })
  expect(answer.rights).toContain('quality.score')
  expect(answer.rights).not.toContain('staff.manage')
})

test('the cookie is kept from scripts and from other sites', async () => {
  const { email } = await createTestStaff(server, ['junior'])
  const cookies = (await signIn(server, email)).headers.getSetCookie().filter((cookie) => cookie.startsWith('xinqiao.session_token='))
  expect(cookies).toHaveLength(1)
  expect(cookies[0]).toMatch(/HttpOnly/i)
  expect(cookies[0]).toMatch(/SameSite=Lax/i)
})

test('a wrong password and an unknown address are told apart by nobody', async () => {
  const { email } = await createTestStaff(server, ['junior'])
  const wrong = await signIn(server, email, 'not the password')
  const unknown = await signIn(server, 'nobody@test.example')
  expect([wrong.status, unknown.status]).toEqual([401, 401])
  expect(await wrong.text()).toBe(await unknown.text())
})

test('signing out ends the session', async () => {
  const { cookie } = await createTestStaff(server, ['junior'])
  expect((await post('/sign-out', cookie)).status).toBe(200)
  expect((await me(cookie)).status).toBe(401)
})

test('nobody makes an account for himself, and what is not needed is closed', async () => {
  const { cookie } = await createTestStaff(server, ['junior'])
  for (const path of ['/sign-up/email', '/update-user', '/delete-user', '/change-email', '/two-factor/send-otp', '/list-sessions', '/request-password-reset']) {
    expect((await post(path, cookie, { name: 'x', email: 'x@test.example', password: 'a-long-enough-password' })).status).toBe(404)
  }
})

test("another site's page cannot act with the cookie", async () => {
  const { cookie } = await createTestStaff(server, ['junior'])
  expect((await post('/sign-out', cookie, {}, 'https://evil.example')).status).toBe(403)
  expect((await me(cookie)).status).toBe(200)
})

test('who leaves, or loses a role, is stopped at the next request', async () => {
  const staff = await createTestStaff(server, ['supervisor'], '刘静')
  const change = (left: boolean, role: 'junior' | 'supervisor') =>
    context.db.transaction().execute((tx) => saveStaff(context, tx, { email: staff.email, name: '刘静', roles: [role], left }))
  expect(await change(false, 'junior')).toBe('changed')
  expect(((await (await me(staff.cookie)).json()) as { roles: string[] }).roles).toEqual(['junior'])
  expect(await change(true, 'junior')).toBe('changed')
  expect((await me(staff.cookie)).status).toBe(401)
  expect((await signIn(server, staff.email)).status).toBe(401)
  expect(await change(true, 'junior')).toBe('same')
  await change(false, 'junior')
  expect((await signIn(server, staff.email)).status).toBe(200)
})

test('a demo account enters nothing but the demo', async () => {
  const email = 'demo-account@test.example'
  await createStaff(context, context.db, { email, name: '演示', roles: ['junior'], passwordHash: await hashPassword(testPassword), demo: true })
  expect((await signIn(server, email)).status).toBe(401)
})

test('a one-time password opens nothing but its change', async () => {
  const staff = await createTestStaff(server, ['senior'])
  const oneTime = (await context.db.transaction().execute((tx) => givePasswordTo(context, tx, staff.email))) ?? ''
  expect((await me(staff.cookie)).status).toBe(401)
  const cookie = cookieOf(await signIn(server, staff.email, oneTime))
  expect(await (await me(cookie)).json()).toMatchObject({ passwordChangeDue: true })
  const search = (): Promise<Response> => fetch(`${server.url}/v1/desk/customers?q=x`, { headers: { cookie } })
  const refused = await search()
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ error: { code: 'password-change-due' } })
  expect((await post('/change-password', cookie, { currentPassword: oneTime, newPassword: 'my-own-new-password' })).status).toBe(200)
  expect((await search()).status).toBe(200)
  expect((await signIn(server, staff.email, oneTime)).status).toBe(401)
})

const put = async (cookie: string, body: unknown): Promise<{ status: number; json: { member?: { id: string; roles: string[] }; oneTimePassword?: string; error?: { code: string } } }> => {
  const response = await fetch(`${server.url}/v1/staff`, { method: 'PUT', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: response.status, json: (await response.json()) as { member?: { id: string; roles: string[] } } }
}

test('an administrator makes and changes accounts, never his own', async () => {
  const admin = await createTestStaff(server, ['admin'])
  const wanted = { email: 'Newcomer@Test.Example', name: '新人', roles: ['junior'] }
  const made = await put(admin.cookie, wanted)
  expect(made.json.member).toMatchObject({ email: 'newcomer@test.example', roles: ['junior'], passwordChangeDue: true, left: false })
  const cookie = cookieOf(await signIn(server, 'newcomer@test.example', made.json.oneTimePassword))
  expect(await (await me(cookie)).json()).toMatchObject({ passwordChangeDue: true })
  expect((await put(admin.cookie, { ...wanted, roles: ['senior'], left: true })).json).toMatchObject({ member: { roles: ['senior'], left: true } })
  expect((await me(cookie)).status).toBe(401)
  expect((await put(admin.cookie, { email: admin.email, name: '我', roles: ['admin', 'approver'] })).json.error?.code).toBe('own-account')
  expect((await put((await createTestStaff(server, ['supervisor'])).cookie, wanted)).status).toBe(403)
  const listed = (await (await fetch(`${server.url}/v1/staff`, { headers: { cookie: admin.cookie } })).json()) as { staff: { email: string }[] }
  expect(listed.staff.map(({ email }) => email)).toContain('newcomer@test.example')
  const events = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.staff-changed').execute()
  expect(events.map(({ payload }) => payload)).toContainEqual({ by: admin.id, staff: made.json.member?.id, roles: ['senior'], left: true })
})

test('who lost password and authenticator is let in again by an administrator, and signed out wherever he was', async () => {
  const [admin, staff] = [await createTestStaff(server, ['admin']), await createTestStaff(server, ['senior'])]
  const { totpURI } = (await (await post('/two-factor/enable', staff.cookie, { password: testPassword })).json()) as { totpURI: string }
  const cookie = cookieOf(await post('/two-factor/verify-totp', staff.cookie, { code: totpOf(totpURI) }))
  const reset = (who: string, secondFactor: boolean): Promise<Response> =>
    fetch(`${server.url}/v1/staff/${who}/password`, { method: 'POST', headers: { cookie: admin.cookie, 'content-type': 'application/json' }, body: JSON.stringify({ secondFactor }) })
  const { oneTimePassword } = (await (await reset(staff.id, true)).json()) as { oneTimePassword: string }
  expect((await me(cookie)).status).toBe(401)
  expect(await (await me(cookieOf(await signIn(server, staff.email, oneTimePassword)))).json()).toMatchObject({ twoFactor: false, passwordChangeDue: true })
  expect((await reset(admin.id, false)).status).toBe(409)
  expect((await reset(randomUUID(), false)).status).toBe(404)
})

test('with a second factor the password alone opens nothing', async () => {
  const staff = await createTestStaff(server, ['admin'])
  const enabled = (await (await post('/two-factor/enable', staff.cookie, { password: testPassword })).json()) as { totpURI: string; backupCodes: string[] }
  // Until the app has shown its first code nothing is asked for.
  expect((await me(cookieOf(await signIn(server, staff.email)))).status).toBe(200)
  const verified = await post('/two-factor/verify-totp', staff.cookie, { code: totpOf(enabled.totpURI) })
  expect(verified.status).toBe(200)
  expect(await (await me(cookieOf(verified))).json()).toMatchObject({ twoFactor: true })

  const half = await signIn(server, staff.email)
  expect(await half.json()).toMatchObject({ twoFactorRedirect: true })
  const waiting = cookieOf(half)
  expect((await me(waiting)).status).toBe(401)
  const wrong = String((Number(totpOf(enabled.totpURI)) + 1) % 1_000_000).padStart(6, '0')
  expect((await post('/two-factor/verify-totp', waiting, { code: wrong })).status).toBe(401)
  const whole = await post('/two-factor/verify-totp', waiting, { code: totpOf(enabled.totpURI) })
  expect(whole.status).toBe(200)
  expect((await me(cookieOf(whole))).status).toBe(200)

  const byBackupCode = await post('/two-factor/verify-backup-code', cookieOf(await signIn(server, staff.email)), { code: enabled.backupCodes[0] })
  expect(byBackupCode.status).toBe(200)
  expect((await post('/two-factor/verify-backup-code', cookieOf(await signIn(server, staff.email)), { code: enabled.backupCodes[0] })).status).toBe(401)
})

test('ten wrong codes lock the account, whatever was tried from where', async () => {
  const staff = await createTestStaff(server, ['admin'])
  const { totpURI } = (await (await post('/two-factor/enable', staff.cookie, { password: testPassword })).json()) as { totpURI: string }
  await post('/two-factor/verify-totp', staff.cookie, { code: totpOf(totpURI) })
  const wrong = String((Number(totpOf(totpURI)) + 1) % 1_000_000).padStart(6, '0')
  for (let round = 0; round < 3; round += 1) {
    const waiting = cookieOf(await signIn(server, staff.email))
    for (let attempt = 0; attempt < 4; attempt += 1) await post('/two-factor/verify-totp', waiting, { code: wrong })
  }
  const right = await post('/two-factor/verify-totp', cookieOf(await signIn(server, staff.email)), { code: totpOf(totpURI) })
  expect(right.status).toBe(429)
})

test('the database holds neither passwords nor secrets of a second factor', async () => {
  const staff = await createTestStaff(server, ['admin'])
  const { totpURI } = (await (await post('/two-factor/enable', staff.cookie, { password: testPassword })).json()) as { totpURI: string }
  const rows = JSON.stringify([
    await context.db.selectFrom('staff_credential').selectAll().execute(),
    await context.db.selectFrom('staff_two_factor').selectAll().execute(),
  ])
  expect(rows).not.toContain(testPassword)
  expect(rows).not.toContain(new URL(totpURI).searchParams.get('secret'))
})

test('passwords cannot be tried without end, and nobody else is held up by it', async () => {
  const staff = await createTestStaff(server, ['junior'])
  const statuses: number[] = []
  for (let attempt = 0; attempt < 13; attempt += 1) statuses.push((await signIn(server, staff.email, 'guess')).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429, 429])
  expect((await signIn(server, staff.email)).status).toBe(429)
  expect((await signIn(server, `${randomUUID()}@test.example`)).status).toBe(401)
  const clock = server.clock as SetClock
  clock.advance(301_000)
  expect((await signIn(server, staff.email)).status).toBe(200)
})
