import type { ColumnForm, RecordedTable } from '@xinqiao/core/record/recorded-table.ts'
import { type Fields, type Link, rowDigest } from '@xinqiao/core/record/link.ts'
import type { WalkedRow } from '@xinqiao/core/record/walk.ts'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Reader } from '../platform/db.ts'
import { sha256 } from './sha256.ts'

/** Reads the rows that the record chains, with their columns as the text that was hashed, and the heads beside them. */

const formed = (column: string, form: ColumnForm): string => {
  if (form === 'time') return `(extract(epoch from ${column}) * 1000000)::bigint::text`
  if (form === 'bytes') return `encode(sha256(${column}), 'hex')`
  return `${column}::text`
}

const columnsSql = ({ columns }: RecordedTable): string => columns.map(([name, form]) => formed(name, form)).join(', ')

const together = 4000

/** One statement's rows, some thousand at a time; the client must be in a transaction. */
async function* readAll<Row extends unknown[]>(client: pg.Client, name: string, query: string): AsyncGenerator<Row> {
  await client.query(`declare ${name} no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await client.query<Row>({ text: `fetch ${together} from ${name}`, rowMode: 'array' })
    yield* rows
    if (rows.length < together) break
  }
  await client.query(`close ${name}`)
}

export type RowRead = WalkedRow & { readonly stream: string }

/**
 * Streams in the order of their bytes, which is the order of JavaScript's texts, whatever collation the database has; and by the
 * table's own columns, for a bare name would mean the text that is read under it, by which 10 comes before 2.
 */
const inOrder = ({ name, stream: { column } }: RecordedTable): string => `${name}.${column}::text collate "C"`

/** Every row of a table, in the order of streams and numbers. */
export async function* readRows(client: pg.Client, table: RecordedTable): AsyncGenerator<RowRead> {
  const { column, prefix } = table.stream
  const seqAt = table.columns.findIndex(([name]) => name === 'seq')
  const streamAt = table.columns.findIndex(([name]) => name === column)
  const query = `select encode(hash, 'hex'), ${columnsSql(table)} from ${table.name} order by ${inOrder(table)}, ${table.name}.seq`
  for await (const [hash, ...values] of readAll<[string, ...(string | null)[]]>(client, `rows_of_${table.name}`, query)) {
    const fields: Fields = table.columns.map(([name], index) => [name, values[index] ?? null])
    yield { stream: `${prefix}${values[streamAt] ?? ''}`, seq: Number(values[seqAt]), digest: rowDigest(sha256, table.name, fields), hash }
  }
}

export type FieldsRead = { readonly seq: number; readonly fields: Fields; readonly hash: string }

/** Some rows of one stream with their columns, in their order. */
export const readFields = async (reader: Reader, table: RecordedTable, stream: string, from: number, to: number): Promise<readonly FieldsRead[]> => {
  const { column, prefix } = table.stream
  const { rows } = await sql<{ seq: number; hash: string; values: (string | null)[] }>`
    select seq, encode(hash, 'hex') as hash, array[${sql.raw(columnsSql(table))}] as values from ${sql.table(table.name)}
    where ${sql.ref(column)} = ${stream.slice(prefix.length)} and seq between ${from} and ${to} order by seq`.execute(reader)
  return rows.map(({ seq, hash, values }) => ({ seq, hash, fields: table.columns.map(([name], index) => [name, values[index] ?? null]) }))
}

const headQueries: Readonly<Record<RecordedTable['name'], string>> = {
  conversation_entry: `select 'entries/' || conversation_id::text, last_seq, encode(last_hash, 'hex') from conversation where last_seq > 0 order by conversation_id::text collate "C"`,
  event: `select stream, seq, encode(hash, 'hex') from record_head where seq > 0 order by record_head.stream collate "C"`,
}

export type HeadRead = Link & { readonly stream: string }

export async function* readHeads(client: pg.Client, table: RecordedTable): AsyncGenerator<HeadRead> {
  for await (const [stream, seq, hash] of readAll<[string, number, string]>(client, `heads_of_${table.name}`, headQueries[table.name])) yield { stream, seq, hash }
}
