import { jsonText } from '@xinqiao/core/record/json-text.ts'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { send } from '../../src/conversations/send-message.ts'
import { createVisitor } from '../../src/people/customers.ts'
import { connect } from '../../src/platform/db.ts'
import { anchorRecord, readAnchors } from '../../src/record/anchor-record.ts'
import { openAnchorPlace } from '../../src/record/anchor-place.ts'
import { type RecordFault, verifyRecord } from '../../src/record/verify-record.ts'
import { openTestContext } from '../support/server.ts'

const { context, database } = await openTestContext()
const reader = await connect(database.appUrl, 'test')
const owner = await connect(database.ownerUrl, 'test')
afterAll(async () => {
  await reader.end()
  await owner.end()
})

const verify = async (): Promise<readonly RecordFault[]> => (await verifyRecord(reader, (await readAnchors(context.db, openAnchorPlace(context.config))).heads)).faults

/** What somebody does who owns the tables; put back afterwards from a copy. */
const tampered = async (statement: string, from: pg.Client = owner): Promise<readonly RecordFault[]> => {
  await from.query(`alter table conversation_entry disable trigger user; alter table event disable trigger user; create table kept_entry as table conversation_entry; create table kept_event as table event;
    create table kept_conversation as table conversation; create table kept_head as table record_head`)
  await from.query(statement)
  const faults = await verify()
  await from.query(`delete from conversation_entry; insert into conversation_entry select * from kept_entry; delete from event; insert into event overriding system value select * from kept_event;
    update conversation c set last_seq = k.last_seq, last_hash = k.last_hash from kept_conversation k where k.conversation_id = c.conversation_id;
    delete from record_head; insert into record_head select * from kept_head; drop table kept_entry, kept_event, kept_conversation, kept_head;
    alter table conversation_entry enable trigger user; alter table event enable trigger user`)
  return faults
}

// Who owns the tables can also take away what they check.
await owner.query('alter table conversation_entry drop constraint said_past_the_gate')

const customers = await Promise.all([0, 1, 2].map(() => context.db.transaction().execute((tx) => createVisitor(context, tx))))
// Written by many at once, as at a busy desk.
await Promise.all(customers.flatMap((customerId) => [1, 2, 3, 4].map((index) => send(context, { from: 'customer', customerId, id: randomUUID(), text: `第${index}句` }))))
const { rows: first } = await owner.query<{ id: string }>('select conversation_id::text as id from conversation order by 1 limit 1')
const id = first[0]?.id ?? ''

test('what nobody touched stands, also before and after it is anchored', async () => {
  expect(await verify()).toEqual([])
  expect(await anchorRecord(context)).toBe(true)
  expect(await anchorRecord(context)).toBe(false)
  expect(await verify()).toEqual([])
})

test('a change of any column of an entry is named', async () => {
  const { rows } = await owner.query<{ name: string }>(`select attname as name from pg_attribute where attrelid = 'conversation_entry'::regclass and attnum > 0 and not attisdropped`)
  const changes: Readonly<Record<string, string>> = {
    entry_id: 'gen_random_uuid()', at: `at + interval '1 microsecond'`, staff_name: `'别人'`, sealed: 'set_byte(sealed, 40, get_byte(sealed, 40) # 1)', author_kind: `'system'`,
    visible_to: `'staff'`, purpose: `'notice'`, rule_version: `'1'`, gate_verdict: `'pass'`, said_hash: `repeat('0', 64)`, hash: `sha256('x')`,
  }
  for (const [column, value] of Object.entries(changes)) {
    const rule = column === 'rule_version' || column === 'gate_verdict' ? `gate_verdict = 'pass', rule_version = '1'` : `${column} = ${value}`
    expect(await tampered(`update conversation_entry set ${rule} where conversation_id = '${id}' and seq = 3`))
      .toEqual([{ table: 'conversation_entry', stream: `entries/${id}`, seq: 3, fault: 'altered' }])
  }
  // The columns that are bound by constraints to others are altered with them, or name the stream; nothing else is left out.
  const bound = new Set(['conversation_id', 'seq', 'kind', 'staff_id', 'happening', 'about_id', 'about_seq'])
  expect(rows.map(({ name }) => name).filter((name) => !Object.hasOwn(changes, name) && !bound.has(name))).toEqual([])
})

test('a row that is removed, put in, exchanged or cut off the end is named', async () => {
  const at = (seq: number, fault: string) => [{ table: 'conversation_entry', stream: `entries/${id}`, seq, fault }]
  const mine = `conversation_id = '${id}'`
  expect(await tampered(`delete from conversation_entry where ${mine} and seq = 2`)).toEqual(at(2, 'missing'))
  expect(await tampered(`delete from conversation_entry where ${mine} and seq >= 4`)).toEqual(at(4, 'missing'))
  expect(await tampered(`update conversation_entry set seq = case seq when 2 then 103 else 102 end where ${mine} and seq in (2, 3); update conversation_entry set seq = seq - 100 where seq > 100`)).toEqual(at(2, 'altered'))
  expect(await tampered(`insert into conversation_entry select conversation_id, 6, gen_random_uuid(), kind, at, author_kind, staff_id, staff_name, happening, visible_to, purpose, sealed, gate_verdict, rule_version, about_id, about_seq, hash, said_hash from conversation_entry where ${mine} and seq = 5`))
    .toEqual(at(6, 'inserted'))
  // The head is cut with it: only the anchor knows.
  expect(await tampered(`delete from conversation_entry where ${mine} and seq > 3; update conversation set last_seq = 3, last_hash = (select hash from conversation_entry where ${mine} and seq = 3) where ${mine}`))
    .toEqual(at(4, 'missing'))
  expect(await verify()).toEqual([])
})

