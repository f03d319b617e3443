import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Approved knowledge on the wire: articles, terms, saved replies. Only what is in force today is ever returned here. */

const room = 'knowledge'

export const articleHit = z.object({
  id: z.string(), version: z.int(), title: z.string(), answer: z.string(), excerpt: z.string(), owner: z.string(), source: z.string(),
})

export const searchArticles = defineOperation({
  id: 'searchArticles', method: 'GET', path: '/v1/desk/articles', room,
  summary: 'Search the articles in force',
  access: { for: 'staff', right: 'knowledge.read' },
  query: z.object({ q: z.string().max(200).default(''), intent: z.string().optional(), limit: z.coerce.number().int().min(1).max(50).default(10) }),
  response: z.object({ articles: z.array(articleHit) }),
  refusals: [],
})

export const article = articleHit.omit({ excerpt: true }).extend({
  body: z.string(), approvedBy: z.string(), approvedOn: z.iso.date(), reviewBy: z.iso.date(), validFrom: z.iso.date(),
})

export const getArticle = defineOperation({
  id: 'getArticle', method: 'GET', path: '/v1/articles/{articleId}', room,
  summary: 'An approved article for customers, in the version in force or the one named',
  access: { for: 'public' },
  params: z.object({ articleId: z.string() }), query: z.object({ version: z.coerce.number().int().optional() }),
  response: article, refusals: ['not-found'],
})

export const explainTerm = defineOperation({
  id: 'explainTerm', method: 'GET', path: '/v1/chat/terms/{termId}', room,
  summary: 'A financial term in plain words, with the customer’s own figures where the identity level allows',
  access: { for: 'customer', level: 'anonymous' },
  params: z.object({ termId: z.string() }), query: z.object({ loanRef: z.string().optional() }),
  response: z.object({ id: z.string(), name: z.string(), plain: z.string(), withLoan: z.string().optional(), source: z.string() }),
  refusals: ['not-found'],
})

export const readTerm = defineOperation({
  id: 'readTerm', method: 'GET', path: '/v1/desk/terms/{termId}', room,
  summary: 'A financial term as a customer would read it, for the desk',
  access: { for: 'staff', right: 'knowledge.read' },
  params: z.object({ termId: z.string() }),
  response: z.object({ id: z.string(), name: z.string(), plain: z.string(), source: z.string() }),
  refusals: ['not-found'],
})

export const listReplies = defineOperation({
  id: 'listReplies', method: 'GET', path: '/v1/desk/replies', room,
  summary: 'Saved replies in force, with their fields filled for a customer and his loan where they are named',
  access: { for: 'staff', right: 'conversation.reply' },
  query: z.object({ customerId: z.uuid().optional(), loanRef: z.string().max(40).optional(), intent: z.string().max(60).optional() }),
  response: z.object({ replies: z.array(z.object({
    id: z.string(), title: z.string(), topic: z.string(), kind: z.string(), mood: z.string(), intents: z.array(z.string()), text: z.string(),
    /** Fields that still stand in the text as `{name}`, for the agent to fill before sending. */
    unfilled: z.array(z.string()),
  })) }),
  refusals: ['not-found'],
})
