import type { Case } from '@xinqiao/core/cases/case.ts'
import type { Command, Procedure, World } from '@xinqiao/core/cases/procedure.ts'
import type { Reader } from '../platform/db.ts'
import type { Context } from '../platform/context.ts'
import type { z } from 'zod'

/** What a kind of case hands in to be worked on by the server: its procedure, the shapes of its wire, and what it is decided on. */
export type Kind<State extends string, Data, Ask, Inputs, Outside extends World> = {
  readonly procedure: Procedure<State, Data, Ask, Inputs, Outside>
  /** The shape of what is asked for, and of each move's input, as it comes over the wire. */
  readonly ask: z.ZodType<Ask>
  readonly inputs: { readonly [Name in keyof Inputs & string]: z.ZodType<Inputs[Name]> }
  /** Reads what the procedure needs from outside: its policy as of the version, loans, quotes. */
  readonly worldOf: (context: Context, reader: Reader, about: { readonly customerId: string; readonly policyVersion: number | undefined }) => Promise<Outside>
  readonly toWire: (data: Data) => unknown
}

/** A kind with its types put away, for lists of kinds. What is read under a kind was written under it. */
export type AnyKind = Kind<string, unknown, unknown, Record<string, unknown>, World>

export const anyKind = <State extends string, Data, Ask, Inputs, Outside extends World>(kind: Kind<State, Data, Ask, Inputs, Outside>): AnyKind =>
  kind as unknown as AnyKind

export type AnyCase = Case<string, unknown>
export type AnyCommand = Command<Record<string, unknown>>
