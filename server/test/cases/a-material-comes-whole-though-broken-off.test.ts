import { pieceSize } from '@xinqiao/contract/materials.ts'
import { maximumFileSize } from '@xinqiao/core/materials/file-type.ts'
import { randomUUID } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import sharp from 'sharp'
import { afterAll, expect, test, vi } from 'vitest'
import { countMaterials } from '../../src/cases/case-materials.ts'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { saveAttachment } from '../../src/materials/attachments.ts'
import { jobs } from '../../src/materials/jobs.ts'
import { takeAttachments } from '../../src/conversations/attachments-port.ts'
import type { SetClock } from '../../src/platform/clock.ts'
import { scan } from '../../src/platform/virus-scanner.ts'
import { casesOn, materialsOn } from '../support/cases.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { photo } from '../support/photo.ts'

/** Materials of a case: sent in pieces, resumed, seen by the scanner, counted by one list on both sides, accepted or refused. */

/** The test file that every scanner must find (eicar.org), in two parts, so that no scanner finds this one. */
const eicar = `${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`

/** A clamd as `clamd(8)` describes INSTREAM; `manner` makes it well, silent, or one that breaks off. */
let manner: 'well' | 'silent' | 'breaks' | 'odd' = 'well'
const sockets = new Set<Socket>()
const clamd = createServer((socket) => {
  sockets.add(socket)
  let got = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    got = Buffer.concat([got, data])
    if (manner === 'breaks') socket.destroy()
    if (manner === 'silent' || !got.subarray(-4).equals(Buffer.alloc(4))) return
    const parts: Buffer[] = []
    for (let at = 'zINSTREAM\0'.length; at < got.length;) {
      const length = got.readUInt32BE(at)
      parts.push(got.subarray(at + 4, at + 4 + length))
      at += 4 + length
    }
    socket.end(manner === 'odd' ? 'INSTREAM size limit exceeded. ERROR\0' : Buffer.concat(parts).includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
  })
})
await new Promise<void>((resolve) => clamd.listen(0, '127.0.0.1', resolve))
const address = clamd.address()
const port = typeof address === 'object' && address ? address.port : 0
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  clamd.close()
})

const server = await startTestServer()
const guarded = await startTestServer({ environment: { XINQIAO_VIRUS_SCANNER: `tcp://127.0.0.1:${port}` } })
const { context } = server.installation
await fillKnowledge(context)
await fillKnowledge(guarded.installation.context)
const { get, move, openMine, getMine, moveMine, asStaff, call } = casesOn(server)
const { piece, upload, giveMine, give, giveAll, decide } = materialsOn(server)
const agent = await createTestStaff(server, ['senior'])
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 100 })

const ask = { productId: 'anxin-steady', amount: '60000.00', count: 12, purpose: '装修与家居', monthlyIncome: '20000.00', otherMonthlyDebt: '1000.00' }
const applied = async (ref: string) => {
  const who = await enterAsCustomer(server, ref)
  return { who, id: (await openMine(who, 'application', ask)).case.id }
}
const begin = (who: TestSession, id: string, size: number) => call<never>(customerHeaders(who), '/chat/uploads', { id, name: '工资单.jpg', size })
const statusOf = async (url: string, headers: Record<string, string>): Promise<number> => {
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  return response.status
}
const lineOf = async (who: TestSession, id: string, kind: string) => (await getMine(who, id)).case.materials.find((one) => one.id === kind) ?? expect.unreachable()

test('a file broken off goes on where the server has it, nothing is stored twice, and it is whole', async () => {
  expect(photo.length).toBeGreaterThan(2 * pieceSize)
  const { who } = await applied('C-pieces')
  const [id, headers] = [randomUUID(), customerHeaders(who)]
  const cut = (from: number): Buffer => photo.subarray(from, from + pieceSize)
  expect((await begin(who, id, photo.length)).body).toEqual({ received: 0 })
  expect((await piece(headers, '/chat/uploads', id, 0, cut(0))).body).toEqual({ received: pieceSize })
  // The answer was lost: the page asks, and sends the first piece again as well; two at once count once.
  expect((await piece(headers, '/chat/uploads', id, 0, cut(0))).body).toEqual({ received: pieceSize })
  const twice = await Promise.all([piece(headers, '/chat/uploads', id, pieceSize, cut(pieceSize)), piece(headers, '/chat/uploads', id, pieceSize, cut(pieceSize))])
  expect(twice.map(({ body }) => body.received)).toEqual([2 * pieceSize, 2 * pieceSize])
  expect((await piece(headers, '/chat/uploads', id, 5 * pieceSize, cut(0))).body.received).toBe(2 * pieceSize)
  expect((await begin(who, id, photo.length)).body).toEqual({ received: 2 * pieceSize })
  let state = (await piece(headers, '/chat/uploads', id, 2 * pieceSize, cut(2 * pieceSize))).body
  while (!state.file) state = (await piece(headers, '/chat/uploads', id, state.received, cut(state.received))).body
  expect((await begin(who, id, photo.length)).body).toEqual(state)
  const read = await fetch(`${server.url}/v1/chat/attachments/${state.file.id}`, { headers })
  expect(Buffer.from(await read.arrayBuffer()).equals(photo)).toBe(true)
  expect(await context.db.selectFrom('upload_piece').select('starts').where('upload_id', '=', id).execute()).toEqual([])
  const small = await fetch(`${server.url}/v1/chat/attachments/${state.file.id}?small=yes`, { headers })
  expect((await sharp(Buffer.from(await small.arrayBuffer())).metadata()).width).toBe(480)
})

