import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { answerConversation } from './answer-message.ts'

const answerMessage = defineJob({
  name: 'answer-message',
  payload: z.object({ conversationId: z.uuid() }).loose(),
  run: (context, { conversationId }) => answerConversation(context, conversationId),
})

export const jobs: readonly Job[] = [answerMessage]
