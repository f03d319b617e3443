import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { defineJob, type Job } from '../platform/jobs.ts'
import { giveAlert } from './alerts.ts'
import { kindOf } from './kinds.ts'
import { findCase } from './store.ts'
import { moveCase } from './work-case.ts'

/** What a procedure does by itself when the time of a state has run out, such as closing a complaint that nobody asked to have reviewed. */
const moveByClock = async (context: Context, caseId: string, enteredAt: string): Promise<void> => {
  const row = await findCase(context.db, caseId)
  if (!row || row.entered_at.toISOString() !== enteredAt) return
  const { moves } = kindOf(row.kind).procedure
  const name = Object.keys(moves).find((each) => moves[each]?.by.includes('clock') && moves[each].from.includes(row.state))
  if (name === undefined) return
  const moved = await moveCase(context, caseId, { do: name, key: `clock ${enteredAt} ${name}`, by: { party: 'clock' }, input: {} })
  // Somebody was quicker: then the case stands elsewhere, and its own clocks run there.
  if (isRefusal(moved) && moved.refused !== 'case-not-in-state' && moved.refused !== 'case-ended') {
    throw new Error(`the clock could not move a case: ${moved.refused}`)
  }
}

const alert = defineJob({
  name: 'cases.alert',
  payload: z.object({ caseId: z.uuid(), enteredAt: z.iso.datetime(), stage: z.enum(['warned', 'escalated', 'late']) }),
  run: async (context, { caseId, enteredAt, stage }) => {
    const late = await giveAlert(context, { caseId, enteredAt: instant(Date.parse(enteredAt)), stage })
    if (late) await moveByClock(context, caseId, enteredAt)
  },
})

export const jobs: readonly Job[] = [alert]
