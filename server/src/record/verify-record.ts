import type { Link } from '@xinqiao/core/record/link.ts'
import { type RecordedTable, recordedTables } from '@xinqiao/core/record/recorded-table.ts'
import { endStream, type Known, startStream, type WalkFault, walkRow } from '@xinqiao/core/record/walk.ts'
import type pg from 'pg'
import { readHeads, readRows, type RowRead } from './read-rows.ts'
import { sha256 } from './sha256.ts'

/** A row that is not as it was recorded: the first of its stream. */
export type RecordFault = WalkFault & { readonly table: string; readonly stream: string }

export type Verified = { readonly rows: number; readonly streams: number; readonly faults: readonly RecordFault[] }

/** Where everything is altered a list of everything says no more. */
const mostFaults = 100

type Walking = { readonly table: RecordedTable; readonly anchored: ReadonlyMap<string, Link>; readonly faults: RecordFault[]; rows: number; streams: number }

const note = ({ table, faults }: Walking, stream: string, fault: WalkFault | undefined): void => {
  if (fault && faults.length < mostFaults) faults.push({ table: table.name, stream, ...fault })
}

/** The rows of one stream: the first is in hand; gives back the first row of the next one. */
const walkStream = async (walking: Walking, first: RowRead, rows: AsyncGenerator<RowRead>, head: Link | undefined): Promise<RowRead | undefined> => {
  const known: Known = { head, anchored: walking.anchored.get(first.stream) }
  let walk = startStream
  let row: RowRead | undefined = first
  for (; row?.stream === first.stream; row = (await rows.next()).value as RowRead | undefined) {
    walk = walkRow(sha256, walk, row, known)
    walking.rows += 1
  }
  walking.streams += 1
  note(walking, first.stream, endStream(walk, known))
  return row
}

const verifyTable = async (client: pg.Client, walking: Walking): Promise<void> => {
  const { table, anchored } = walking
  const [rows, heads] = [readRows(client, table), readHeads(client, table)]
  const unseen = new Set([...anchored.keys()].filter((stream) => (table.stream.prefix === '' ? !stream.startsWith('entries/') : stream.startsWith(table.stream.prefix))))
  let head = (await heads.next()).value
  let row = (await rows.next()).value as RowRead | undefined
  while (row || head) {
    const stream: string = !head || (row && row.stream < head.stream) ? (row?.stream ?? '') : head.stream
    unseen.delete(stream)
    const own: Link | undefined = head?.stream === stream ? head : undefined
    if (row?.stream === stream) row = await walkStream(walking, row, rows, own)
    else note(walking, stream, endStream(startStream, { head: own, anchored: anchored.get(stream) }))
    if (own) head = (await heads.next()).value
  }
  for (const stream of unseen) note(walking, stream, endStream(startStream, { head: undefined, anchored: anchored.get(stream) }))
}

/**
 * Reckons the whole record anew, as of one moment and while others write, and names of each stream the first row that is not as it was
 * recorded. `anchored`: the newest head of each stream that an anchor holds. Reads every row once, and keeps none.
 */
export const verifyRecord = async (client: pg.Client, anchored: ReadonlyMap<string, Link>): Promise<Verified> => {
  const faults: RecordFault[] = []
  let [rows, streams] = [0, 0]
  await client.query('set statement_timeout = 0; begin isolation level repeatable read read only')
  try {
    for (const table of recordedTables) {
      const walking: Walking = { table, anchored, faults, rows: 0, streams: 0 }
      await verifyTable(client, walking)
      rows += walking.rows
      streams += walking.streams
    }
  } finally {
    await client.query('rollback')
  }
  return { rows, streams, faults }
}
