import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { maximumFileSize } from '@xinqiao/core/materials/file-type.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { takeAttachments } from '../../src/conversations/attachments-port.ts'
import { saveAttachment } from '../../src/materials/attachments.ts'
import { jobs } from '../../src/materials/jobs.ts'
import { keyOfCustomer } from '../../src/people/customer-keys.ts'
import type { SetClock } from '../../src/platform/clock.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('the picture of a card')])
const pdf = Buffer.from('%PDF-1.7 the statement of an account')

const upload = (who: TestSession, bytes: Buffer, name = 'photo.png', field = 'file'): Promise<Response> => {
  const form = new FormData()
  form.append(field, new Blob([new Uint8Array(bytes)], { type: 'text/html' }), name)
  return fetch(`${server.url}/v1/chat/attachments`, { method: 'POST', headers: customerHeaders(who), body: form })
}
const uploaded = async (who: TestSession, bytes: Buffer = png, name = 'photo.png'): Promise<AttachmentInfo> => (await (await upload(who, bytes, name)).json()) as AttachmentInfo

const readAs = (who: TestSession, id: string): Promise<Response> => fetch(`${server.url}/v1/chat/attachments/${id}`, { headers: customerHeaders(who) })
const readAtDesk = (cookie: string, id: string): Promise<Response> => fetch(`${server.url}/v1/desk/attachments/${id}`, { headers: { cookie } })

const one = await enterAsCustomer(server, 'C1')
const other = await enterAsCustomer(server, 'C2')
const junior = await createTestStaff(server, ['junior'])
const admin = await createTestStaff(server, ['admin'])

const sendBy = (customer: TestSession, ids: readonly string[], messageId: string = randomUUID()) =>
  takeAttachments(context, { attachmentIds: ids, messageId, visibleTo: 'all', by: 'customer', customerId: customer.customer.id })

