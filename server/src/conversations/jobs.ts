import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { joinConversations } from './change-conversation.ts'
import { indexMissing } from './index-entries.ts'

/** After `people.customer-joined`: what an anonymous customer said becomes part of the talk of the customer he proved to be. */
const join = defineJob({
  name: 'conversations.join',
  payload: z.object({ from: z.uuid(), into: z.uuid() }),
  run: (context, { from, into }) => joinConversations(context, from, into),
})

/** Every night, before anybody searches: what is not in the index for any reason, such as a restored backup, gets into it. */
const index = defineJob({
  name: 'conversations.index-missing',
  payload: z.object({}),
  every: '40 18 * * *',
  run: async (context) => {
    const added = await indexMissing(context)
    if (added > 0) context.log.info({ count: added }, 'entries were added to the search index')
  },
})

export const jobs: readonly Job[] = [join, index]
