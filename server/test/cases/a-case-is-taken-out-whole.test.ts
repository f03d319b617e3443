import type { openMyCase } from '@xinqiao/contract/cases.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { checkProof } from '@xinqiao/core/record/proof.ts'
import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ExportedCase } from '../../src/cases/export-case.ts'
import { saveCustomer } from '../../src/people/customers.ts'
import { sha256 } from '../../src/record/sha256.ts'
import { filesInPdf, pagesOfPdf } from '../support/pdf.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await context.db.transaction().execute((tx) => saveCustomer(context, tx, 'C1', { name: '王小明' }))
const customer = await enterAsCustomer(server, 'C1')
const [junior, compliance] = [await createTestStaff(server, ['junior'], '林小雨'), await createTestStaff(server, ['compliance'], '周合规')]

const post = (headers: Record<string, string>, path: string, body: unknown): Promise<Response> =>
  fetch(`${server.url}/v1${path}`, { method: 'POST', headers: { ...headers, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })

const { case: complaint } = (await (await post(customerHeaders(customer), '/chat/cases', { key: randomUUID(), kind: 'complaint', ask: { text: '扣了两次款，要求退回' } })).json()) as ResponseOf<typeof openMyCase>
await post({ cookie: junior.cookie }, `/desk/cases/${complaint.id}/moves`, { key: randomUUID(), move: 'acknowledge', input: { category: '还款与扣款' } })

const reason = '监管转办投诉，提交处理材料'

test('as PDF with the JSON inside: what was asked, every step and who took it; written down with the hash of the file', async () => {
  const response = await post({ cookie: compliance.cookie }, `/desk/cases/${complaint.id}/exports`, { format: 'pdf', reason })
  const pdf = Buffer.from(await response.arrayBuffer())
  const text = (await pagesOfPdf(pdf)).join('').replaceAll(/\s+/g, '')
  for (const part of ['王小明·C1', '扣了两次款，要求退回', '还款与扣款', '林小雨', reason]) expect(text).toContain(part)
  const json = (await filesInPdf(pdf)).get(`case-${complaint.id}.json`)
  const exported = JSON.parse(json?.toString() ?? '') as ExportedCase
  expect(exported).toMatchObject({ format: 'xinqiao-case/1', case: { id: complaint.id, kind: 'complaint' }, data: { text: '扣了两次款，要求退回' }, reason })
  expect(exported.steps.map(({ move }) => move)).toEqual(['open', 'acknowledge'])
  expect(checkProof(sha256, exported.proof)).toMatchObject({ faults: [], proven: [{ stream: `case/${complaint.id}`, from: 1 }] })
  const row = await context.db.selectFrom('record_export').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ case_id: complaint.id, conversation_id: null, staff_id: compliance.id, digest: createHash('sha256').update(pdf).digest('hex') })
})

test('without the right, or of nothing, there is none', async () => {
  expect((await post({ cookie: junior.cookie }, `/desk/cases/${complaint.id}/exports`, { format: 'json', reason })).status).toBe(403)
  expect((await post({ cookie: compliance.cookie }, `/desk/cases/${randomUUID()}/exports`, { format: 'json', reason })).status).toBe(404)
})
