import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { closeDays } from './close-day.ts'

/** Ten past each hour: five minutes are enough after midnight, and a process that was down catches up within the hour. */
const hourly = '10 * * * *'

export const jobs: readonly Job[] = [
  defineJob({
    name: 'loan.close-days',
    payload: z.object({}),
    every: hourly,
    run: async (context) => {
      const closed = await closeDays(context)
      if (closed > 0) context.log.info({ job: 'loan.close-days', count: closed }, 'days closed')
    },
  }),
]