test('a picture is kept as it came, under the type its bytes have', async () => {
  const info = await uploaded(one)
  expect(info).toMatchObject({ name: 'photo.png', type: 'image/png', size: png.length })
  const answer = await readAs(one, info.id)
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(png)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  expect(answer.headers.get('content-disposition')).toBeNull()
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('a PDF is saved, not opened, under its own name', async () => {
  const info = await uploaded(one, pdf, '收入证明.png')
  expect(info).toMatchObject({ name: '收入证明.pdf', type: 'application/pdf' })
  expect((await readAs(one, info.id)).headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('收入证明.pdf')}`)
})

test('what is no picture or PDF, or too large, or no file, is refused', async () => {
  const refused = async (response: Response): Promise<unknown> => [response.status, ((await response.json()) as { error: { code: string } }).error.code]
  expect(await refused(await upload(one, Buffer.from('<svg onload=alert(1)>'), 'a.png'))).toEqual([415, 'attachment-type-refused'])
  expect(await refused(await upload(one, Buffer.alloc(0)))).toEqual([415, 'attachment-type-refused'])
  for (const over of [1, 100, 3_000_000]) {
    expect(await refused(await upload(one, Buffer.concat([png, Buffer.alloc(maximumFileSize - png.length + over)])))).toEqual([413, 'attachment-too-large'])
  }
  expect(await refused(await upload(one, png, 'a.png', 'other'))).toEqual([400, 'invalid-request'])
  const noFile = await fetch(`${server.url}/v1/chat/attachments`, { method: 'POST', headers: customerHeaders(one) })
  expect(await refused(noFile)).toEqual([400, 'invalid-request'])
  expect((await fetch(`${server.url}/v1/chat/attachments`, { method: 'POST', body: new FormData() })).status).toBe(401)
})

test("nobody sees another customer's file, and nobody can send it", async () => {
  const { id } = await uploaded(one)
  expect((await readAs(other, id)).status).toBe(404)
  expect(isRefusal(await sendBy(other, [id]))).toBe(true)
  expect(isRefusal(await sendBy(one, [id, randomUUID()]))).toBe(true)
  expect((await readAs(one, randomUUID())).status).toBe(404)
})

test('the desk sees a file from the moment it is sent, where it may read conversations', async () => {
  const { id } = await uploaded(one)
  expect((await readAtDesk(junior.cookie, id)).status).toBe(404)
  const messageId = randomUUID()
  expect(await sendBy(one, [id], messageId)).toEqual(await sendBy(one, [id], messageId))
  expect((await readAtDesk(junior.cookie, id)).status).toBe(200)
  expect((await readAtDesk(admin.cookie, id)).status).toBe(403)
  const views = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.customer-viewed').execute()
  expect(views.map(({ payload }) => payload)).toEqual([{ staffId: junior.id, customers: [one.customer.id], what: 'attachment' }])
})

test("the desk's file reaches the customer with a message, not with a note", async () => {
  const conversationId = randomUUID()
  const save = async (): Promise<string> => {
    const saved = await saveAttachment(context, { name: 'form.pdf', bytes: pdf, customerId: one.customer.id, desk: { staffId: junior.id, conversationId } })
    return isRefusal(saved) ? '' : saved.id
  }
  const [noted, sent] = [await save(), await save()]
  expect((await readAs(one, noted)).status).toBe(404)
  const by = { by: 'staff', staffId: junior.id, conversationId, messageId: randomUUID() } as const
  await takeAttachments(context, { ...by, attachmentIds: [noted], visibleTo: 'staff' })
  await takeAttachments(context, { ...by, attachmentIds: [sent], visibleTo: 'all' })
  expect((await readAs(one, noted)).status).toBe(404)
  expect((await readAs(one, sent)).status).toBe(200)
  expect((await readAs(other, sent)).status).toBe(404)
  expect(isRefusal(await takeAttachments(context, { ...by, attachmentIds: [sent], conversationId: randomUUID(), visibleTo: 'all' }))).toBe(true)
  expect(isRefusal(await takeAttachments(context, { ...by, attachmentIds: [sent], staffId: admin.id, visibleTo: 'all' }))).toBe(true)
})

test('what a visitor sent before he was known stays his', async () => {
  const visitor = await enterAsCustomer(server)
  const { id } = await uploaded(visitor)
  const known = await enterAsCustomer(server, 'C3', 'verified', visitor.session)
  expect((await readAs(known, id)).status).toBe(200)
})

test('the database holds no readable byte and no name of a file', async () => {
  await uploaded(one, png, '王小明身份证.png')
  const contents = await context.db.selectFrom('attachment_content').select('sealed').execute()
  const names = await context.db.selectFrom('attachment').select('name').execute()
  expect(contents.length).toBeGreaterThan(0)
  for (const { sealed } of contents) expect(sealed.includes('picture of a card') || sealed.includes('the statement of')).toBe(false)
  for (const { name } of names) expect(name.includes('王小明')).toBe(false)
})

test('with the key of a customer his files are gone', async () => {
  const customer = await enterAsCustomer(server, 'C4')
  const { id } = await uploaded(customer)
  await context.keys.destroy(context.db, await keyOfCustomer(context, context.db, customer.customer.id, 'material'))
  expect((await readAs(customer, id)).status).toBe(404)
})

test('files that are never sent are bounded, and go after a day', async () => {
  const customer = await enterAsCustomer(server, 'C5')
  const statuses: number[] = []
  for (let count = 0; count < 22; count += 1) statuses.push((await upload(customer, png)).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(20)
  expect(statuses.at(-1)).toBe(429)
  const kept = await uploaded(await enterAsCustomer(server, 'C6'))
  const sender = await enterAsCustomer(server, 'C6')
  await sendBy(sender, [kept.id])
  const clock = server.clock as SetClock
  clock.advance(25 * 3_600_000)
  await jobs[0]?.run(context, {}, { number: 1, signal: undefined })
  const left = await context.db.selectFrom('attachment').select('attachment_id').where('customer_id', '=', customer.customer.id).execute()
  expect(left).toEqual([])
  expect((await readAs(await enterAsCustomer(server, 'C6'), kept.id)).status).toBe(200)
})
