import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { z } from 'zod'
import { spreadCalendar } from '../compliance/announce-year.ts'
import type { Context } from '../platform/context.ts'
import { defineJob, type Job } from '../platform/jobs.ts'
import { giveAlert } from './alerts.ts'
import { carryOut } from './carry-out.ts'
import { passStage } from './commitments.ts'
import { listNewErasures } from './erasure-list.ts'
import { kindOf } from './kinds.ts'
import { reckonAllAgain } from './reckon-again.ts'
import { retainData } from './retain-data.ts'
import { reportEnd } from './report-end.ts'
import { findCase } from './store.ts'
import { countMaterials } from './case-materials.ts'
import { tellCustomer } from './tell-customer.ts'
import { moveCase } from './work-case.ts'

const tooLate: ReadonlySet<string> = new Set(['case-not-in-state', 'case-ended', 'case-not-yet-due'])

/** What a procedure does by itself when the time of a state has run out, such as closing a complaint that nobody asked to have reviewed. */
const moveByClock = async (context: Context, caseId: string, enteredAt: string): Promise<void> => {
  const row = await findCase(context.db, caseId)
  if (!row || row.entered_at.toISOString() !== enteredAt) return
  const { moves } = kindOf(row.kind).procedure
  const name = Object.keys(moves).find((each) => moves[each]?.by.includes('clock') && moves[each].byMaterial !== true && moves[each].from.includes(row.state))
  if (name === undefined) return
  const moved = await moveCase(context, caseId, { do: name, key: `clock ${enteredAt} ${name}`, by: { party: 'clock' }, input: {} })
  // Somebody was quicker: then the case stands elsewhere, and its own clocks run there.
  if (isRefusal(moved) && !tooLate.has(moved.refused)) {
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

/** In the morning of an appointment's day. */
const wake = defineJob({
  name: 'cases.wake',
  payload: z.object({ caseId: z.uuid(), enteredAt: z.iso.datetime() }),
  run: (context, { caseId, enteredAt }) => moveByClock(context, caseId, enteredAt),
})

/** Books in the loan system what a case asked for. The instruction's id stands with the booking, so that twice is once. */
const instruct = defineJob({
  name: 'cases.instruct',
  payload: z.object({ instructionId: z.string() }),
  run: (context, { instructionId }) => carryOut(context, instructionId),
})

/** After the virus scanner found something in a file that was given. */
const countAgain = defineJob({
  name: 'cases.count-materials',
  payload: z.object({ caseId: z.uuid(), attachmentId: z.uuid() }),
  run: async (context, { caseId, attachmentId }) => {
    const refusal = await countMaterials(context, caseId, { party: 'clock' }, `infected ${attachmentId}`)
    if (refusal) throw new Error(`materials could not be counted: ${refusal.refused}`)
  },
})

const tell = defineJob({
  name: 'cases.tell',
  payload: z.object({ caseId: z.uuid(), version: z.int(), place: z.int() }),
  run: tellCustomer,
})

/** After a year's holidays were announced. */
const reckon = defineJob({
  name: 'cases.reckon-again',
  payload: z.object({ year: z.int(), version: z.int() }),
  run: async (context, { year, version }) => {
    await spreadCalendar(context)
    const count = await reckonAllAgain(context, `${year} ${version}`)
    context.log.info({ job: 'cases.reckon-again', count }, 'due days were reckoned again')
  },
})

/** At night in China, when hardly anybody writes. */
const retain = defineJob({ name: 'cases.retain', payload: z.object({}), every: '20 18 * * *', run: retainData })

const ended = defineJob({
  name: 'cases.ended',
  payload: z.object({ caseId: z.uuid() }),
  run: (context, { caseId }) => reportEnd(context, caseId),
})

const commitmentStage = defineJob({
  name: 'cases.commitment-stage',
  payload: z.object({ id: z.uuid(), stage: z.enum(['reminded', 'late']) }),
  run: (context, { id, stage }) => passStage(context, id, stage),
})

/** After an erasure, and once more every night for what could not be written down. */
const listErasures = defineJob({ name: 'cases.list-erasures', payload: z.object({}), every: '40 18 * * *', run: listNewErasures })

export const jobs: readonly Job[] = [listErasures, commitmentStage, alert, wake, instruct, tell, reckon, retain, ended, countAgain]
