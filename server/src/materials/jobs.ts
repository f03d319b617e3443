import { instant } from '@xinqiao/core/primitives/instant.ts'
import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { pruneUnsent } from './store.ts'

const day = 86_400_000

const prune = defineJob({
  name: 'materials.prune-unsent',
  payload: z.object({}),
  every: '41 * * * *',
  run: async ({ db, clock }) => pruneUnsent(db, instant(clock.now() - day)),
})

export const jobs: readonly Job[] = [prune]
