import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { closeDays } from './close-day.ts'

/** Every ten minutes: a day is closed soon after midnight, and a process that was down catches up soon after it is back. */
const often = '*/10 * * * *'

export const jobs: readonly Job[] = [
  defineJob({
    name: 'loan.close-days',
    payload: z.object({}),
    every: often,
    run: async (context) => {
      const closed = await closeDays(context)
      if (closed > 0) context.log.info({ job: 'loan.close-days', count: closed }, 'days closed')
    },
  }),
]
