import { z } from 'zod'
import { gapExample, startExample, suggestionExample } from './examples-knowledge.ts'
import { defineOperation } from './operation.ts'

/**
 * Where knowledge comes from: answers of people that should become articles, and questions that nobody could answer. What customers
 * said is shown without their numbers and names, and is read where it was said: when it is erased there, it is gone here.
 */

const room = 'answering'

/** What an article is begun with, as its file has it; whoever writes it goes on from there. */
const start = z.record(z.string(), z.unknown())
const person = z.object({ staffId: z.uuid(), name: z.string() })

export const suggestArticle = defineOperation({
  id: 'suggestArticle', method: 'POST', path: '/v1/desk/conversations/{conversationId}/article-suggestions', room,
  summary: 'Suggest that the last answer given here become an article; repeating it changes nothing',
  access: { for: 'staff', right: 'knowledge.propose' },
  params: z.object({ conversationId: z.uuid() }), body: z.object({ id: z.uuid() }),
  response: z.object({ id: z.uuid() }),
  refusals: ['not-found', 'nothing-to-suggest'],
  example: { body: { id: suggestionExample.id }, response: { id: suggestionExample.id } },
})

const suggestion = z.object({ id: z.uuid(), at: z.iso.datetime(), by: person, question: z.string(), answer: z.string(), start })

export const listSuggestions = defineOperation({
  id: 'listSuggestions', method: 'GET', path: '/v1/desk/article-suggestions', room,
  summary: 'Answers that somebody holds should become articles, the oldest first, each with an article begun from it',
  access: { for: 'staff', right: 'knowledge.write' },
  response: z.object({ suggestions: z.array(suggestion) }),
  refusals: [],
  example: { response: { suggestions: [suggestionExample] } },
})
export type Suggestion = z.infer<typeof suggestion>

export const dismissSuggestion = defineOperation({
  id: 'dismissSuggestion', method: 'POST', path: '/v1/desk/article-suggestions/{suggestionId}/dismissal', room,
  summary: 'Leave a suggestion, with the reason',
  access: { for: 'staff', right: 'knowledge.write' },
  params: z.object({ suggestionId: z.uuid() }), body: z.object({ reason: z.string().trim().min(1).max(300) }),
  response: z.object({ id: z.uuid() }),
  refusals: ['not-found', 'knowledge-decided'],
  example: { body: { reason: '已有文章' }, response: { id: suggestionExample.id } },
})

const gap = z.object({
  id: z.uuid(),
  /** Questions in the group; of them those that came after an article of it was in force. */
  questions: z.int(), sinceCovered: z.int(),
  firstAt: z.iso.datetime(), lastAt: z.iso.datetime(),
  reasons: z.array(z.object({ reason: z.enum(['not-understood', 'no-approved-answer', 'not-helpful']), count: z.int() })),
  /** The newest, without numbers and names; fewer than questions where some were erased. */
  examples: z.array(z.string()),
  covered: z.object({ kind: z.literal('article'), id: z.string(), since: z.iso.date() }).exactOptional(),
  start,
})
export type Gap = z.infer<typeof gap>

export const listGaps = defineOperation({
  id: 'listGaps', method: 'GET', path: '/v1/desk/knowledge-gaps', room,
  summary: 'Questions that nobody could answer from approved knowledge, in groups, the most asked first',
  access: { for: 'staff', right: 'knowledge.write' },
  query: z.object({ show: z.enum(['open', 'covered', 'all']).default('open') }),
  response: z.object({ gaps: z.array(gap) }),
  refusals: [],
  example: { response: { gaps: [{ ...gapExample, start: startExample }] } },
})
