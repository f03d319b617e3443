import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { rowsOf } from '../../server/src/conversations/index-entries.ts'
import { sealEntry, type SealedMessage } from '../../server/src/conversations/seal-entry.ts'
import { keyOfCustomer } from '../../server/src/people/customer-keys.ts'
import { createVisitor } from '../../server/src/people/customers.ts'
import type { Context } from '../../server/src/platform/context.ts'
import { connect } from '../../server/src/platform/db.ts'
import { messageMaker } from './messages.ts'

/** Fills conversations, their index, and a plain copy of every text beside them, by COPY. */

const perConversation = 40

export const makePlainCopy = async (owner: pg.Client, appRole: string): Promise<void> => {
  await owner.query('create table plain_copy (conversation_id uuid not null, seq integer not null, at timestamptz not null, text text not null)')
  await owner.query(`grant select on plain_copy to ${appRole}`)
}

type Copy = { readonly client: pg.Client; readonly stream: CopyStreamQuery; readonly done: Promise<void> }

const startCopy = async (url: string, table: string): Promise<Copy> => {
  const client = await connect(url, 'xinqiao bench')
  const stream = client.query(copyFrom(`copy ${table} from stdin`))
  const done = finished(stream)
  // What went wrong is told at the end, or at the next line.
  done.catch(() => undefined)
  return { client, stream, done }
}

const write = async ({ stream, done }: Copy, line: string): Promise<void> => {
  if (stream.errored) await done
  if (!stream.write(line)) await once(stream, 'drain')
}

const end = async ({ client, stream, done }: Copy): Promise<void> => {
  stream.end()
  await done
  await client.end()
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')

export type Fill = { readonly context: Context; readonly ownerUrl: string; readonly seed: number; readonly from: number; readonly to: number; readonly firstAt: number; readonly every: number; readonly keepEvery: number }

/** What is measured here is the search: the rows are not chained, and `xinqiao verify` would say so. */
const unchained = Buffer.alloc(32)

/** Customers with closed conversations of forty messages each; message number n is said at `firstAt + n * every`. Returns some of the texts. */
export const fill = async ({ context, ownerUrl, seed, from, to, firstAt, every, keepEvery }: Fill): Promise<readonly string[]> => {
  const next = messageMaker(seed)
  const kept: string[] = []
  const staffId = (await context.db.selectFrom('staff').select('id').executeTakeFirstOrThrow()).id
  const copies = await Promise.all(['conversation_entry (conversation_id, seq, entry_id, kind, at, author_kind, staff_id, staff_name, visible_to, purpose, sealed, gate_verdict, rule_version, hash)',
    'search_entry (conversation_id, seq, at, staff_id, tokens)', 'plain_copy'].map((table) => startCopy(ownerUrl, table)))
  const [entries, index, plain] = copies
  if (!entries || !index || !plain) throw new Error('a copy is missing')
  for (let number = from; number < to; number += perConversation) {
    const conversationId = randomUUID()
    const count = Math.min(perConversation, to - number)
    const customerId = await createVisitor(context, context.db)
    const dataKeyId = await keyOfCustomer(context, context.db, customerId, 'talk')
    const opened = new Date(firstAt + number * every)
    await context.db.insertInto('conversation').values({
      conversation_id: conversationId, customer_id: customerId, data_key_id: dataKeyId, channel: 'web', state: 'closed', last_seq: count, last_hash: unchained, opened_at: opened, last_at: opened, closed_at: opened,
    }).execute()
    for (let seq = 1; seq <= count; seq += 1) {
      const { author, text } = next()
      if ((number + seq) % keepEvery === 0) kept.push(text)
      const entryId = randomUUID()
      const at = new Date(firstAt + (number + seq) * every)
      const content: SealedMessage = { body: { text, figures: [], terms: [], articles: [], choices: [], attachments: [] }, print: '' }
      const sealed = await sealEntry(context.keys, context.db, dataKeyId, { conversationId, entryId }, content)
      const agent = author === 'agent'
      const [row] = await rowsOf(context, [{ conversationId, seq, at: instant(at.getTime()), staffId: agent ? staffId : null, content }])
      await write(entries, `${[conversationId, seq, entryId, 'message', at.toISOString(), author, agent ? staffId : '\\N', agent ? '测试' : '\\N', 'all', 'service', `\\\\x${sealed.bytes.toString('hex')}`, ...(agent ? ['pass', 'bench'] : ['\\N', '\\N']), `\\\\x${unchained.toString('hex')}`].join('\t')}\n`)
      await write(index, `${[conversationId, seq, at.toISOString(), agent ? staffId : '\\N', `{${row?.tokens.join(',') ?? ''}}`].join('\t')}\n`)
      await write(plain, `${[conversationId, seq, at.toISOString(), escaped(text)].join('\t')}\n`)
    }
    await setImmediate()
  }
  await Promise.all(copies.map(end))
  return kept
}
