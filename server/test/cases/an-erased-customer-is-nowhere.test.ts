import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { applyErasuresAgain, listNewErasures } from '../../src/cases/erasure-list.ts'
import { openCustomerSession } from '../../src/people/customer-session.ts'
import { customerIdOfRef, readCustomer } from '../../src/people/customers.ts'
import { wantedHashes } from '../../src/people/details.ts'
import { raiseSession } from '../../src/people/verification-store.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/db.ts'
import { openAnchorPlace } from '../../src/record/anchor-place.ts'
import { anchorRecord, readAnchors } from '../../src/record/anchor-record.ts'
import { verifyRecord } from '../../src/record/verify-record.ts'
import { reply, startConversation, take, write } from '../support/desk.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { makeDataFolder, remove, spawnCommand } from '../support/process.ts'
import { createTestCustomer, createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, demo: false, environment: { XINQIAO_JOB_CONCURRENCY: '0', XINQIAO_DEMO: '1' } })
const { context } = server.installation
const owner = await connect(server.database.ownerUrl, 'test')
afterAll(() => owner.end())

const [one, two] = [await createTestStaff(server, ['compliance']), await createTestStaff(server, ['compliance'])]
const [senior, agent] = [await createTestStaff(server, ['senior']), await createTestStaff(server, ['junior', 'collector'])]

type Answer = { readonly status: number; readonly json: { readonly error?: { readonly code: string } } & Record<string, unknown> }

const ask = async (path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> => {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/v1${path}`, { ...sent, headers: { ...headers, origin: server.url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } })
  return { status: response.status, json: (await response.json()) as Answer['json'] }
}
const as = ({ cookie }: TestStaff): Record<string, string> => ({ cookie })

type Line = { readonly class: string; readonly goes: boolean; readonly because?: string; readonly until?: string; readonly basis?: string }
type Report = { readonly lines: readonly Line[]; readonly ended: boolean; readonly backupsUntil: string }

const secrets = {
  name: '欧阳雪莹', phone: '13877665544', idNumber: '110105194912310021', payoutCard: '6222020200112233441', ref: 'REF-77665544', said: '孩子上个月住院花了钱', noted: '对方情绪激动约好周五再打',
  why: '核对身份证后四位给客户', file: '住院费用清单', wrong: '名字里的雪写成了血', newPhone: '13912348888', contact: '欧阳建国', complained: '你们的人半夜给我打电话', told: '已为您登记请放心',
} as const
const session = async (customerId: string): Promise<Record<string, string>> => {
  const { token, sessionId } = await openCustomerSession(context, context.db, customerId, 'verified')
  await raiseSession(context.db, sessionId, instant(clock.now() + 3_600_000))
  return { authorization: `Bearer ${token}` }
}

/** Everything that the database holds, jobs included, as somebody who stole it would read it. */
const dump = async (client = owner): Promise<string> => {
  const { rows: tables } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`)
  const parts: string[] = []
  for (const { name } of tables) parts.push(...(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row))
  return parts.join('\n')
}

const shapesOf = (text: string): readonly string[] => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1)]

/** Things of every kind that the desk holds of a customer. */
const fillLife = async (customerId: string, headers: Record<string, string>): Promise<void> => {
  const visit = { session: headers['authorization']?.slice('Bearer '.length) ?? '' }
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from(secrets.said)])]), `${secrets.file}.jpg`)
  const { id: file } = (await (await fetch(`${server.url}/v1/chat/attachments`, { method: 'POST', headers, body: form })).json()) as { id: string }
  const conversation = await startConversation(server, { session: visit.session, expiresAt: '', customer: { id: customerId, level: 'verified' } }, secrets.said)
  expect((await ask('/chat/messages', headers, { id: randomUUID(), text: '请看', attachments: [file] })).status).toBe(200)
  await take(server, agent, conversation)
  expect((await reply(server, agent, conversation, { text: secrets.told, visibleTo: 'staff' })).status).toBe(200)
  expect((await ask(`/chat/corrections`, headers, { id: randomUUID(), field: 'name', wrong: secrets.wrong, right: secrets.name })).status).toBe(200)
  expect((await ask(`/desk/customers/${customerId}/unmask`, as(senior), { id: randomUUID(), fields: ['phone'], reason: secrets.why })).status).toBe(200)
  const person = { id: randomUUID(), role: 'contact', scope: [], name: secrets.contact, phone: '13700001111', relation: '父亲', proof: '客户申请表', from: '2026-11-23' }
  expect((await ask(`/desk/customers/${customerId}/authorisations`, as(senior), person)).status).toBe(200)
  const permit = randomUUID()
  expect((await ask(`/desk/customers/${customerId}/dial-permits`, as(agent), { id: permit, purpose: 'service' })).status).toBe(200)
  expect((await ask(`/desk/dial-permits/${permit}/report`, as(agent), { result: 'reached', note: secrets.noted })).status).toBe(200)
  expect((await ask('/chat/cases', headers, { key: randomUUID(), kind: 'complaint', ask: { nature: 'complaint', text: secrets.complained } })).status).toBe(200)
  await write(server, visit, `我的手机号是${secrets.phone}`)
}

