/** The tables whose rows are chained, with every column that the chain covers, in order. */

/** How a column's value is written for hashing: `time` in microseconds since 1970, `bytes` as their SHA-256, `json` as jsonb prints it. */
export type ColumnForm = 'text' | 'time' | 'bytes' | 'json'

export type RecordedTable = {
  readonly name: 'conversation_entry' | 'event'
  /** The column that names the stream, with what stands before it in the stream's full name. */
  readonly stream: { readonly column: string; readonly prefix: string }
  readonly columns: readonly (readonly [name: string, form: ColumnForm])[]
}

export const entryTable: RecordedTable = {
  name: 'conversation_entry',
  stream: { column: 'conversation_id', prefix: 'entries/' },
  columns: [
    ['conversation_id', 'text'], ['seq', 'text'], ['entry_id', 'text'], ['kind', 'text'], ['at', 'time'], ['author_kind', 'text'], ['staff_id', 'text'],
    ['staff_name', 'text'], ['happening', 'text'], ['visible_to', 'text'], ['purpose', 'text'], ['sealed', 'bytes'], ['gate_verdict', 'text'],
    ['rule_version', 'text'], ['about_id', 'text'], ['about_seq', 'text'], ['said_hash', 'text'],
  ],
}

/** `event_id` is not covered: the database gives it out after the row was made, and nothing depends on it but the order of reading. */
export const eventTable: RecordedTable = {
  name: 'event',
  stream: { column: 'stream', prefix: '' },
  columns: [['stream', 'text'], ['seq', 'text'], ['kind', 'text'], ['happened_at', 'time'], ['payload', 'json'], ['actor', 'text'], ['origin', 'text']],
}

export const recordedTables: readonly RecordedTable[] = [entryTable, eventTable]

/** A moment in milliseconds as a column of form `time`. */
export const timeText = (milliseconds: number): string => `${milliseconds}000`

type Payload = { readonly [name: string]: unknown }

/** Whose an event is, the most particular first. */
const subjects = [
  ['conversation', ['conversationId']], ['case', ['caseId']], ['loan', ['loanRef']], ['customer', ['customerId', 'customer', 'into']],
  ['staff', ['staffId', 'staff', 'by']],
] as const

/**
 * The stream of an event: of the conversation, case, loan, customer or member of staff that it is about, else of its kind. Narrow
 * streams keep those who write at the same moment out of each other's way, and an export of one case short.
 */
export const streamOfEvent = (kind: string, payload: Payload): string => {
  for (const [subject, names] of subjects) {
    for (const name of names) {
      const id = payload[name]
      if (typeof id === 'string' && /^[\w.-]{1,64}$/.test(id)) return `${subject}/${id}`
    }
  }
  return `kind/${kind}`
}