test('an event that is altered, removed or put in is named', async () => {
  const { rows } = await owner.query<{ stream: string }>('select stream from event where seq = 2 order by 1 limit 1')
  const stream = rows[0]?.stream ?? ''
  const mine = `stream = '${stream}'`
  for (const change of [`payload = payload || '{"x": 1}'`, `kind = 'x'`, `actor = 'staff/x'`, `origin = 'public'`, `happened_at = happened_at + interval '1 microsecond'`]) {
    expect(await tampered(`update event set ${change} where ${mine} and seq = 2`)).toEqual([{ table: 'event', stream, seq: 2, fault: 'altered' }])
  }
  expect(await tampered(`delete from event where ${mine} and seq = 1`)).toEqual([{ table: 'event', stream, seq: 1, fault: 'missing' }])
  expect(await tampered(`insert into event (stream, seq, kind, happened_at, payload, hash) values ('customer/nobody', 1, 'x', now(), '{}', sha256('x'))`))
    .toEqual([{ table: 'event', stream: 'customer/nobody', seq: 1, fault: 'inserted' }])
})

test('a long talk stands, and streams of names that a collation would order otherwise', async () => {
  const customerId = await context.db.transaction().execute((tx) => createVisitor(context, tx))
  for (let index = 1; index <= 24; index += 1) await send(context, { from: 'customer', customerId, id: randomUUID(), text: `第${index}句` })
  for (const caseId of ['a-1', 'A-1', 'a_1', 'B.2', 'b-2', 'a10', 'a2']) {
    for (let times = 0; times < 12; times += 1) {
      await context.db.transaction().execute((tx) => context.outbox.emit(tx, { kind: 'test.happened', at: context.clock.now(), payload: { caseId } }))
    }
  }
  expect(await verify()).toEqual([])
})

/** XINQIAO_TAMPER_RUNS=2000 makes a campaign of it. */
const runs = Number(process.env['XINQIAO_TAMPER_RUNS'] ?? 40)

test('whatever row is flipped, dropped, swapped or doubled at random, the first that is not as it was is named', async () => {
  type Row = { readonly stream: string; readonly seq: number }
  const entries = (await owner.query<Row>('select conversation_id::text as stream, seq from conversation_entry order by 1, 2')).rows
  const events = (await owner.query<Row>('select stream, seq from event order by 1, 2')).rows
  const property = fc.asyncProperty(fc.boolean(), fc.nat(), fc.constantFrom('flip', 'drop', 'swap', 'double'), async (ofEntries, place, what) => {
    const [table, column, of] = ofEntries ? ['conversation_entry', 'conversation_id', entries] as const : ['event', 'stream', events] as const
    const { stream, seq } = of[place % of.length] ?? expect.unreachable()
    const last = Math.max(...of.filter((row) => row.stream === stream).map((row) => row.seq))
    const at = (number: number): string => `${column} = '${stream}' and seq = ${number}`
    const flip = ofEntries ? `at = at - interval '7 microseconds'` : `kind = kind || '!'`
    const other = seq === last ? 1 : seq + 1
    const copied = ofEntries
      ? [`conversation_id, seq, entry_id, kind, at, author_kind, visible_to, purpose, happening, sealed, said_hash, hash`,
        `conversation_id, ${last + 1}, gen_random_uuid(), kind, at, author_kind, visible_to, purpose, happening, sealed, said_hash, hash`]
      : [`stream, seq, kind, happened_at, payload, hash`, `stream, ${last + 1}, kind, happened_at, payload, hash`]
    const statements: Readonly<Record<typeof what, string>> = {
      flip: `update ${table} set ${flip} where ${at(seq)}`,
      drop: `delete from ${table} where ${at(seq)}`,
      // Two rows change places, each with its hash.
      swap: `update ${table} set seq = 1000000 where ${at(seq)}; update ${table} set seq = ${seq} where ${at(other)}; update ${table} set seq = ${other} where ${at(1_000_000)}`,
      double: `insert into ${table} (${copied[0]}) select ${copied[1]} from ${table} where ${at(seq)}`,
    }
    if (what === 'swap' && last === 1) return
    const first = { flip: seq, drop: seq, swap: Math.min(seq, other), double: last + 1 }[what]
    expect(await tampered(statements[what])).toMatchObject([{ table, stream: ofEntries ? `entries/${stream}` : stream, seq: first }])
  })
  await fc.assert(property, { numRuns: runs })
  expect(await verify()).toEqual([])
})

/** What jsonb can hold: PostgreSQL refuses U+0000 and halves of pairs. */
const storable = (value: unknown): boolean => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))

test('what is hashed before it is stored is letter by letter what PostgreSQL gives back: whatever the payload, the chain is reckoned over the same text', async () => {
  const value = fc.jsonValue({ maxDepth: 3 }).filter(storable)
  const unit = fc.constantFrom('a', 'Z', '信', '桥', '😀', '\u{ff5e}', '"', '\\', '\n', '\u0001', '\u007f', '/', ' ')
  const named = fc.dictionary(fc.string({ unit, maxLength: 5 }), fc.oneof(value, fc.string({ unit })))
  const payloads = fc.sample(fc.oneof(value, named), 1500) as readonly Parameters<typeof jsonText>[0][]
  const { rows } = await reader.query<{ text: string }>('select value::jsonb::text as text from unnest($1::text[]) with ordinality as u (value, place) order by place', [payloads.map((one) => JSON.stringify(one))])
  expect(payloads.map(jsonText)).toEqual(rows.map(({ text }) => text))
})
