import type { HandOver, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import type { Release } from '@xinqiao/core/conversations/gate.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { Reader } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { sha256 } from '../record/sha256.ts'

/** What of an entry is sealed under the customer's key: everything that anybody said, and why. */

export type SealedMessage = {
  readonly body: MessageBody
  /** Of what the sender asked for, by which a repeated id is told from a reused one. Inside, for a short text is guessed from its hash. */
  readonly print: string
  readonly findings?: readonly Finding[]
  /** Why the agent sent it although the gate warned. */
  readonly reason?: string
  /** Who let it out although the gate blocked it, and why. */
  readonly release?: Release
  /** What a language model had to do with it. */
  readonly byModel?: ModelUse
}

export type SealedHappening = {
  /** The sentence the customer may read. */
  readonly text?: string
  /** Why, for the desk only. */
  readonly reason?: string
  readonly handOver?: HandOver
}

/** A sealed entry belongs to its place: moved to another conversation or given another id it does not open. */
const place = (conversationId: string, entryId: string): string => `conversation ${conversationId} entry ${entryId}`

export type Sealed = {
  readonly bytes: Buffer
  /** Of the text inside, salt and all: the record holds it, so that whoever is shown the text can be shown that it is what was said. */
  readonly saidHash: string
}

/** The salt keeps a short text from being guessed by its hash, before the key is destroyed and after. */
export const sealEntry = async (
  keys: Keys, db: Reader, dataKeyId: string, at: { readonly conversationId: string; readonly entryId: string }, content: SealedMessage | SealedHappening,
): Promise<Sealed> => {
  const said = JSON.stringify({ ...content, salt: randomBytes(16).toString('base64') })
  return { bytes: await keys.encrypt(db, dataKeyId, Buffer.from(said), place(at.conversationId, at.entryId)), saidHash: sha256(said) }
}

/** What belongs to a conversation and is no entry of it, under the same key. */
export const sealBeside = (keys: Keys, db: Reader, dataKeyId: string, where: string, content: unknown): Promise<Buffer> =>
  keys.encrypt(db, dataKeyId, Buffer.from(JSON.stringify(content)), where)

/** Undefined where the key was destroyed: the customer's data was erased, and only that something was said remains. */
export const openEntry = <Content extends SealedMessage | SealedHappening>(
  keys: Keys, db: Reader, at: { readonly conversationId: string; readonly entryId: string }, sealed: Buffer,
): Promise<Content | undefined> => openSealed<Content>(keys, db, place(at.conversationId, at.entryId), sealed)

/** The very text that was sealed, whose hash the record holds; undefined where the key was destroyed. */
export const saidInEntry = (keys: Keys, db: Reader, at: { readonly conversationId: string; readonly entryId: string }, sealed: Buffer): Promise<string | undefined> =>
  unsealText(keys, db, place(at.conversationId, at.entryId), sealed)

const unsealText = async (keys: Keys, db: Reader, where: string, sealed: Buffer): Promise<string | undefined> =>
  (await keys.open(db, sealed, where))?.toString()

export const openSealed = async <Content>(keys: Keys, db: Reader, where: string, sealed: Buffer): Promise<Content | undefined> => {
  const text = await unsealText(keys, db, where, sealed)
  // Written by the functions above and authenticated by its tag: no other shape opens.
  return text === undefined ? undefined : (JSON.parse(text) as Content)
}

export const printOf = (asked: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(asked)).digest('base64')
