import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { joinConversations } from './change-conversation.ts'
import { indexMissing } from './index-entries.ts'
import { readIndexedUntil, saveIndexedUntil } from './search-store.ts'

/** After `people.customer-joined`: what an anonymous customer said becomes part of the talk of the customer he proved to be. */
const join = defineJob({
  name: 'conversations.join',
  payload: z.object({ from: z.uuid(), into: z.uuid() }),
  run: (context, { from, into }) => joinConversations(context, from, into),
})

/** What a process that died has left out of the search index gets into it: looked for where something was said since the last look. */
const index = defineJob({
  name: 'conversations.index-missing',
  payload: z.object({}),
  every: '*/5 * * * *',
  run: async (context) => {
    const started = context.clock.now()
    const added = await indexMissing(context, await readIndexedUntil(context.db))
    // A process may still have in hand what it stored just now.
    await saveIndexedUntil(context.db, new Date(started - 60_000))
    if (added > 0) context.log.info({ count: added }, 'entries were added to the search index')
  },
})

export const jobs: readonly Job[] = [join, index]
