import type { Refusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { z } from 'zod'
import type { Context } from './context.ts'
import type { Tx } from './db.ts'
import type { Api, Routes } from './http.ts'
import type { Job } from './jobs.ts'
import type { SocketHandler } from './socket.ts'

/**
 * One kind of rows that `xinqiao import` takes from a lender's files. A CSV file hands in texts only, JSON lines their own types: let
 * `row` take both (z.coerce, or a transform).
 */
export type Importer<Row extends z.ZodType = z.ZodType> = {
  /** The word on the command line: products, customers, loans, staff, articles. */
  readonly kind: string
  readonly row: Row
  /**
   * Stores one row in the import's transaction. The same row again changes nothing and says `same`; a refusal names what
   * is wrong with the row, and then nothing of the file is kept.
   */
  readonly store: (context: Context, tx: Tx, row: z.output<Row>) => Promise<'added' | 'changed' | 'same' | Refusal>
  /** Called once before the rows, such as to load what they all need. */
  readonly before?: (context: Context, tx: Tx) => Promise<void>
}

export const defineImporter = <Row extends z.ZodType>(importer: Importer<Row>): Importer => importer as unknown as Importer

export type SeedSettings = {
  /** The moment that the demo's days are counted from. */
  readonly now: Instant
  /** From 0 (included) to 1 (excluded), the same sequence at each seeding. */
  readonly random: () => number
  /** The password of every demo account; generated for each installation. */
  readonly password: string
}

/** A demo account that the ready line shows. */
export type SignIn = { readonly who: string; readonly email: string }

/** Puts a room's part of the demo lender into an empty database. Rooms are seeded lowest first. */
export type Seeder = (context: Context, settings: SeedSettings) => Promise<void>

/** A room, as main wires it. */
export type Room = {
  readonly name: string
  readonly routes?: Routes<Context>
  readonly jobs?: readonly Job[]
  readonly sockets?: (api: Api, context: Context) => Readonly<Record<string, SocketHandler>>
  /** Called when the server starts, before the first connection: what the room hears of other processes. */
  readonly listen?: (context: Context) => void
  /** Called when requests, sockets and jobs have ended, before the database is let go. */
  readonly close?: (context: Context) => Promise<void>
  readonly importers?: readonly Importer[]
  readonly seed?: Seeder
  /** Puts into an empty lender of one's own what the room needs to work, for `xinqiao init`; `content` is a folder he exported before. */
  readonly init?: (context: Context, content?: string) => Promise<void>
  /** Called at every start, when the lender is there: what a new release brings for him. Safe to repeat. */
  readonly upgrade?: (context: Context) => Promise<void>
  /** Makes the first administrator of an empty lender, for `xinqiao init`: the room people. */
  readonly makeAdministrator?: (context: Context, person: { readonly name: string; readonly email: string }) => Promise<{ readonly oneTimePassword: string } | Refusal>
  /** The demo accounts worth showing to someone who has just started the demo. */
  readonly signIns?: (context: Context) => Promise<readonly SignIn[]>
}
