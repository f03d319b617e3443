import { shareOfTime, type Times } from '@xinqiao/core/compliance/deadline.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Instant, instant, instantAt } from '@xinqiao/core/primitives/instant.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { AnyCase } from './kind.ts'
import { type AlertStage, dueOf, insertAlert, lockCase } from './store.ts'

/** Deadlines warn and escalate. Each alert is a job in the database, due at its moment and given once, whatever was killed meanwhile. */

/** Of the time of a state: at half its owner is warned, at four fifths the next grade hears of it, at the end the supervisor does. */
const percentOf: Readonly<Record<AlertStage, number>> = { warned: 50, escalated: 80, late: 100 }

const stages = Object.keys(percentOf) as readonly AlertStage[]

const queueOf = (caseId: string): string => `case ${caseId} alerts`

const jobKey = (caseId: string, stage: AlertStage): string => `case ${caseId} ${stage}`

/** By when in the morning of its day an appointment is kept; before that a failed debit could not be told to anybody. */
const morning = 8 * 60

/** The clock's own move in the morning of a day, such as the debit of an appointment; at once where that has passed. */
export const scheduleWake = async ({ outbox, clock }: Context, tx: Tx, { id: caseId, enteredAt }: AnyCase, day: Day, { hours }: Times): Promise<void> => {
  const runAt = instant(Math.max(clock.now(), instantAt(day, morning, hours.zone)))
  await outbox.addJob(tx, 'cases.wake', { caseId, enteredAt: new Date(enteredAt).toISOString() }, { key: `case ${caseId} wake`, runAt })
}

/** Asks for the alerts of the state that the case is in; those of the state before are replaced. Of one case they come one after the other, in their order. */
export const scheduleAlerts = async ({ outbox }: Context, tx: Tx, { id: caseId, enteredAt, due }: AnyCase): Promise<void> => {
  if (!due) return
  for (const stage of stages) {
    const runAt = shareOfTime(enteredAt, due, percentOf[stage])
    await outbox.addJob(tx, 'cases.alert', { caseId, enteredAt: new Date(enteredAt).toISOString(), stage }, { key: jobKey(caseId, stage), queue: queueOf(caseId), runAt })
  }
}

export type Alert = { readonly caseId: string; readonly enteredAt: Instant; readonly stage: AlertStage }

/** Gives an alert, if it still holds: the case stands where it stood, and its time has come. True where the case is late now. */
export const giveAlert = async (context: Context, { caseId, enteredAt, stage }: Alert): Promise<boolean> =>
  await context.db.transaction().execute(async (tx) => {
    const row = await lockCase(tx, caseId)
    const due = row && dueOf(row)
    if (!row || !due || row.entered_at.getTime() !== enteredAt) return false
    const now = context.clock.now()
    const moment = shareOfTime(enteredAt, due, percentOf[stage])
    // The due day was moved out while the job waited, such as by holidays that were announced.
    if (now < moment) {
      await context.outbox.addJob(tx, 'cases.alert', { caseId, enteredAt: new Date(enteredAt).toISOString(), stage }, { key: jobKey(caseId, stage), queue: queueOf(caseId), runAt: moment, again: true })
      return false
    }
    if (await insertAlert(tx, caseId, instant(enteredAt), stage, now)) {
      await context.outbox.emit(tx, { kind: 'cases.alert', at: now, payload: { caseId, stage, ownerId: row.owner_id, queue: row.queue } })
    }
    return stage === 'late'
  })
