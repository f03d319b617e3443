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
  migration: MigrationTable
  table_kind: TableKindTable
}
