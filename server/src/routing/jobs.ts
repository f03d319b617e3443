import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { followConversation, giveOut, returnTalksOf } from './give-out.ts'

const follow = defineJob({
  name: 'routing.follow', payload: z.object({ conversationId: z.uuid() }).loose(), run: (context, { conversationId }) => followConversation(context, conversationId),
})

const give = defineJob({ name: 'routing.give-out', payload: z.object({}).loose(), run: giveOut })

const returnTalks = defineJob({
  name: 'routing.return', payload: z.object({ staffId: z.uuid() }), run: (context, { staffId }) => returnTalksOf(context, staffId),
})

export const jobs: readonly Job[] = [follow, give, returnTalks]
