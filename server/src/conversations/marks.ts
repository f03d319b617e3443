import type { Mark } from '@xinqiao/contract/conversations.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'

/**
 * Delivered and read marks. They are cumulative, so that of many only the highest is written, all conversations together,
 * a moment after they came. A mark that is lost with the process comes again with the client's next one.
 */

export type NewMark = Mark & { readonly conversationId: string; readonly staffId: string | undefined }

export type Marks = {
  readonly put: (mark: NewMark) => void
  readonly flush: () => Promise<void>
}

const gatherFor = 40
/** More conversations than this within one gathering are written by those after it. */
const mostTogether = 1000

const insertMarks = async (db: Reader, marks: readonly NewMark[], now: Date): Promise<readonly (Mark & { readonly conversationId: string })[]> => {
  // Only what goes beyond the mark that stands, and never beyond the last entry.
  const { rows } = await sql<{ conversation_id: string; party: Mark['party']; kind: Mark['kind']; up_to: number }>`
    insert into conversation_mark (conversation_id, party, kind, up_to, at, staff_id)
    select u.conversation_id, u.party, u.kind, least(u.up_to, c.last_seq), ${now}, u.staff_id
    from unnest(
      ${marks.map(({ conversationId }) => conversationId)}::uuid[], ${marks.map(({ party }) => party)}::text[], ${marks.map(({ kind }) => kind)}::text[],
      ${marks.map(({ upTo }) => upTo)}::integer[], ${marks.map(({ staffId }) => staffId ?? null)}::uuid[]
    ) as u (conversation_id, party, kind, up_to, staff_id)
    join conversation c using (conversation_id)
    where least(u.up_to, c.last_seq) > coalesce((
      select max(m.up_to) from conversation_mark m where m.conversation_id = u.conversation_id and m.party = u.party and m.kind = u.kind
    ), 0)
    -- Each waits where a retraction is being decided; in the order in which the writer locks, so that none waits for ever.
    order by u.conversation_id
    on conflict do nothing
    returning conversation_id, party, kind, up_to`.execute(db)
  return rows.map((row) => ({ conversationId: row.conversation_id, party: row.party, kind: row.kind, upTo: row.up_to }))
}

export const createMarks = ({ db, clock, log }: Context, tell: (conversationId: string, marks: readonly Mark[]) => void): Marks => {
  let waiting = new Map<string, NewMark>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    const marks = [...waiting.values()]
    waiting = new Map()
    if (marks.length === 0) return
    try {
      for (const { conversationId, ...mark } of await insertMarks(db, marks, new Date(clock.now()))) tell(conversationId, [mark])
    } catch (error) {
      log.warn({ error, count: marks.length }, 'marks could not be stored; clients send them again')
    }
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write)
    return writing
  }
  return {
    put: (mark) => {
      const key = `${mark.conversationId} ${mark.party} ${mark.kind}`
      const before = waiting.get(key)
      if (before && before.upTo >= mark.upTo) return
      if (!before && waiting.size >= mostTogether) return
      waiting.set(key, mark)
      timer ??= setTimeout(() => void flush(), gatherFor).unref()
    },
    flush,
  }
}

/** Up to where the customer's side has received; what was read was received. */
export const readDelivered = async (db: Reader, conversationId: string): Promise<number> => {
  const row = await db
    .selectFrom('conversation_mark').select((eb) => eb.fn.max('up_to').as('up_to')).where('conversation_id', '=', conversationId).where('party', '=', 'customer')
    .executeTakeFirst()
  return row?.up_to ?? 0
}

export const readMarks = async (db: Reader, conversationId: string): Promise<readonly Mark[]> => {
  const rows = await db
    .selectFrom('conversation_mark')
    .select(['party', 'kind', (eb) => eb.fn.max('up_to').as('up_to')])
    .where('conversation_id', '=', conversationId)
    .groupBy(['party', 'kind'])
    .execute()
  return rows.map((row) => ({ party: row.party as Mark['party'], kind: row.kind as Mark['kind'], upTo: row.up_to }))
}
