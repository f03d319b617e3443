import { sql } from 'kysely'
import { checkProof } from '@xinqiao/core/record/proof.ts'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ExportedConversation } from '../../src/conversations/export-conversation.ts'
import { saveCustomer } from '../../src/people/customers.ts'
import { exportPlace } from '../../src/people/record-export.ts'
import { sha256 } from '../../src/record/sha256.ts'
import { reply, startConversation, take } from '../support/desk.ts'
import { filesInPdf, pagesOfPdf } from '../support/pdf.ts'
import { createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await context.db.transaction().execute((tx) => saveCustomer(context, tx, 'C1', { name: '王小明' }))
const wang = await enterAsCustomer(server, 'C1')
const [senior, compliance] = [await createTestStaff(server, ['senior'], '林小雨'), await createTestStaff(server, ['compliance'], '周合规')]
const talk = await startConversation(server, wang, '我的手机号是 13800001234，借据 AX2609000017')
await take(server, senior, talk)
await reply(server, senior, talk, { text: '好的，已经为您记下。' })
await reply(server, senior, talk, { text: '客户情绪平稳', visibleTo: 'staff' })

const reason = '监管投诉 2026-0117，提交沟通记录'

const take2 = (staff: Pick<TestStaff, 'cookie'>, body: object, id = talk): Promise<Response> =>
  fetch(`${server.url}/v1/desk/conversations/${id}/exports`, { method: 'POST', headers: { cookie: staff.cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })

const bytesOf = async (response: Response): Promise<Buffer> => {
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

const lastExport = () => context.db.selectFrom('record_export').selectAll().orderBy('exported_at', 'desc').orderBy('export_id').execute()

test('as JSON it holds every entry whole, notes and all, who took it and why', async () => {
  const json = await bytesOf(await take2(compliance, { format: 'json', reason }))
  const exported = JSON.parse(json.toString()) as ExportedConversation
  expect(exported).toMatchObject({
    format: 'xinqiao-conversation/1', reason, exportedBy: { staffId: compliance.id, name: '周合规' }, customer: { ref: 'C1', name: '王小明' }, conversation: { id: talk, channel: 'web' },
  })
  expect(exported.entries.map(({ seq }) => seq)).toEqual(exported.entries.map((_, index) => index + 1))
  expect(exported.entries.length).toBe(exported.conversation.lastSeq)
  expect(exported.entries.map(({ text }) => text)).toEqual(expect.arrayContaining(['我的手机号是 13800001234，借据 AX2609000017', '好的，已经为您记下。', '客户情绪平稳']))
  expect(exported.entries.find(({ text }) => text === '好的，已经为您记下。')?.gate).toMatchObject({ verdict: 'pass' })
})

test('its proof holds every entry, and names the first that somebody changed afterwards', async () => {
  const { proof, entries } = JSON.parse((await bytesOf(await take2(compliance, { format: 'json', reason }))).toString()) as ExportedConversation
  const proven = checkProof(sha256, proof)
  expect(proven).toMatchObject({ faults: [], proven: [{ stream: `entries/${talk}`, from: 1, to: entries.length }] })
  const at = entries.findIndex(({ text }) => text === '好的，已经为您记下。')
  const changed = (change: (text: string) => string) => checkProof(sha256, JSON.parse(change(JSON.stringify(proof))) as typeof proof).faults
  expect(changed((text) => text.replace('好的，已经为您记下。', '不行，没有为您记下。'))).toMatchObject([{ seq: at + 1, fault: 'said-altered' }])
  expect(changed((text) => text.replaceAll('林小雨', '张三'))).toMatchObject([{ fault: 'altered' }])
})

test('as PDF it can be read, and holds the same as JSON inside, whose fingerprint it prints', async () => {
  const pdf = await bytesOf(await take2(compliance, { format: 'pdf', reason }))
  const text = (await pagesOfPdf(pdf)).join('').replaceAll(/\s+/g, '')
  for (const part of ['会话记录', '王小明·C1', reason, '我的手机号是13800001234，借据AX2609000017', '好的，已经为您记下。', '（内部备注）', '客户情绪平稳']) expect(text).toContain(part.replaceAll(' ', ''))
  const json = (await filesInPdf(pdf)).get(`conversation-${talk}.json`)
  expect(JSON.parse(json?.toString() ?? '')).toMatchObject({ format: 'xinqiao-conversation/1', conversation: { id: talk }, reason })
  expect(text).toContain(createHash('sha256').update(json ?? '').digest('hex'))
})

test('each export is written down with its reason, which only the key opens, and the hash of the file', async () => {
  const before = (await lastExport()).length
  const json = await bytesOf(await take2(compliance, { format: 'json', reason }))
  const { exportId } = JSON.parse(json.toString()) as ExportedConversation
  const rows = await lastExport()
  expect(rows.length).toBe(before + 1)
  const row = rows.find(({ export_id: id }) => id === exportId)
  expect(row).toMatchObject({ conversation_id: talk, staff_id: compliance.id, format: 'json', digest: createHash('sha256').update(json).digest('hex') })
  expect(row && (await context.keys.decrypt(context.db, row.reason, exportPlace(exportId))).toString()).toBe(reason)
  const events = await sql<{ payload: unknown }>`select payload from event where kind = 'people.record-exported' order by event_id desc limit 1`.execute(context.db)
  expect(events.rows[0]?.payload).toMatchObject({ conversationId: talk, staffId: compliance.id, export: exportId, digest: row?.digest })
})

test('without the right, without a reason, or of nothing, there is no export', async () => {
  const before = (await lastExport()).length
  expect((await take2(senior, { format: 'json', reason })).status).toBe(403)
  expect((await take2(compliance, { format: 'json', reason: '   ' })).status).toBe(400)
  expect((await take2(compliance, { format: 'json', reason }, 'a1b2c3d4-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await lastExport()).length).toBe(before)
})