const passphrase = 'a passphrase that is long enough'
const backup = join(server.dataFolder, 'before.backup')

/** `xinqiao backup` or `restore` of the one file; the anchors of the server lie outside both. */
const command = async ({ appUrl, ownerUrl }: TestDatabase, dataFolder: string, name: 'backup' | 'restore') => {
  const environment = { DATABASE_URL: appUrl, XINQIAO_MIGRATE_DATABASE_URL: ownerUrl, XINQIAO_BACKUP_PASSPHRASE: passphrase, XINQIAO_ANCHORS: join(server.dataFolder, 'anchors') }
  const spawned = spawnCommand({ dataFolder, arguments: [name, backup], environment })
  return { code: await spawned.exited, said: spawned.said() }
}

const emptyInstallation = async () => {
  const [database, folder] = [await createTestDatabase(), await makeDataFolder()]
  const client = await connect(database.ownerUrl, 'test')
  onTestFinished(async () => {
    await client.end()
    await database.drop()
    await remove(folder)
  })
  return { database, client, folder }
}

const planOf = async (erasureId: string): Promise<Report> => (await ask(`/desk/erasures/${erasureId}/plan`, as(one))).json['plan'] as Report

const verified = async (): Promise<readonly unknown[]> => {
  const reader = await connect(server.database.appUrl, 'test')
  try {
    const anchors = await readAnchors(context.db, openAnchorPlace(context.config))
    return [...(await verifyRecord(reader, anchors.heads)).faults, ...anchors.faults]
  } finally {
    await reader.end()
  }
}

await createTestCustomer(context, secrets.ref, { name: secrets.name, phone: secrets.phone, idNumber: secrets.idNumber, payoutCard: secrets.payoutCard })
const customerId = (await customerIdOfRef(context.db, secrets.ref)) ?? ''
const headers = await session(customerId)
await fillLife(customerId, headers)
const erasureId = randomUUID()

test('an open case stops what belongs to it, and the plan says so before anything happens', async () => {
  expect((await ask('/chat/erasures', headers, { id: erasureId })).status).toBe(200)
  expect((await ask('/chat/erasures', headers, { id: randomUUID() })).json.error?.code).toBe('erasure-waiting')
  const plan = await planOf(erasureId)
  expect(plan.ended).toBe(false)
  expect(plan.lines.filter(({ because }) => because === 'open-case').map((line) => line.class).toSorted()).toEqual(['case', 'contact', 'identity', 'material', 'talk'])
})

test('one person alone erases nothing, and neither does who may not', async () => {
  expect((await ask(`/desk/erasures/${erasureId}/agree`, as(senior), {})).json.error?.code).toBe('not-allowed')
  expect((await ask(`/desk/erasures/${erasureId}/agree`, as(one), {})).status).toBe(200)
  expect((await ask(`/desk/erasures/${erasureId}/agree`, as(one), {})).json.error?.code).toBe('erasure-four-eyes')
  expect(await dump()).toContain(secrets.ref)
})

test('a legal hold stops everything; two lift it', async () => {
  const id = randomUUID()
  expect((await ask('/desk/holds', as(one), { id, customer: secrets.ref, reason: '法院调查令' })).status).toBe(200)
  expect(new Set((await planOf(erasureId)).lines.map(({ because }) => because))).toEqual(new Set(['hold']))
  expect((await ask(`/desk/holds/${id}/lift`, as(one), {})).status).toBe(200)
  expect((await ask(`/desk/holds/${id}/lift`, as(one), {})).json.error?.code).toBe('erasure-four-eyes')
  expect((await planOf(erasureId)).lines.every(({ because }) => because === 'hold')).toBe(true)
  const { json } = await ask(`/desk/holds/${id}/lift`, as(two), {})
  expect((json['holds'] as { liftedBy?: string }[])[0]?.liftedBy).toBeDefined()
  expect((await planOf(erasureId)).lines.some(({ because }) => because === 'hold')).toBe(false)
})

