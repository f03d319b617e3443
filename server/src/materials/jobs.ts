import { instant } from '@xinqiao/core/primitives/instant.ts'
import { z } from 'zod'
import { defineJob, type Job } from '../platform/jobs.ts'
import { scanStored } from './materials.ts'
import { pruneUnsent } from './store.ts'
import { pruneUploads } from './upload-store.ts'

const day = 86_400_000

const prune = defineJob({
  name: 'materials.prune-unsent',
  payload: z.object({}),
  every: '41 * * * *',
  run: async ({ db, clock }) => {
    await pruneUploads(db, instant(clock.now() - day))
    await pruneUnsent(db, instant(clock.now() - day))
  },
})

const scanFile = defineJob({
  name: 'materials.scan-file',
  payload: z.object({ attachmentId: z.uuid() }),
  run: (context, { attachmentId }) => scanStored(context, attachmentId),
})

export const jobs: readonly Job[] = [prune, scanFile]