test('what is no picture or PDF is refused by its first bytes, HEIC plainly, what is too large before anything is sent; nobody goes on with the file of another', async () => {
  const { who } = await applied('C-wrong')
  const other = await enterAsCustomer(server, 'C-other')
  const first = async (bytes: Buffer) => {
    const id = randomUUID()
    await begin(who, id, 500_000)
    return (await piece(customerHeaders(who), '/chat/uploads', id, 0, bytes)).body.error?.code
  }
  expect(await first(Buffer.from('<svg onload=alert(1)>'))).toBe('material-type-refused')
  expect(await first(Buffer.from('\0\0\0\u0018ftypheic'))).toBe('material-heic')
  expect((await begin(who, randomUUID(), maximumFileSize + 1)).code).toBe('attachment-too-large')
  const id = randomUUID()
  await begin(who, id, 500_000)
  expect((await begin(other, id, 500_000)).code).toBe('upload-id-reused')
  expect((await begin(who, id, 400_000)).code).toBe('upload-id-reused')
  expect((await piece(customerHeaders(other), '/chat/uploads', id, 0, photo.subarray(0, pieceSize))).status).toBe(404)
})

test('both sides see one list; a material is given by files, refused with a reason, given again, accepted, and not asked for in the next case', async () => {
  const { who, id } = await applied('C-list')
  expect((await moveMine(who, id, 'supply')).code).toBe('material-not-given')
  expect((await getMine(who, id)).case.moves.map(({ move: name }) => name)).not.toContain('supply')
  expect((await giveMine(who, id, 'no-such')).code).toBe('approval-material-unknown')
  expect((await giveMine(who, id, 'income', [randomUUID()])).status).toBe(404)
  const pages = [await upload(who, photo), await upload(who)]
  const materialId = randomUUID()
  const given = (await giveMine(who, id, 'income', pages, materialId)).case
  expect((await giveMine(who, id, 'income', pages, materialId)).case.materials).toEqual(given.materials)
  expect(await lineOf(who, id, 'income')).toMatchObject({ state: 'held', given: [{ id: materialId, state: 'received', pages: [{ fileId: pages[0], type: 'image/jpeg', scan: 'not-scanned' }, { fileId: pages[1] }] }] })
  const atDesk = (await get(agent, id)).case.materials
  expect(atDesk).toEqual((await getMine(who, id)).case.materials)
  for (const small of ['yes', 'no']) expect(await statusOf(`${server.url}/v1/desk/materials/${materialId}/pages/1?small=${small}`, asStaff(agent))).toBe(200)
  expect((await decide(agent, id, materialId, { decision: 'refuse', reason: ' ' })).code).toBe('case-text-missing')
  await decide(agent, id, materialId, { decision: 'refuse', reason: '照片模糊' })
  expect(await lineOf(who, id, 'income')).toMatchObject({ state: 'missing', standing: '没有通过：照片模糊' })
  await giveAll(who, id)
  const again = (await lineOf(who, id, 'income')).given.find(({ state }) => state === 'received') ?? expect.unreachable()
  await decide(agent, id, again.id, { decision: 'accept', validUntil: '2027-01-31' })
  expect(await lineOf(who, id, 'income')).toMatchObject({ state: 'held', standing: expect.stringContaining('已核对') as unknown })
  expect((await moveMine(who, id, 'submit')).case.state).toBe('checking')
  expect((await giveMine(who, id, 'income')).code).toBe('case-not-in-state')
  const next = (await openMine(who, 'application', ask)).case
  expect(next.materials.find((one) => one.id === 'income')).toMatchObject({ state: 'held', standing: expect.stringContaining('2027-01-31') as unknown })
  // Asked for anew by a reason of the case, it is missing again, and only there.
  await move(agent, id, 'ask-material', { reason: '请提供近三个月的流水', needed: ['income'] })
  expect([(await lineOf(who, id, 'income')).state, (await lineOf(who, next.id, 'income')).state]).toEqual(['missing', 'held'])
})

