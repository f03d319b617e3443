import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { SearchHit, searchEntries as operation } from '@xinqiao/contract/search.ts'
import type { InputOf, ResponseOf } from '@xinqiao/contract/operation.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import { type Clause, clausesOf, marksIn, readQuery, ruleToken, type SearchQuery, snippetOf } from '@xinqiao/core/conversations/search-text.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import type { Visibility } from '@xinqiao/core/conversations/conversation.ts'
import { type Sight, sightOf } from '@xinqiao/core/people/sight.ts'
import { addDays, parseDay } from '@xinqiao/core/primitives/day.ts'
import { instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { nameShown, readCustomers, recordsOf } from '../people/customers.ts'
import { refuseTooMany } from '../people/rate-limit.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { hasherOf, searchableText } from './index-entries.ts'
import { type Candidate, findCandidates, type FoundRow, type IndexQuery, readFound, type SearchPlace } from './search-store.ts'
import { openEntry, type SealedHappening, type SealedMessage } from './seal-entry.ts'
import { authorOf, isoOf } from './wire.ts'

/** Search as the desk asks it. The index says where to look; what is there is opened, compared, covered and only then shown. */

type Asked = InputOf<typeof operation>['body']

/** Nobody reads so fast; who goes through numbers one by one is stopped. */
const searching = { name: 'search-entries', most: 120, seconds: 60 } as const

/** More than this many candidates are not opened for one answer: the cursor goes on from there. */
const mostOpened = 1000

const dayStart = (text: string, later: number): Date => {
  const day = parseDay(text)
  if (day === undefined) throw new Error('the contract let a day pass that does not exist')
  return new Date(instantAt(addDays(day, later), 0, shanghai))
}

const cursorOf = ({ at, conversation_id: id, seq }: Candidate): string => `${at.getTime()}.${seq}.${id}`

const placeOf = (cursor: string | undefined): SearchPlace | undefined => {
  const [, at, seq, conversationId] = /^(\d{1,15})\.(\d{1,10})\.([0-9a-f-]{36})$/.exec(cursor ?? '') ?? []
  return at === undefined || conversationId === undefined ? undefined : { at: new Date(Number(at)), conversationId, seq: Number(seq) }
}

const indexQuery = async (context: Context, asked: Asked, query: SearchQuery): Promise<IndexQuery> => {
  const hash = await hasherOf(context)
  const clauses: readonly Clause[] = [...clausesOf(query), ...(asked.rule === undefined ? [] : [{ all: [ruleToken(asked.rule)], any: [] }])]
  return {
    clauses: clauses.map(({ all, any }) => ({ all: hash(all), any: hash(any) })),
    customerIds: asked.customerId === undefined ? undefined : await recordsOf(context.db, asked.customerId),
    staffId: asked.staffId,
    from: asked.from === undefined ? undefined : dayStart(asked.from, 0),
    before: asked.to === undefined ? undefined : dayStart(asked.to, 1),
    after: placeOf(asked.cursor),
  }
}

/** An entry that meets the query, as this caller may see it; the customer's name is put in later. */
type Met = { readonly row: FoundRow; readonly hit: Omit<SearchHit, 'customer'> }

const meets = (content: SealedMessage | SealedHappening, rule: string | undefined): boolean =>
  rule === undefined || ('body' in content && content.findings?.some((finding) => finding.rule === rule) === true)

const meet = async ({ keys, db }: Context, row: FoundRow, asked: Asked, query: SearchQuery, sight: Sight): Promise<Met | undefined> => {
  const { conversation_id: conversationId, entry_id: entryId, seq, at, sealed } = row
  const content = sealed ? await openEntry<SealedMessage | SealedHappening>(keys, db, { conversationId, entryId }, sealed) : undefined
  if (!content || !meets(content, asked.rule)) return undefined
  const text = searchableText(content)
  const marks = marksIn(text, query)
  if (!marks) return undefined
  return {
    row,
    hit: {
      conversationId, seq, at: isoOf(at), author: authorOf(row), ...(row.purpose === null ? {} : { purpose: row.purpose as Purpose }),
      // Covered before it is cut: half a number is not known for one. Covering keeps every place.
      snippet: ((shown) => ({ text: shown.text, marks: [...shown.marks] }))(snippetOf(textShownTo(sight, text), marks)),
      visibleTo: row.visible_to as Visibility, retracted: row.retraction_id !== null,
    },
  }
}

const collect = async (context: Context, asked: Asked, query: SearchQuery, sight: Sight): Promise<{ readonly met: readonly Met[]; readonly next: Candidate | undefined }> => {
  const met: Met[] = []
  const index = await indexQuery(context, asked, query)
  let after = index.after
  let last: Candidate | undefined
  for (let opened = 0; opened < mostOpened;) {
    const wanted = Math.min(mostOpened - opened, (asked.limit + 1 - met.length) * 2)
    const candidates = await findCandidates(context.db, { ...index, after }, wanted)
    const foundRows = await readFound(context.db, candidates)
    await context.keys.prepare(context.db, foundRows.flatMap(({ sealed }) => sealed ?? []))
    const rows = new Map(foundRows.map((row) => [`${row.conversation_id} ${row.seq}`, row]))
    for (const candidate of candidates) {
      const row = rows.get(`${candidate.conversation_id} ${candidate.seq}`)
      const found = row && (await meet(context, row, asked, query, sight))
      // One more than asked for says that there is more; the answer then goes on behind the last one shown.
      if (found && met.length === asked.limit) return { met, next: last }
      if (found) met.push(found)
      last = candidate
    }
    if (candidates.length < wanted || !last) return { met, next: undefined }
    opened += candidates.length
    after = { at: last.at, conversationId: last.conversation_id, seq: last.seq }
  }
  return { met, next: last }
}

/** The search itself; whether it may be asked and that it was, is the caller's. */
export const findHits = async (context: Context, asked: Asked, sight: Sight): Promise<ResponseOf<typeof operation>> => {
  const { met, next } = await collect(context, asked, readQuery(asked.q), sight)
  const customers = await readCustomers(context, context.db, met.map(({ row }) => row.customer_id))
  const hits = met.flatMap(({ row, hit }): readonly SearchHit[] => {
    const customer = customers.get(row.customer_id)
    return customer ? [{ ...hit, customer: { id: customer.customerId, name: nameShown(customer, sight) } }] : []
  })
  return { hits, ...(next ? { nextCursor: cursorOf(next) } : {}) }
}

/** Words need at least one run of two characters, or a customer whose few entries can be looked through; without words something else must be named. */
const saysEnough = ({ q, customerId, staffId, rule, from, to }: Asked): boolean => {
  const query = readQuery(q)
  if (query.wanted.length > 0) return clausesOf(query).length > 0 || customerId !== undefined
  return [customerId, staffId, rule, from, to].some((named) => named !== undefined)
}

export const searchEntries = async (context: Context, caller: StaffCaller, asked: Asked): Promise<ResponseOf<typeof operation> | Refusal<RefusalCode>> => {
  if (!saysEnough(asked)) return refuse('search-too-short', {}, 'q')
  const tooMany = await refuseTooMany(context, searching, caller.staffId)
  if (tooMany) return tooMany
  const found = await findHits(context, asked, sightOf(caller.roles))
  const customers = [...new Set(found.hits.map(({ customer }) => customer.id))]
  if (customers.length > 0) await recordView(context, { staffId: caller.staffId, customers, what: 'search' })
  return found
}