test('when the second one agrees the keys are destroyed: nothing of the customer can be read or found anywhere in the database, and the record verifies', async () => {
  await owner.query(`update service_case set state = 'closed', due_at = null, due_limit = null, due_provisional = null where customer_id = '${customerId}'`)
  await anchorRecord(context)
  expect(await command(server.database, server.dataFolder, 'backup')).toMatchObject({ code: 0 })
  const [found = Buffer.of()] = await wantedHashes(context, 'phone_hash', secrets.phone)
  expect(await dump()).toContain(found.toString('hex'))
  const done = await ask(`/desk/erasures/${erasureId}/agree`, as(two), {})
  expect(done.json['erasure']).toMatchObject({ state: 'done' })
  const all = await dump()
  for (const [what, text] of Object.entries(secrets)) for (const shape of shapesOf(text)) expect(all.includes(shape), `${what}: ${shape}`).toBe(false)
  expect(all).not.toContain(found.toString('hex'))
  const { rows } = await owner.query<{ live: bigint; left: bigint }>(`select
    (select count(*) from customer_key k join data_key d using (data_key_id) where k.customer_id = $1 and k.class <> 'oversight' and (d.wrapped is not null or k.disposed_at is null)) as live,
    (select count(*) from search_entry s join conversation c using (conversation_id) where c.customer_id = $1) as left`, [customerId])
  expect(rows[0]).toEqual({ live: 0n, left: 0n })
  expect(await verified()).toEqual([])
  expect((await readCustomer(context, context.db, customerId))?.details).toEqual({})
})

test('what stays and why is told to the customer, though he cannot sign in any more', async () => {
  expect((await ask('/chat/erasures', headers)).status).toBe(401)
  const { json } = await ask(`/erasures/${erasureId}`, {})
  const { report } = json['erasure'] as { report: Report }
  expect(report).toMatchObject({ ended: true, backupsUntil: '2026-12-28' })
  expect(report.lines.find((line) => line.class === 'oversight')).toMatchObject({ goes: false, because: 'law', until: '2029-12-31', basis: expect.stringContaining('网络数据安全管理条例') })
  expect(report.lines.filter(({ goes }) => goes).map((line) => line.class).toSorted()).toEqual(['case', 'contact', 'identity', 'material', 'talk'])
  expect(JSON.stringify(json)).not.toContain(customerId)
})

test('what the desk did is in the record, by whom and what stays, and it is done once', async () => {
  const { rows } = await owner.query<{ payload: { by: string[]; gone: Record<string, number>; lines: Line[] } }>(`select payload from event where kind = 'cases.data-erased'`)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.payload.by).toEqual([one.id, two.id])
  expect(rows[0]?.payload.gone).toMatchObject({ identity: 1, talk: 1, material: 1, case: 1, contact: 1 })
  expect((await ask(`/desk/erasures/${erasureId}/agree`, as(two), {})).status).toBe(200)
  expect((await owner.query(`select from event where kind = 'cases.data-erased'`)).rowCount).toBe(1)
})

test('the same person who comes again is a new customer, and can write', async () => {
  const visit = await enterAsCustomer(server, secrets.ref)
  expect(visit.customer.id).not.toBe(customerId)
  expect((await write(server, visit, '我又来了')).status).toBe(200)
})

test('a refusal says why, to the customer alone', async () => {
  const other = await enterAsCustomer(server, 'REF-2')
  const own = await session(other.customer.id)
  const id = randomUUID()
  expect((await ask('/chat/erasures', own, { id })).status).toBe(200)
  expect((await ask(`/desk/erasures/${id}/refuse`, as(one), { answer: '未能核实为本人' })).status).toBe(200)
  expect((await ask(`/desk/erasures/${id}/agree`, as(two), {})).json.error?.code).toBe('erasure-decided')
  expect((await ask('/chat/erasures', own)).json['erasures']).toMatchObject([{ state: 'refused', answer: '未能核实为本人' }])
  expect(JSON.stringify((await ask(`/erasures/${id}`, {})).json)).not.toContain('未能核实')
})

