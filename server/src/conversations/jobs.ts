import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { joinConversations } from './change-conversation.ts'

/** After `people.customer-joined`: what an anonymous customer said becomes part of the talk of the customer he proved to be. */
const join = defineJob({
  name: 'conversations.join',
  payload: z.object({ from: z.uuid(), into: z.uuid() }),
  run: (context, { from, into }) => joinConversations(context, from, into),
})

export const jobs: readonly Job[] = [join]
