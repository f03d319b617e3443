import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Reader } from '../platform/db.ts'
import { countDuePromises, settledBetween } from './commitment-store.ts'
import { countDueBefore } from './store.ts'

/** What the room insight counts of deadlines: those at risk, and what came of promises. */

export const deadlinesBefore = async (reader: Reader, moment: Instant): Promise<{ readonly cases: number; readonly promises: number }> =>
  ({ cases: await countDueBefore(reader, new Date(moment)), promises: await countDuePromises(reader, new Date(moment)) })

export const promisesSettled = async (reader: Reader, from: Instant, to: Instant): Promise<readonly { readonly conversationId: string; readonly kept: boolean }[]> =>
  (await settledBetween(reader, new Date(from), new Date(to))).map(({ conversation_id: conversationId, state }) => ({ conversationId, kept: state === 'kept' }))
