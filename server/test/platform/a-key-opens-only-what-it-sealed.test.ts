import { expect, test } from 'vitest'
import { KeyDestroyed } from '../../src/platform/keys.ts'
import { openTestContext } from '../support/server.ts'

const { context } = await openTestContext()
const { keys, db } = context

test('what was sealed opens again, and only under what it is bound to', async () => {
  const key = await keys.create(db)
  const sealed = await keys.encrypt(db, key, Buffer.from('我的身份证丢了'), 'message 1')
  expect(sealed.includes(Buffer.from('身份证'))).toBe(false)
  expect((await keys.decrypt(db, sealed, 'message 1')).toString()).toBe('我的身份证丢了')
  await expect(keys.decrypt(db, sealed, 'message 2')).rejects.toThrow(/./)
  for (const index of [1, 20, sealed.length - 1]) {
    const altered = Buffer.from(sealed)
    altered[index] = (altered[index] ?? 0) ^ 1
    await expect(keys.decrypt(db, altered, 'message 1')).rejects.toThrow(/./)
  }
})

test('after its key is destroyed a text is gone for good', async () => {
  const key = await keys.create(db)
  const sealed = await keys.encrypt(db, key, Buffer.from('x'), 'm')
  await keys.destroy(db, key)
  await expect(keys.decrypt(db, sealed, 'm')).rejects.toThrow(KeyDestroyed)
})

test('a secret of the house is made once and stays', async () => {
  const [a, b] = await Promise.all([keys.secret('test'), keys.secret('test')])
  expect(a).toEqual(b)
  expect(await keys.keyedHash('search', '13800001234')).toEqual(await keys.keyedHash('search', '13800001234'))
  expect(await keys.keyedHash('search', '13800001234')).not.toEqual(await keys.keyedHash('test', '13800001234'))
})
