import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyOfCustomer } from '../../src/people/customer-keys.ts'
import { customerIdOfRef, readCustomer } from '../../src/people/customers.ts'
import { createTestCustomer, createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation

const person = { name: '欧阳娜娜', phone: '13800001234', idNumber: '11010519491231002X' }
await createTestCustomer(context, 'C1', person)
await createTestCustomer(context, 'C2', { name: '王小明', phone: '13900001234', idNumber: '440524188001010014' })
await createTestCustomer(context, 'C3', { name: '王小明' })

const junior = await createTestStaff(server, ['junior'])
const quality = await createTestStaff(server, ['quality'])
const supervisor = await createTestStaff(server, ['supervisor'])

type Card = { readonly id: string; readonly ref?: string; readonly name: string; readonly phone?: string; readonly idNumber?: string; readonly level: string }

const search = async (words: string, cookie: string = junior.cookie): Promise<readonly (string | undefined)[]> => {
  const response = await fetch(`${server.url}/v1/desk/customers?q=${encodeURIComponent(words)}`, { headers: { cookie } })
  return ((await response.json()) as { customers: Card[] }).customers.map(({ ref }) => ref)
}

const read = async (ref: string, cookie: string): Promise<Card> => {
  const id = await customerIdOfRef(context.db, ref)
  return (await (await fetch(`${server.url}/v1/desk/customers/${id}`, { headers: { cookie } })).json()) as Card
}

test('the database holds no name, phone or identity number that can be read', async () => {
  const rows = JSON.stringify(await context.db.selectFrom('customer').selectAll().execute(), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value ? Buffer.from(value.data as number[]).toString('latin1') : value)
  for (const secret of [person.phone, person.idNumber, '440524188001010014', '1234', Buffer.from('欧阳').toString('latin1')]) expect(rows).not.toContain(secret)
})

test('a customer is found by number, whole name, whole phone or identity number, or the last four of either', async () => {
  expect(await search('C1')).toEqual(['C1'])
  expect(await search('欧阳娜娜')).toEqual(['C1'])
  expect(await search(' 王小明 ')).toEqual(['C2', 'C3'])
  for (const phone of ['13800001234', '138 0000 1234', '+8613800001234', '138-0000-1234']) expect(await search(phone)).toEqual(['C1'])
  expect(await search('11010519491231002x')).toEqual(['C1'])
  expect(await search('1234')).toEqual(['C1', 'C2'])
  expect(await search('002x')).toEqual(['C1'])
  for (const nobody of ['王', '13800009999', '9999', 'C9', '%', "' or 1=1 --"]) expect(await search(nobody)).toEqual([])
})

test('what the desk sees is covered by role', async () => {
  expect(await read('C1', junior.cookie)).toMatchObject({ ref: 'C1', name: '欧阳娜娜', level: 'identified', phone: '138****1234', idNumber: '1101**********002X' })
  expect(await read('C1', supervisor.cookie)).toMatchObject({ name: '欧阳娜娜', phone: '138****1234' })
  expect(await read('C1', quality.cookie)).toMatchObject({ name: '欧阳**', phone: '138****1234', idNumber: '1101**********002X' })
})

test('the level shown is the one that somebody holds just now', async () => {
  await enterAsCustomer(server, 'C2', 'verified')
  await enterAsCustomer(server, 'C2', 'identified')
  expect((await read('C2', junior.cookie)).level).toBe('verified')
  const visitor = await enterAsCustomer(server)
  const card = (await (await fetch(`${server.url}/v1/desk/customers/${visitor.customer.id}`, { headers: { cookie: junior.cookie } })).json()) as Card
  expect(card).toEqual({ id: visitor.customer.id, name: '访客', level: 'anonymous' })
})

test('a record that was joined leads to the customer', async () => {
  const visitor = await enterAsCustomer(server)
  const known = await enterAsCustomer(server, 'C1', 'verified', visitor.session)
  expect((await readCustomer(context, context.db, visitor.customer.id))?.customerId).toBe(known.customer.id)
})

test('every look at a customer is written down, with who and whose', async () => {
  const views = async (): Promise<unknown[]> =>
    (await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.customer-viewed').orderBy('event_id').execute()).map(({ payload }) => payload)
  const before = (await views()).length
  await read('C3', quality.cookie)
  await search('13800001234', supervisor.cookie)
  const [one, three] = [await customerIdOfRef(context.db, 'C1'), await customerIdOfRef(context.db, 'C3')]
  expect((await views()).slice(before)).toEqual([
    { staffId: quality.id, customers: [three], what: 'card' },
    { staffId: supervisor.id, customers: [one], what: 'search' },
  ])
  expect(JSON.stringify(await views())).not.toContain('13800001234')
})

test('with its key destroyed a record can be read by nobody', async () => {
  await createTestCustomer(context, 'C4', { name: '李雷', phone: '13700004321' })
  const id = (await customerIdOfRef(context.db, 'C4')) ?? ''
  expect((await readCustomer(context, context.db, id))?.details.name).toBe('李雷')
  await context.keys.destroy(context.db, await keyOfCustomer(context, context.db, id, 'identity'))
  expect((await readCustomer(context, context.db, id))?.details).toEqual({})
})

test('two customers have two keys, and one does not open the other', async () => {
  const [one = '', two = ''] = [await customerIdOfRef(context.db, 'C1'), await customerIdOfRef(context.db, 'C2')]
  expect(await keyOfCustomer(context, context.db, one, 'identity')).not.toBe(await keyOfCustomer(context, context.db, two, 'identity'))
  expect(await keyOfCustomer(context, context.db, one, 'talk')).not.toBe(await keyOfCustomer(context, context.db, one, 'identity'))
  const [first, second] = await Promise.all([keyOfCustomer(context, context.db, two, 'case'), keyOfCustomer(context, context.db, two, 'case')])
  expect(first).toBe(second)
  const row = await context.db.selectFrom('customer').select('details').where('customer_id', '=', one).executeTakeFirstOrThrow()
  await expect(context.keys.decrypt(context.db, row.details ?? Buffer.alloc(0), `customer ${two}`)).rejects.toThrow('unable to authenticate')
  await expect(keyOfCustomer(context, context.db, randomUUID(), 'talk')).rejects.toThrow('there is no customer')
})
