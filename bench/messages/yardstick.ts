import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'

/**
 * The yardstick: what the same database does when a program stores each message by a single-row INSERT of its own, committed one
 * by one over 16 connections. The row is as long as a sealed message and has the same two unique keys.
 */
const connections = 16

export const prepareYardstick = async (ownerUrl: string, appRole: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`create table yardstick (
      conversation_id uuid not null, seq integer not null, entry_id uuid not null unique, at timestamptz not null, sealed bytea not null, primary key (conversation_id, seq)
    )`)
    await client.query(`grant select, insert on yardstick to ${appRole}`)
  } finally {
    await client.end()
  }
}

/** Commits a second over so many milliseconds. */
export const measureYardstick = async (appUrl: string, milliseconds: number): Promise<number> => {
  const pool = new pg.Pool({ connectionString: appUrl, max: connections })
  const sealed = randomBytes(420)
  const end = performance.now() + milliseconds
  const started = performance.now()
  let count = 0
  const insert = async (): Promise<void> => {
    const client = await pool.connect()
    const conversation = randomUUID()
    try {
      for (let seq = 1; performance.now() < end; seq++) {
        await client.query('insert into yardstick (conversation_id, seq, entry_id, at, sealed) values ($1, $2, $3, $4, $5)', [conversation, seq, randomUUID(), new Date(), sealed])
        count += 1
      }
    } finally {
      client.release()
    }
  }
  await Promise.all(Array.from({ length: connections }, insert))
  const seconds = (performance.now() - started) / 1000
  await pool.end()
  return count / seconds
}
