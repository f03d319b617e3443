import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { answerConversation } from './answer-message.ts'
import { groupQuestion } from './find-gaps.ts'
import { takeOptOut } from './stop-offers.ts'

const answerMessage = defineJob({
  name: 'answer-message',
  payload: z.object({ conversationId: z.uuid() }).loose(),
  run: (context, { conversationId }) => answerConversation(context, conversationId),
})

const stopOffers = defineJob({
  name: 'stop-offers',
  payload: z.object({ conversationId: z.uuid(), customerId: z.uuid(), messageId: z.uuid(), byLetter: z.boolean() }).loose(),
  run: takeOptOut,
})

const groupUnanswered = defineJob({
  name: 'group-question',
  payload: z.object({ conversationId: z.uuid(), seq: z.int(), reason: z.enum(['not-understood', 'no-approved-answer', 'not-helpful']) }).loose(),
  run: (context, { conversationId, seq, reason }) => groupQuestion(context, conversationId, seq, reason),
})

export const jobs: readonly Job[] = [answerMessage, groupUnanswered, stopOffers]
