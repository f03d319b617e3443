// Made by `npm run generate` from the migrations: change those, not this.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** JSON as it comes out of the database; it goes in as text, for an array handed to the driver would become a PostgreSQL array. */
export type Json = unknown

export type DataKeyTable = {
  data_key_id: string
  name: string | null
  master_key_id: string
  wrapped: Buffer | null
  made_at: Date
  destroyed_at: Date | null
}

export type EventTable = {
  event_id: GeneratedAlways<bigint>
  kind: string
  happened_at: Date
  payload: ColumnType<Json, string, string>
}

export type InstallationTable = {
  name: string
  value: ColumnType<Json, string, string>
}

export type KnowledgeApprovalTable = {
  kind: string
  piece_id: string
  version: number
  proposed_by: string
  approved_by: string
  approved_on: string
  recorded_at: Date
}

export type KnowledgeVersionTable = {
  kind: 'article' | 'term' | 'reply' | 'product' | 'notice'
  piece_id: string
  version: number
  body: ColumnType<Json, string, string>
  digest: string
  proposed_by: string
  valid_from: string
  valid_until: string | null
  review_by: string
  origin: 'content' | 'desk' | 'import'
  recorded_at: Date
}

export type KnowledgeWithdrawalTable = {
  kind: string
  piece_id: string
  version: number
  withdrawn_by: string
  from_day: string
  reason: string
  recorded_at: Date
}

export type KnowledgeWordsTable = {
  kind: string
  piece_id: string
  version: number
  words: string
  grams: string
  dictionary: string
}

export type LoanTable = {
  loan_ref: string
  customer_id: string
  product_id: string
  product_version: number
  agreement: ColumnType<Json, string, string>
  recorded_at: Date
}

export type LoanDayEndTable = {
  day: string
  loans: number
  events: number
  finished_at: Date
}

export type LoanEventTable = {
  loan_ref: string
  seq: number
  kind: string
  on_day: string
  body: ColumnType<Json, string, string>
  source_ref: string | null
  recorded_at: Date
}

export type MigrationTable = {
  name: string
  sha256: string
  applied_at: Generated<Date>
}

export type TableKindTable = {
  table_name: string
  kind: 'append-only' | 'changeable'
}

export type Tables = {
  data_key: DataKeyTable
  event: EventTable
  installation: InstallationTable
  knowledge_approval: KnowledgeApprovalTable
  knowledge_version: KnowledgeVersionTable
  knowledge_withdrawal: KnowledgeWithdrawalTable
  knowledge_words: KnowledgeWordsTable
  loan: LoanTable
  loan_day_end: LoanDayEndTable
  loan_event: LoanEventTable
  migration: MigrationTable
  table_kind: TableKindTable
}
