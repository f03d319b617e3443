import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { prunePeople } from './store.ts'
import { pruneCodes } from './verification-store.ts'

/** Once an hour: forgets used tokens, counters and sessions that nobody can use any more. */
const prune = defineJob({
  name: 'people.prune',
  payload: z.object({}),
  every: '17 * * * *',
  run: async ({ db, clock }) => {
    await prunePeople(db, clock.now())
    await pruneCodes(db, clock.now())
  },
})

export const jobs: readonly Job[] = [prune]
