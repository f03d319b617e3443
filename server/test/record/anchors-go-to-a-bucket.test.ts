import { AwsV4Signer } from 'aws4fetch'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { examineDatabase } from '../../src/cli/examine.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Context } from '../../src/platform/context.ts'
import { connect } from '../../src/platform/db.ts'
import { openAnchorPlace } from '../../src/record/anchor-place.ts'
import { anchorRecord, readAnchors } from '../../src/record/anchor-record.ts'
import { verifyRecord } from '../../src/record/verify-record.ts'
import { signatureOf, startBucket } from '../support/bucket.ts'
import { openTestContext } from '../support/server.ts'

const { context, clock, database } = await openTestContext()
const key = { id: 'AKIDEXAMPLE', secret: 'a-secret-of-the-store' }
let bucket = await startBucket(key, 'cn-north-1')
afterAll(() => bucket.stop())

const anchorsAt = (url: string, secret = key.secret): Config['anchors'] => ({ kind: 's3', url, keyId: key.id, secret, region: 'cn-north-1', lockDays: 3650 })
const at = (anchors: Config['anchors']): Context => ({ ...context, config: { ...context.config, anchors } })
let day = clock.now()
/** Each test has a day of its own, on which something happened. */
beforeEach(async () => {
  day = instant(day + 86_400_000)
  clock.set(day)
  await context.db.transaction().execute((tx) => context.outbox.emit(tx, { kind: 'test.happened', at: day, payload: {} }))
})

/** From AWS's own page of examples, "Signature Calculations for the Authorization Header". */
const example = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', moment: '20130524T000000Z', nothing: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }
test.each([
  ['?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('a request is signed as the standard’s own example says: %s', async (query, signature) => {
  const url = `https://examplebucket.s3.amazonaws.com/${query}`
  const headers = { 'x-amz-content-sha256': example.nothing, 'x-amz-date': example.moment }
  const signer = new AwsV4Signer({ method: 'GET', url, headers, accessKeyId: example.id, secretAccessKey: example.secret, region: 'us-east-1', service: 's3', datetime: example.moment })
  expect((await signer.sign()).headers.get('authorization')).toContain(`Signature=${signature}`)
  // The stand-in reckons it by its own steps, and is held to the same answers.
  const signed = { method: 'GET', path: '/', query: new URL(url).searchParams, headers: { ...headers, host: 'examplebucket.s3.amazonaws.com' } }
  expect(signatureOf(signed, ['host', 'x-amz-content-sha256', 'x-amz-date'], example.secret, 'us-east-1')).toBe(signature)
})

test('an anchor is written once, locked, and found again; a record is verified by it', async () => {
  const there = at(anchorsAt(bucket.url))
  expect(await anchorRecord(there)).toBe(true)
  expect(await anchorRecord(there)).toBe(false)
  const [name = '', stored] = [...bucket.objects][0] ?? []
  expect(name).toMatch(/^xinqiao\/\d{4}-\d{2}-\d{2}\.anchor$/)
  expect(stored?.headers).toMatchObject({ 'if-none-match': '*', 'x-amz-object-lock-mode': 'COMPLIANCE' })
  expect(Date.parse(stored?.headers['x-amz-object-lock-retain-until-date'] ?? '')).toBeGreaterThan(Date.now() + 3649 * 86_400_000)
  const reader = await connect(database.appUrl, 'test')
  const anchors = await readAnchors(context.db, openAnchorPlace({ anchors: anchorsAt(bucket.url) }))
  expect([...(await verifyRecord(reader, anchors.heads)).faults, ...anchors.faults]).toEqual([])
  await reader.end()
})

test('what is there already is not written over, whoever wrote it', async () => {
  const place = openAnchorPlace({ anchors: anchorsAt(bucket.url) })
  expect(await place.write('2030-01-01', 'first')).toBe(true)
  expect(await place.write('2030-01-01', 'second')).toBe(false)
  expect(await place.read('2030-01-01')).toBe('first')
  expect(await place.read('2030-01-02')).toBeUndefined()
  for (const day of ['2030-01-02', '2030-01-03', '2030-01-04']) await place.write(day, day)
  expect(await place.names()).toEqual([...bucket.objects.keys()].map((name) => name.slice('xinqiao/'.length, -'.anchor'.length)).toSorted())
  for (const name of [...bucket.objects.keys()].filter((one) => one.includes('2030-'))) bucket.objects.delete(name)
})

test('a store that is busy is asked again', async () => {
  const before = bucket.asked()
  bucket.fail(503, 2)
  expect(await anchorRecord(at(anchorsAt(bucket.url)))).toBe(true)
  expect(bucket.asked() - before).toBe(3)
})

const doctor = async (anchors: Config['anchors']): Promise<string> => {
  const config = readConfig({ XINQIAO_DATA: context.config.dataFolder, DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl })
  return (await examineDatabase({ ...config, anchors }, { ...database, embedded: undefined })).map(({ state, text }) => `${state}: ${text}`).join('\n')
}

test('with a wrong secret nothing is noted as anchored, and the doctor says why', async () => {
  const wrong = anchorsAt(bucket.url, 'another-secret')
  await expect(anchorRecord(at(wrong))).rejects.toThrow(/refuses to take one: 403 .*SignatureDoesNotMatch/)
  expect(await doctor(wrong)).toMatch(/broken: the place of the anchors cannot be read \(.*403.*XINQIAO_ANCHORS/)
  expect(await doctor(anchorsAt(bucket.url))).not.toMatch(/cannot be read/)
  expect(await doctor(wrong)).not.toContain('another-secret')
})

test('while the store is down the desk goes on and the doctor tells; the next day’s anchor makes good what was missed', async () => {
  const there = anchorsAt(bucket.url)
  const { objects } = bucket
  await bucket.stop()
  await expect(anchorRecord(at(there))).rejects.toThrow(/fetch failed/)
  expect(await doctor(there)).toMatch(/broken: the place of the anchors cannot be read/)
  bucket = await startBucket(key, 'cn-north-1')
  for (const [name, stored] of objects) bucket.objects.set(name, stored)
  clock.set(instant(day + 86_400_000))
  day = clock.now()
  const back = anchorsAt(bucket.url)
  expect(await anchorRecord(at(back))).toBe(true)
  const reader = await connect(database.appUrl, 'test')
  const anchors = await readAnchors(context.db, openAnchorPlace({ anchors: back }))
  expect([...(await verifyRecord(reader, anchors.heads)).faults, ...anchors.faults]).toEqual([])
  const { rows } = await reader.query<{ behind: number }>('select count(*)::int as behind from record_head h left join anchored_head a using (stream) where a.seq is distinct from h.seq')
  // Only that it was anchored came after it.
  expect(rows[0]?.behind).toBe(1)
  await reader.end()
})

test('an anchor that somebody took out of the bucket is missed', async () => {
  const [name = ''] = [...bucket.objects.keys()]
  const stored = bucket.objects.get(name)
  bucket.objects.delete(name)
  const { faults } = await readAnchors(context.db, openAnchorPlace({ anchors: anchorsAt(bucket.url) }))
  expect(faults).toContainEqual({ day: name.slice('xinqiao/'.length, -'.anchor'.length), fault: 'missing' })
  if (stored) bucket.objects.set(name, stored)
})