test('the desk takes a file of the talk as a material by one action, or says where it saw the original', async () => {
  const { who, id } = await applied('C-talk')
  const sent = await saveAttachment(context, { name: '工资单.jpg', bytes: photo, customerId: who.customer.id })
  const file = 'id' in sent ? sent.id : expect.unreachable()
  await takeAttachments(context, { attachmentIds: [file], messageId: randomUUID(), visibleTo: 'all', by: 'customer', customerId: who.customer.id })
  const files = (await call<never>(asStaff(agent), `/desk/customers/${who.customer.id}/files`)).body as { files: { id: string }[] }
  expect(files.files.map((one) => one.id)).toEqual([file])
  expect((await give(agent, id, { kind: 'income', pages: [file] })).case.materials.find((one) => one.id === 'income')).toMatchObject({ state: 'held', given: [{ by: 'staff' }] })
  expect((await give(agent, id, { kind: 'face-check' })).code).toBe('material-without-pages')
  expect((await give(agent, id, { kind: 'face-check', note: '在 App 内完成，编号 F-2231' })).case.materials.find((one) => one.id === 'face-check')).toMatchObject({ state: 'held', given: [{ note: '在 App 内完成，编号 F-2231', pages: [] }] })
})

test('the scanner finds what it must; while it is slow, odd or away nothing counts as clean', async () => {
  const at = { host: '127.0.0.1', port }
  const infected = Buffer.concat([photo, Buffer.from(eicar)])
  expect([await scan(at, photo, 5000), await scan(at, infected, 5000)]).toEqual(['clean', 'infected'])
  for (const wrong of ['silent', 'breaks', 'odd'] as const) {
    manner = wrong
    await expect(scan(at, photo, 300)).rejects.toThrow(/virus scanner|ECONNRESET|EPIPE/)
  }
  await expect(scan({ host: '127.0.0.1', port: 1 }, photo, 5000)).rejects.toThrow('ECONNREFUSED')
  manner = 'well'
})

test('nobody at the desk opens what waits for the scanner; what it found in is refused by itself and asked for anew', async () => {
  const { get: getThere, openMine: openThere, getMine: mineThere, asStaff: there } = casesOn(guarded)
  const on = materialsOn(guarded)
  const [clerk, who] = [await createTestStaff(guarded, ['senior']), await enterAsCustomer(guarded, 'C-scanned')]
  const { id } = (await openThere(who, 'application', ask)).case
  const scanned = async (kind: string) => (await getThere(clerk, id)).case.materials.find((one) => one.id === kind)?.given[0]
  const open = (materialId: string): Promise<number> => statusOf(`${guarded.url}/v1/desk/materials/${materialId}/pages/1`, there(clerk))
  manner = 'silent'
  await on.giveMine(who, id, 'income', [await on.upload(who, photo)])
  const slow = (await scanned('income')) ?? expect.unreachable()
  expect(slow.pages).toMatchObject([{ scan: 'waiting' }])
  expect(await open(slow.id)).toBe(409)
  manner = 'well'
  for (const socket of sockets) socket.destroy()
  await on.giveMine(who, id, 'bank-card', [await on.upload(who, Buffer.concat([photo, Buffer.from(eicar)]))])
  await eventually(async () => expect((await scanned('bank-card'))?.state).toBe('refused'))
  expect(await open((await scanned('bank-card'))?.id ?? '')).toBe(410)
  await eventually(async () => expect((await mineThere(who, id)).case.told.at(-1)?.text).toContain('银行卡'))
  // The one that waited is scanned when the job is tried again.
  await eventually(async () => expect(await open(slow.id)).toBe(200))
  const line = (await mineThere(who, id)).case.materials.find((one) => one.id === 'bank-card')
  expect(line).toMatchObject({ state: 'missing', standing: expect.stringContaining('病毒') as unknown })
  expect(await countMaterials(guarded.installation.context, id, { party: 'clock' }, 'again')).toBeUndefined()
})

test('what is broken off for good goes after a day, what was given stays', async () => {
  const { who, id } = await applied('C-prune')
  const lost = randomUUID()
  await begin(who, lost, 500_000)
  await piece(customerHeaders(who), '/chat/uploads', lost, 0, photo.subarray(0, pieceSize))
  const kept = await upload(who, photo)
  await giveMine(who, id, 'income', [kept])
  ;(server.clock as SetClock).advance(25 * 3_600_000)
  for (const job of jobs) if (job.name === 'materials.prune-unsent') await job.run(context, {}, { number: 1, signal: undefined })
  expect(await context.db.selectFrom('upload').select('upload_id').where('upload_id', '=', lost).execute()).toEqual([])
  expect(await context.db.selectFrom('attachment').select('attachment_id').where('attachment_id', '=', kept).execute()).toHaveLength(1)
})
