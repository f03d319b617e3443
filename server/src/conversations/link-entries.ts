import { beginning, type Fields, type Link, nextLink, rowDigest } from '@xinqiao/core/record/link.ts'
import { entryTable, timeText } from '@xinqiao/core/record/recorded-table.ts'
import { sha256, sha256OfBytes } from '../record/sha256.ts'
import { type Conversation, type LinkedEntry, type NewEntry, staffOf } from './store.ts'

/** The columns of an entry as the record's chain covers them; a test compares them with what the table holds. */
const fieldsOf = (entry: NewEntry): Fields => {
  const { staffId, name } = staffOf(entry.author)
  const message = entry.kind === 'message' ? entry : undefined
  const happening = entry.kind === 'happening' ? entry : undefined
  return [
    ['conversation_id', entry.conversationId], ['seq', String(entry.seq)], ['entry_id', entry.id], ['kind', entry.kind], ['at', timeText(entry.at)],
    ['author_kind', entry.author.kind], ['staff_id', staffId], ['staff_name', name], ['happening', happening?.happening ?? null],
    ['visible_to', entry.visibleTo], ['purpose', message?.purpose ?? null], ['sealed', entry.sealed ? sha256OfBytes(entry.sealed.bytes) : null],
    ['gate_verdict', message?.gate?.verdict ?? null], ['rule_version', message?.gate?.ruleVersion ?? null],
    ['about_id', happening?.about?.id ?? null], ['about_seq', happening?.about === undefined ? null : String(happening.about.seq)],
    ['said_hash', entry.sealed?.saidHash ?? null],
  ]
}

/** Links new entries to what their conversations held; of each conversation they stand in their order. */
export const linkEntries = (conversations: readonly Conversation[], entries: readonly NewEntry[]): readonly LinkedEntry[] => {
  const links = new Map<string, Link>(conversations.map(({ id, lastLink }) => [id, lastLink]))
  return entries.map((entry) => {
    const link = nextLink(sha256, links.get(entry.conversationId) ?? beginning, rowDigest(sha256, entryTable.name, fieldsOf(entry)))
    if (link.seq !== entry.seq) throw new Error(`entry ${entry.seq} of conversation ${entry.conversationId} does not follow ${link.seq - 1}`)
    links.set(entry.conversationId, link)
    return { ...entry, hash: link.hash }
  })
}