test('a backup from before brings nobody back: who was erased since is erased again when it is restored, and the record says so', async () => {
  await listNewErasures(context)
  const { database, client, folder } = await emptyInstallation()
  const restored = await command(database, folder, 'restore')
  expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('1 erasures from after the backup were carried out again') })
  const all = await dump(client)
  expect(all).toContain(customerId)
  for (const [what, text] of Object.entries(secrets)) for (const shape of shapesOf(text)) expect(all.includes(shape), `${what}: ${shape}`).toBe(false)
  const { rows: keys } = await client.query(`select from customer_key k join data_key d using (data_key_id) where k.customer_id = $1 and k.class <> 'oversight' and d.wrapped is not null`, [customerId])
  expect(keys).toHaveLength(0)
  const { rows } = await client.query<{ kind: string; payload: unknown }>(`select kind, payload from event where kind like 'cases.%eras%' and payload ->> 'erasure' = $1 order by event_id`, [erasureId])
  expect(rows.map(({ kind }) => kind)).toEqual(['cases.erasure-requested', 'cases.erasure-agreed', 'cases.erasure-applied-again'])
  expect(rows.at(-1)?.payload).toMatchObject({ customer: customerId, gone: { identity: 1, talk: 1, material: 1, case: 1, contact: 1 }, ended: true })
  const { rows: requests } = await client.query(`select state, report is not null as report from erasure_request where erasure_id = $1`, [erasureId])
  expect(requests).toEqual([{ state: 'done', report: true }])
  expect((await verifyRecord(client, (await readAnchors(context.db, openAnchorPlace(context.config))).heads)).faults).toEqual([])
})

test('the list of erasures tells nobody who they were, and an entry that was altered is not carried out but named', async () => {
  const place = openAnchorPlace(context.config, 'erasure')
  expect(await place.names()).toEqual([erasureId])
  const text = (await place.read(erasureId)) ?? ''
  expect(Buffer.from(text, 'base64').toString('latin1')).not.toContain(customerId)
  await owner.query(`update erasure_request set state = 'agreed', decided_at = null, decided_by = null, report = null where erasure_id = $1`, [erasureId])
  const altered = { ...place, read: () => Promise.resolve(Buffer.from(text, 'base64').fill(0, 40, 41).toString('base64')) }
  expect(await applyErasuresAgain(context, altered)).toEqual({ applied: 0, unreadable: [erasureId] })
  // Nothing of him is left here to be destroyed.
  expect(await applyErasuresAgain(context)).toEqual({ applied: 0, unreadable: [] })
})

test('the desk asks for a caller who has proven himself, and whoever wrote it down is none of the two; an open commitment stops it and the plan says so', async () => {
  const caller = await enterAsCustomer(server, 'REF-4')
  const id = randomUUID()
  const both = await createTestStaff(server, ['senior', 'compliance'])
  const path = `/desk/customers/${caller.customer.id}/erasures`
  expect((await ask(path, as(agent), { id })).json.error?.code).toBe('not-allowed')
  expect((await ask(path, as(both), { id })).json.error?.code).toBe('caller-not-proven')
  await session(caller.customer.id)
  expect((await ask(path, as(both), { id })).json['erasure']).toMatchObject({ id, state: 'open' })
  expect((await ask(path, as(both), { id })).status).toBe(200)
  expect((await ask(path, as(senior), { id: randomUUID() })).json.error?.code).toBe('erasure-waiting')
  expect((await ask(`/desk/erasures/${id}/agree`, as(both), {})).json.error?.code).toBe('erasure-four-eyes')
  expect(((await ask('/desk/erasures', as(one))).json['erasures'] as { id: string; askedBy?: string }[]).find((row) => row.id === id)?.askedBy).toBeDefined()

  const conversation = await startConversation(server, caller, '您答应我什么时候回电')
  await owner.query(`insert into commitment (commitment_id, customer_id, conversation_id, message_id, starts, ends, due_at, staff_id, staff_name, made_at)
    values (gen_random_uuid(), $1, $2, gen_random_uuid(), 0, 2, now(), $3, '某某', now())`, [caller.customer.id, conversation, senior.id])
  const plan = await planOf(id)
  expect(plan.ended).toBe(false)
  expect(plan.lines.filter(({ because }) => because === 'open-commitment').map((line) => line.class)).toContain('talk')
  await owner.query(`update commitment set state = 'withdrawn', settled_at = now(), settled_by = staff_id where customer_id = $1`, [caller.customer.id])
  expect((await planOf(id)).ended).toBe(true)
  for (const who of [one, two]) expect((await ask(`/desk/erasures/${id}/agree`, as(who), {})).status).toBe(200)
  expect((await readCustomer(context, context.db, caller.customer.id))?.erased).toBe(true)
})

type Caller = Pick<CustomerCaller, 'customerId'>
test('nobody reads or decides for another: the request of one is nothing to the other', async () => {
  const other: Caller = { customerId: (await enterAsCustomer(server, 'REF-3')).customer.id }
  const own = await session(other.customerId)
  expect((await ask('/chat/erasures', own, { id: erasureId })).json.error?.code).toBe('erasure-id-reused')
  expect((await ask('/chat/erasures', own)).json['erasures']).toEqual([])
})
