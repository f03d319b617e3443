import type { Case } from '@xinqiao/core/cases/case.ts'
import type { CasePolicy } from '@xinqiao/core/cases/policy.ts'
import type { Command, Procedure, World } from '@xinqiao/core/cases/procedure.ts'
import type { Times } from '@xinqiao/core/compliance/deadline.ts'
import type { Bilingual } from '@xinqiao/core/primitives/reading.ts'
import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import type { ParsePolicy } from './policies.ts'

export type Choice = { readonly id: string; readonly name: Bilingual }

export type NeededShown = { readonly id: string; readonly name: Bilingual; readonly why: Bilingual }

/** What a world is read for: `caseId` is that of a case that is there already. */
export type About = { readonly caseId?: string; readonly customerId: string; readonly policy: CasePolicy<unknown>; readonly times: Times }

/** What a kind of case hands in to be worked on by the server: its procedure, the shapes of its wire, and what it is decided on. */
export type Kind<State extends string, Data, Ask, Inputs, Outside extends World & { readonly policy: CasePolicy<unknown> }> = {
  readonly procedure: Procedure<State, Data, Ask, Inputs, Outside>
  /** What a customer must have proven to open one, or to see and move his own. */
  readonly customerLevel: 'anonymous' | 'verified'
  /** The shape of what is asked for, and of each move's input, as it comes over the wire; their forms are made of these. */
  readonly ask: z.ZodType<Ask>
  readonly inputs: { readonly [Name in keyof Inputs & string]: z.ZodType<Inputs[Name]> }
  readonly parsePolicy: ParsePolicy<Outside['policy']>
  /** Reads what the procedure needs from outside: loans, quotes, other cases. */
  readonly worldOf: (context: Context, reader: Reader, about: About & { readonly policy: Outside['policy'] }) => Promise<Outside>
  readonly toWire: (data: Data) => Readonly<Record<string, unknown>>
  /** What of it the customer himself sees. */
  readonly mine: z.ZodType<Readonly<Record<string, unknown>>>
  /** What a field is chosen from where the policy or the customer's own things say so; by the field's name. */
  readonly choices?: (world: Outside) => Readonly<Record<string, readonly Choice[]>>
  /** What somebody saw and agrees to with a move, as it goes over the wire: by move and field. */
  readonly seen?: (data: Data) => Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Customers who must consent as guarantors: they see the case and are told. */
  readonly guarantors?: (data: Data, world: Outside) => readonly string[]
  /** What it is about, by which past cases are counted; nothing of a person. */
  readonly topic?: (data: Data) => string
  /** Where another case opens it: what is asked for, from what that case says. */
  readonly askFrom?: (about: Readonly<Record<string, string>>) => Ask
  /** What the case that waits for this one is told once it has ended. */
  readonly reportOf?: (theCase: Case<State, Data>) => { readonly move: string; readonly input: object }
  /** What is needed of the customer; such a kind keeps `MaterialNeeds` and is decided on a `MaterialWorld`. */
  readonly materials?: (data: Data, world: Outside) => readonly NeededShown[]
}

/** A kind with its types put away, for lists of kinds. What is read under a kind was written under it. */
export type AnyKind = Kind<string, unknown, unknown, Record<string, unknown>, World & { readonly policy: CasePolicy<unknown> }>
export type AnyWorld = Awaited<ReturnType<AnyKind['worldOf']>>

export const anyKind = <State extends string, Data, Ask, Inputs, Outside extends World & { readonly policy: CasePolicy<unknown> }>(
  kind: Kind<State, Data, Ask, Inputs, Outside>,
): AnyKind => kind as unknown as AnyKind

export type AnyCase = Case<string, unknown>
export type AnyCommand = Command<Record<string, unknown>>
