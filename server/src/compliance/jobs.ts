import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { applyDueChanges } from './change-details.ts'
import { tellChange } from './tell-change.ts'

/** Every five minutes: changes of phone numbers and cards that have waited long enough come into force. */
const applyChanges = defineJob({ name: 'compliance.apply-changes', payload: z.object({}), every: '*/5 * * * *', run: (context) => applyDueChanges(context) })

const tell = defineJob({
  name: 'compliance.tell-change',
  payload: z.object({ changeId: z.uuid(), what: z.enum(['requested', 'applied', 'cancelled']) }),
  run: (context, { changeId, what }) => tellChange(context, changeId, what),
})

export const jobs: readonly Job[] = [applyChanges, tell]
