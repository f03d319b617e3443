import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { agreeToErasure, askErasure, refuseErasure } from '../../src/cases/erase-data.ts'
import { erasureById } from '../../src/cases/erasure-store.ts'
import { liftHold, setHold } from '../../src/cases/legal-holds.ts'
import { retainData } from '../../src/cases/retain-data.ts'
import { readConfig } from '../../src/config.ts'
import { openInstallation } from '../../src/installation.ts'
import { buildApi } from '../../src/main.ts'
import { customerIdOfRef } from '../../src/people/customers.ts'
import { createStaff } from '../../src/people/staff.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { rotateMasterKey } from '../../src/platform/rotate-keys.ts'
import { reactions } from '../../src/reactions.ts'
import { useTestDatabase } from '../support/database.ts'
import { createTestCustomer, testSiteToken } from '../support/people.ts'
import { testMoment } from '../support/server.ts'

/** Everything a server says at its most talkative, while people type numbers, sign in wrongly and things break. */

const secrets = ['13800001234', '11010519491231002X', '6222020000001232', '王小明', 'lin@private.example', 'a-wrong-password', '我的贷款']

const database = await useTestDatabase()
const lines: string[] = []
const log = createLog('trace', (line) => lines.push(line))
const folder = await mkdtemp(join(tmpdir(), 'xinqiao-log-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const config = readConfig({ PORT: '0', XINQIAO_DATA: folder, XINQIAO_DATABASE_CONNECTIONS: '5' })
const installation = await openInstallation({ config, clock: clockAt(testMoment), log, reactions, address: { ownerUrl: database.ownerUrl, appUrl: database.appUrl, embedded: undefined } })
const { context } = installation
const { fastify } = await buildApi(installation, createMetrics(), () => false)

test('no log line holds a name, number, address, password or text of anybody', async () => {
  await createTestCustomer(context, 'C1', { name: '王小明', phone: '13800001234', idNumber: '11010519491231002X' })
  const siteToken = await testSiteToken(context, { sub: 'C1' })
  const entered = await fastify.inject({ method: 'POST', url: '/v1/chat/sessions', payload: { siteToken } })
  const { session } = entered.json<{ session: string }>()
  const headers = { authorization: `Bearer ${session}` }
  const text = `我的贷款 13800001234 11010519491231002X 6222 0200 0000 1232 王小明`
  const said = await fastify.inject({ method: 'POST', url: '/v1/chat/messages', headers, payload: { id: randomUUID(), text } })
  expect(said.statusCode).toBe(200)
  await fastify.inject({ method: 'POST', url: '/v1/chat/messages', headers, payload: { id: '13800001234', text } })
  await fastify.inject({ method: 'POST', url: '/v1/chat/messages', headers, payload: '{"text": "我的贷款 13800001234' })
  await fastify.inject({ method: 'GET', url: '/v1/desk/customers?q=13800001234' })
  await fastify.inject({ method: 'GET', url: '/nowhere/13800001234?name=王小明' })
  const wrong = await fastify.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email: 'lin@private.example', password: 'a-wrong-password' } })
  expect(wrong.statusCode).toBe(401)
  log.error({ error: Object.assign(new Error('key (phone)=(13800001234) already exists'), { detail: '王小明' }), reason: '11010519491231002X' }, 'failed for 13800001234')
  // What is destroyed, held and wrapped anew says nothing of whom it was.
  const customerId = (await customerIdOfRef(context.db, 'C1')) ?? ''
  const erasureId = randomUUID()
  const staff = await Promise.all(['一', '二'].map((name) => createStaff(context, context.db, { email: `${randomUUID()}@test.example`, name, roles: ['compliance'], passwordHash: 'x' })))
  const [one, two] = staff.map((staffId) => ({ kind: 'staff', staffId, sessionId: 's', name: 'n', roles: ['compliance'] }) as const)
  if (!one || !two) throw new Error('nobody is at the desk')
  expect(await askErasure(context, { kind: 'customer', customerId, sessionId: randomUUID(), level: 'strongly-verified' }, erasureId)).toBeUndefined()
  expect(await refuseErasure(context, one, erasureId, `不是王小明本人 13800001234`)).toBeUndefined()
  const again = randomUUID()
  await askErasure(context, { kind: 'customer', customerId, sessionId: randomUUID(), level: 'strongly-verified' }, again)
  const hold = { id: randomUUID(), customer: 'C1', reason: '王小明 11010519491231002X 的调查令' }
  await setHold(context, one, hold)
  await retainData(context)
  await liftHold(context, one, hold.id)
  await liftHold(context, two, hold.id)
  await rotateMasterKey(context, { settle: 0 })
  expect((await fastify.inject({ method: 'POST', url: '/v1/chat/messages', headers, payload: { id: randomUUID(), text } })).statusCode).toBe(200)
  await agreeToErasure(context, one, again)
  expect(await agreeToErasure(context, two, again)).toBeUndefined()
  expect((await erasureById(context.db, again))?.state).toBe('done')
  const keyText = (await readFile(join(folder, 'master.key'), 'utf8')).trim()

  // A fault of the database: its error carries the statement and what was asked.
  const owner = await connect(database.ownerUrl, 'test')
  await owner.query('alter table customer_session rename to gone')
  await owner.end()
  const broken = await fastify.inject({ method: 'POST', url: '/v1/chat/messages', headers, payload: { id: randomUUID(), text } })
  expect(broken.statusCode).toBe(500)
  expect(broken.body).not.toContain('customer_session')
  await fastify.close()
  await installation.close()

  expect(lines.length).toBeGreaterThan(3)
  const all = lines.join('\n')
  for (const secret of [...secrets, session, siteToken, keyText]) expect(all).not.toContain(secret)
})
