import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { useTestDatabase } from '../support/database.ts'
import { makeDataFolder, remove, spawnServer } from '../support/process.ts'

/**
 * The whole server as a process of its own, at its most talkative, while people do what people do, and do it wrongly, and things break.
 * Everything it prints, and every error it answers with, is searched for every number, name, text, code and token that went in.
 */

const database = await useTestDatabase()
const dataFolder = await makeDataFolder()
afterAll(() => remove(dataFolder))
const server = await spawnServer({
  dataFolder,
  environment: { DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl, XINQIAO_DEMO: '1', XINQIAO_LOG_LEVEL: 'trace' },
})
afterAll(() => server.kill('SIGKILL'))

/** What must never be printed, and why it is known. */
const secrets = new Map<string, string>()
const keepSecret = (what: string, value: string | undefined): string => {
  if (value === undefined || value === '') throw new Error(`${what} is not known`)
  secrets.set(value, what)
  return value
}

const errors: string[] = []
type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly raw?: string | FormData }

const ask = async (path: string, { method, headers = {}, body, raw }: Asked = {}): Promise<{ readonly status: number; readonly json: never; readonly response: Response }> => {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${server.url}${path}`, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'), ...(sent === undefined ? {} : { body: sent }),
    headers: { origin: server.url, ...(typeof sent === 'string' ? { 'content-type': 'application/json' } : {}), ...headers },
  })
  const text = await response.text()
  if (response.status >= 400) errors.push(text)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, json: json as never, response }
}

type Demo = { readonly customers: readonly { ref: string; name: string; siteToken: string }[]; readonly staff: readonly { email: string; roles: string[]; password: string }[] }
const demo: Demo = (await ask('/v1/demo/customers')).json

const signIn = async (role: string): Promise<{ cookie: string }> => {
  const { email = '', password = '' } = demo.staff.find(({ roles }) => roles.includes(role)) ?? {}
  const { response } = await ask('/api/auth/sign-in/email', { body: { email, password } })
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  keepSecret('a staff session', /session_token=([^;]+)/.exec(cookie)?.[1])
  return { cookie }
}

const typed = { phone: '13911112222', idNumber: '11010519491231002X', card: '6222020000001237', grouped: '6222 0200 0000 1237', spoken: '幺三九幺幺幺幺二二二二', text: '我的孩子病了想缓几天' }
for (const [what, value] of Object.entries(typed)) keepSecret(`typed ${what}`, value)

const phoneOf = async (ref: string): Promise<{ phone: string; messages: { text: string }[] }> => (await ask(`/v1/demo/phones/${ref}`)).json
const received = (ref: string, pattern: RegExp): Promise<string> => vi.waitFor(async () => {
  const found = (await phoneOf(ref)).messages.map(({ text }) => pattern.exec(text)?.[1]).find((match) => match !== undefined)
  if (found === undefined) throw new Error('not received yet')
  return found
}, 15_000)

const [borrower = demo.customers[0], other = demo.customers[1]] = demo.customers
if (!borrower || !other) throw new Error('the demo has no borrowers')
keepSecret('the name', borrower.name)
keepSecret('an entry token', borrower.siteToken)
const ownPhone = keepSecret('the phone', (await phoneOf(borrower.ref)).phone)

type Entered = { readonly session: string; readonly customer: { readonly id: string } }

const customerJourney = async (): Promise<{ headers: { authorization: string }; id: string; conversationId: string }> => {
  const entered: Entered = (await ask('/v1/chat/sessions', { body: { siteToken: borrower.siteToken } })).json
  const headers = { authorization: `Bearer ${keepSecret('a session', entered.session)}` }
  await ask('/v1/chat/sessions', { body: { siteToken: borrower.siteToken } })
  const text = `${typed.text}，${typed.phone} ${typed.idNumber} ${typed.grouped} ${typed.spoken} ${ownPhone}`
  const sent: { conversationId: string } = (await ask('/v1/chat/messages', { headers, body: { id: randomUUID(), text } })).json
  await ask('/v1/chat/messages', { headers, body: { id: typed.phone, text } })
  await ask('/v1/chat/messages', { headers, raw: `{"text": "${text}` })
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]), `${typed.idNumber}.jpg`)
  await ask('/v1/chat/attachments', { headers, raw: form })
  await ask('/v1/chat/complaints', { headers, body: { key: randomUUID(), ask: { text } } })
  await ask('/v1/chat/corrections', { headers, body: { id: randomUUID(), field: 'idNumber', wrong: text.slice(0, 200), right: typed.idNumber } })
  await ask('/v1/chat/verification', { headers, body: {} })
  const code = keepSecret('a one-time code', await received(borrower.ref, /验证码 (\d{6})/))
  await ask('/v1/chat/verification/code', { headers, body: { code: '000000' } })
  await ask('/v1/chat/verification/code', { headers, body: { code } })
  await ask('/v1/chat/changes', { headers, body: { id: randomUUID(), kind: 'payoutCard', value: `${typed.phone}${typed.phone}` } })
  await ask('/v1/chat/changes/new-phone', { headers, body: { phone: typed.phone } })
  const newCode = keepSecret('a code to a new number', await received(borrower.ref, /登记为新手机号，验证码 (\d{6})/))
  await ask('/v1/chat/changes', { headers, body: { id: randomUUID(), kind: 'phone', value: typed.phone, code: '000000' } })
  const asked = await ask('/v1/chat/changes', { headers, body: { id: randomUUID(), kind: 'phone', value: typed.phone, code: newCode } })
  expect(asked.status).toBe(200)
  const token = keepSecret('a cancel link', await received(borrower.ref, /#cancel=([0-9a-f]+)/))
  await ask('/v1/changes/cancel', { body: { token } })
  expect((await ask('/v1/chat/my-data', { headers })).status).toBe(200)
  return { headers, id: entered.customer.id, conversationId: sent.conversationId }
}

const deskJourney = async (id: string, conversationId: string): Promise<void> => {
  await ask('/api/auth/sign-in/email', { body: { email: keepSecret('an address', 'lin@private.example'), password: keepSecret('a password', 'a-wrong-password-1') } })
  const [senior, collector] = [await signIn('senior'), await signIn('collector')]
  for (const words of [ownPhone, borrower.name, typed.idNumber, typed.card]) await ask(`/v1/desk/customers?q=${encodeURIComponent(words)}`, { headers: senior })
  await ask(`/v1/desk/customers?q=${typed.phone}`, { headers: collector })
  const grant = { id: randomUUID(), fields: ['phone', 'idNumber', 'payoutCard', 'texts'], reason: `核对 ${typed.phone}` }
  const card: { idNumber: string; payoutCard: string; phone: string } = (await ask(`/v1/desk/customers/${id}/unmask`, { headers: senior, body: grant })).json
  expect(card.phone).toBe(ownPhone)
  keepSecret('the identity number', card.idNumber)
  keepSecret('the card', card.payoutCard)
  await ask(`/v1/desk/conversations/${conversationId}/take`, { headers: senior, body: {} })
  for (const text of [`请转账到 ${typed.card}`, '您好，我来帮您看。', `您的身份证 ${card.idNumber}`]) {
    await ask(`/v1/desk/conversations/${conversationId}/messages`, { headers: senior, body: { id: randomUUID(), text } })
  }
  const permit = randomUUID()
  await ask(`/v1/desk/customers/${id}/dial-permits`, { headers: senior, body: { id: permit, purpose: 'service' } })
  await ask(`/v1/desk/dial-permits/${permit}/report`, { headers: senior, body: { result: 'reached', note: `他的新号 ${typed.phone}` } })
  await ask(`/v1/desk/customers/${id}/dial-permits`, { headers: senior, body: { id: typed.phone, purpose: typed.idNumber } })
  const proxy = { id: randomUUID(), role: 'proxy', name: keepSecret('a proxy’s name', '慕容晓晓'), phone: typed.phone, relation: '配偶', proof: '委托书', scope: ['told-loan'], from: '2026-01-01', until: '2099-12-31' }
  await ask(`/v1/desk/customers/${id}/authorisations`, { headers: senior, body: proxy })
  await ask(`/v1/desk/customers/${id}/authorisations`, { headers: senior, body: { ...proxy, id: randomUUID(), phone: (await phoneOf(other.ref)).phone } })
}

test('nothing that is personal or secret is printed or told in an error', async () => {
  const { headers, id, conversationId } = await customerJourney()
  await deskJourney(id, conversationId)
  await ask(`/nowhere/${typed.phone}?name=${encodeURIComponent(borrower.name)}`)
  await ask(`/v1/chat/loans/${typed.phone}`, { headers })
  // What breaks below: a job that sends, and a request that reads.
  const owner = await connect(database.ownerUrl, 'test')
  await owner.query('alter table demo_phone_message rename to gone_messages; alter table conversation_entry rename to gone_entries')
  const broken = await ask('/v1/chat/messages', { headers, body: { id: randomUUID(), text: `${typed.text} ${typed.phone}` } })
  expect(broken.status).toBe(500)
  const card = await ask('/v1/chat/changes', { headers, body: { id: randomUUID(), kind: 'payoutCard', value: typed.card } })
  expect(card.status).toBe(200)
  await server.says(/compliance\.tell-change[^\n]*will be tried again|"job":"compliance\.tell-change"/)
  await owner.end()
  await server.kill('SIGTERM')

  const printed = server.said()
  expect(printed.split('\n').length).toBeGreaterThan(40)
  expect(errors.length).toBeGreaterThan(8)
  for (const [value, what] of secrets) {
    expect([what, printed.includes(value)]).toEqual([what, false])
    expect([what, errors.filter((text) => text.includes(value))]).toEqual([what, []])
  }
}, 120_000)
