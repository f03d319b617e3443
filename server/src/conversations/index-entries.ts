import { ruleToken, tokensOfText } from '@xinqiao/core/conversations/search-text.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { createHmac } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { openEntry, type SealedHappening, type SealedMessage } from './seal-entry.ts'
import { deleteIndexRows, emptyIndex, type IndexRow, insertIndexRows, readUnindexed, type UnindexedAsked } from './search-store.ts'

/**
 * The index of what was said: filled a moment after an entry is stored, and by a job where that did not come to pass.
 * docs/decisions/0014 says what whoever reads the index learns.
 */

type Content = SealedMessage | SealedHappening

/** What of an entry can be searched: its words, the names of its files, and the reasons that the desk reads. */
export const searchableText = (content: Content): string => {
  if (!('body' in content)) return [content.text, content.reason].filter((text) => text !== undefined).join('\n')
  const { text, attachments } = content.body
  return [text, ...attachments.map(({ name }) => name), ...(content.reason === undefined ? [] : [content.reason])].filter((part) => part !== '').join('\n')
}

const tokensOf = (content: Content): readonly string[] => [
  ...tokensOfText(searchableText(content)),
  ...('body' in content ? [...new Set(content.findings?.map(({ rule }) => ruleToken(rule)))] : []),
]

/** Words repeat: most hashes of a message were made for an earlier one. */
const mostKept = 100_000

type Hasher = (tokens: readonly string[]) => readonly number[]

const hashers = new WeakMap<Keys, Promise<Hasher>>()

const makeHasher = async (keys: Keys): Promise<Hasher> => {
  const key = await keys.secret('search-index')
  const known = new Map<string, number>()
  const hashOf = (token: string): number => {
    const hash = known.get(token) ?? createHmac('sha256', key).update(token).digest().readInt32BE(0)
    // Numbers of persons are not kept in memory for the next message.
    if (known.size < mostKept && token.startsWith('gram ')) known.set(token, hash)
    return hash
  }
  return (tokens) => [...new Set(tokens.map(hashOf))].sort((one, other) => one - other)
}

/** From tokens to what stands in the index. */
export const hasherOf = async ({ keys }: Pick<Context, 'keys'>): Promise<Hasher> => {
  const made = hashers.get(keys) ?? makeHasher(keys)
  hashers.set(keys, made)
  return await made
}

export type EntryToIndex = { readonly conversationId: string; readonly seq: number; readonly at: Instant | Date; readonly staffId: string | null; readonly content: Content }

/** The rows of entries; every entry with content has one, if only to be found by its day or its writer. */
export const rowsOf = async (context: Pick<Context, 'keys'>, entries: readonly EntryToIndex[]): Promise<readonly IndexRow[]> => {
  const hash = await hasherOf(context)
  return entries.map(({ content, ...entry }) => ({ ...entry, tokens: hash(tokensOf(content)) }))
}

export const indexEntries = async (context: Pick<Context, 'keys'>, tx: Reader, entries: readonly EntryToIndex[]): Promise<number> =>
  await insertIndexRows(tx, await rowsOf(context, entries))

/** What was said under destroyed keys is found no more: in the transaction that destroys them and after it, then no row comes behind. Returns how many entries that were. */
export const forgetTalks = (tx: Tx, records: readonly string[], dataKeyIds: readonly string[]): Promise<number> => deleteIndexRows(tx, records, dataKeyIds)

const atOnce = 500

/** Adds what is missing: entries whose process died before it indexed them, or from before there was an index. Returns how many were added. */
export const indexMissing = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, since?: Date): Promise<number> => {
  let added = 0
  let after: UnindexedAsked['after']
  for (;;) {
    const rows = await readUnindexed(db, { limit: atOnce, since, after })
    await keys.prepare(db, rows.flatMap(({ sealed }) => sealed ?? []))
    const entries = await Promise.all(rows.map(async ({ conversation_id: conversationId, seq, entry_id: entryId, at, staff_id: staffId, sealed }): Promise<readonly EntryToIndex[]> => {
      const content = sealed ? await openEntry<Content>(keys, db, { conversationId, entryId }, sealed) : undefined
      return content ? [{ conversationId, seq, at, staffId, content }] : []
    }))
    added += await indexEntries({ keys }, db, entries.flat())
    const last = rows.at(-1)
    if (!last || rows.length < atOnce) return added
    after = { conversationId: last.conversation_id, seq: last.seq }
  }
}

/** The whole index anew, such as after the way of cutting has changed. While it runs, a search finds only what has been added. */
export const rebuildIndex = async (context: Pick<Context, 'db' | 'keys'>): Promise<number> => {
  await context.db.transaction().execute((tx) => emptyIndex(tx))
  return await indexMissing(context)
}
