import { figureIds } from '@xinqiao/core/insight/day-figures.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'
import { colleague, colleagueExample } from './routing.ts'

/** Figures of the desk (业务指标): what is at this moment, what the day came to, and what each figure was counted from. */

const room = 'insight'

const rating = z.object({ score: z.int().min(1).max(5), words: z.string().trim().max(500).default('') })

const conversationParams = z.object({ conversationId: z.uuid() })

export const getMyRating = defineOperation({
  id: 'getMyRating', method: 'GET', path: '/v1/chat/conversations/{conversationId}/rating', room,
  summary: 'How satisfied the caller said he was with an ended conversation, and whether a person had it',
  access: { for: 'customer', level: 'anonymous' },
  params: conversationParams,
  response: z.object({ asked: z.boolean(), rating: rating.optional() }), refusals: ['not-found'],
  example: { response: { asked: true, rating: { score: 5, words: '讲得很清楚' } } },
})

export const rateMyConversation = defineOperation({
  id: 'rateMyConversation', method: 'PUT', path: '/v1/chat/conversations/{conversationId}/rating', room,
  summary: 'Say how satisfied one is with an ended conversation that a person had, from 1 to 5; saying it anew replaces it',
  access: { for: 'customer', level: 'anonymous' },
  params: conversationParams, body: rating,
  response: z.object({ rating }), refusals: ['not-found', 'conversation-not-ended'],
  example: { body: { score: 5, words: '讲得很清楚' }, response: { rating: { score: 5, words: '讲得很清楚' } } },
})

/** A share from 0 to 1, minutes, or a score from 1 to 5, to two places; `nine`: what nine of ten stay below. */
const figure = z.object({ id: z.enum(figureIds), value: z.string().optional(), nine: z.string().optional(), of: z.int() })

const dayOf = z.object({ day: z.iso.date(), figures: z.array(figure) })

const queueOf = z.object({ skill: z.string(), name: z.string(), waiting: z.int() })

const figuresExample = [
  { id: 'answered', value: '0.97', of: 212 }, { id: 'first-response', value: '0.40', nine: '2.10', of: 206 }, { id: 'handling', value: '9.80', of: 198 },
  { id: 'solved-at-first', value: '0.91', of: 198 }, { id: 'satisfaction', value: '4.60', of: 71 }, { id: 'on-time', value: '0.96', of: 24 },
]

export const getWall = defineOperation({
  id: 'getWall', method: 'GET', path: '/v1/desk/wall', room,
  summary: 'The desk at this moment (who waits and for what, who is there, deadlines at risk, blocked messages), and the day beside the same weekday a week before',
  access: { for: 'staff', right: 'insight.team' },
  response: z.object({
    now: z.object({
      at: z.iso.datetime(), waiting: z.int(), longestMinutes: z.number(), queues: z.array(queueOf), colleagues: z.array(colleague),
      deadlines: z.object({ cases: z.int(), promises: z.int() }), blocked: z.int(),
      /** Of those who wait: whose matter is hard to bear, for anger, danger or a complaint. */
      hard: z.int(),
    }),
    today: dayOf, before: dayOf,
  }),
  refusals: [],
  example: {
    response: {
      now: {
        at: '2026-11-24T02:00:00.000Z', waiting: 3, longestMinutes: 4.5, queues: [{ skill: 'complaints', name: '投诉处理', waiting: 1 }], colleagues: [colleagueExample],
        deadlines: { cases: 2, promises: 1 }, blocked: 1, hard: 1,
      },
      today: { day: '2026-11-24', figures: figuresExample }, before: { day: '2026-11-17', figures: figuresExample },
    },
  },
})

export const listFigureEvents = defineOperation({
  id: 'listFigureEvents', method: 'GET', path: '/v1/desk/wall/{figure}', room,
  summary: 'What a figure of a day was counted from: each conversation with what it contributed, the worst first',
  access: { for: 'staff', right: 'insight.team' },
  params: z.object({ figure: z.enum(figureIds) }),
  query: z.object({ day: z.iso.date() }),
  response: z.object({ figure, counted: z.array(z.object({ conversationId: z.uuid(), value: z.string() })) }), refusals: [],
  example: {
    response: { figure: { id: 'answered', value: '0.97', of: 212 }, counted: [{ conversationId: '0f8a3a52-6a0f-4b7e-9a3e-0a6f6f2f7c11', value: '0.00' }] },
  },
})
export type Wall = z.infer<NonNullable<typeof getWall.response>>
