import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { anchorRecord } from './anchor-record.ts'

export const jobs: readonly Job[] = [
  defineJob({
    name: 'record.anchor',
    payload: z.object({}),
    // Looked at every ten minutes: the day's anchor is taken soon after midnight, and one that was missed soon after the desk is back.
    every: '*/10 * * * *',
    run: async (context) => {
      if (await anchorRecord(context)) context.log.info({ job: 'record.anchor' }, 'the record was anchored')
    },
  }),
]
