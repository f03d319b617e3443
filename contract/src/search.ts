import { z } from 'zod'
import { author, purposes } from './conversations.ts'
import { searchExample } from './examples-search.ts'
import { defineOperation } from './operation.ts'

/** What was said, found again: over every conversation that the caller may read, with the place to jump to. */

const room = 'conversations'

export const searchHit = z.object({
  conversationId: z.uuid(),
  /** The entry to jump to. */
  seq: z.int().min(1),
  at: z.iso.datetime(),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  author,
  /** Of a message. */
  purpose: z.enum(purposes).optional(),
  /** A private note. */
  visibleTo: z.enum(['all', 'staff']),
  /** The part around the first place that was met, covered as the caller may see it; marks are UTF-16 offsets into it. */
  snippet: z.object({ text: z.string(), marks: z.array(z.object({ start: z.int(), end: z.int() })) }),
  /** The message was taken back before it was delivered. */
  retracted: z.boolean(),
})
export type SearchHit = z.infer<typeof searchHit>

export const searchEntries = defineOperation({
  id: 'searchEntries', method: 'POST', path: '/v1/desk/search', room,
  summary: 'Search what was said: words and their parts, amounts, references, whole phone, card and identity numbers or their last four, by customer, agent, rule and day',
  access: { for: 'staff', right: 'conversation.read' },
  /** In the body, for what is searched may be somebody's number and an address is written into many logs. */
  body: z.object({
    /** Words between blanks must all be there. May be empty where something else is named. */
    q: z.string().max(200).default(''),
    customerId: z.uuid().optional(),
    /** Who at the desk said it. */
    staffId: z.uuid().optional(),
    /** A rule of the gate that the message touched: `MSG-RATE`. */
    rule: z.string().max(40).optional(),
    /** The first and the last day, as the lender's clock has them. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    limit: z.int().min(1).max(50).default(20),
    cursor: z.string().max(100).optional(),
  }),
  /** `nextCursor` is there while there may be more. */
  response: z.object({ hits: z.array(searchHit), nextCursor: z.string().optional() }),
  refusals: ['not-found', 'search-too-short'],
  example: searchExample,
})
