import { newestYearDue } from '@xinqiao/core/record/retention.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { nextWithKeys } from '../people/customer-keys.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { countsOf, dispose, endTalks } from './dispose-data.ts'
import { lockData, lockRun, saveRun } from './erasure-store.ts'
import { type Line, type Plan, planFor, reportOf, retention } from './standing.ts'

/**
 * The calendar's part: once a day everything that has been kept long enough is disposed of, one customer a transaction. Where a
 * process dies in the middle the next run of that day goes on behind the last customer.
 */

const atOnce = 200

const sum = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [key, (one[key] ?? 0) + (other[key] ?? 0)]))

const isDue = ({ fate }: Line): boolean => fate.goes

const isPassedOver = ({ lines }: Plan): boolean => lines.some(({ fate }) => !fate.goes && fate.because === 'hold')

/** With his last identity key the person goes: whatever else is sealed lies there without a name. */
const endsPerson = ({ lines, ends }: Plan): boolean => ends && lines.some(({ keyClass }) => keyClass === 'identity' || keyClass === 'all')
  && lines.every(({ keyClass, fate }) => (keyClass !== 'identity' && keyClass !== 'all') || fate.goes)

const disposeOf = async (context: Context, day: string, customerId: string): Promise<'done' | 'finished elsewhere'> => {
  const { db, clock, outbox } = context
  const before = await planFor(context, db, customerId, 'retention')
  if (before.lines.some(isDue)) await endTalks(context, before)
  return await db.transaction().execute(async (tx) => {
    await lockData(tx, customerId)
    const run = await lockRun(tx, day, new Date(clock.now()))
    if (run.finished_at !== null || (run.looked_up_to ?? '') >= customerId) return 'finished elsewhere'
    const plan = await planFor(context, tx, customerId, 'retention')
    const gone = plan.lines.some(isDue) ? await dispose(context, tx, plan, endsPerson(plan)) : []
    const disposed = countsOf(gone)
    await saveRun(tx, day, {
      looked_up_to: customerId, customers: run.customers + (gone.length > 0 ? 1 : 0), held: run.held + (isPassedOver(plan) ? 1 : 0),
      disposed: JSON.stringify(sum(run.disposed as Record<string, number>, disposed)),
    })
    if (gone.length > 0) {
      const payload = { customer: customerId, day, disposed, lines: reportOf(plan), ended: endsPerson(plan) }
      await outbox.emit(tx, { kind: 'cases.data-disposed', at: clock.now(), payload })
    }
    return 'done'
  })
}

const finish = async ({ db, clock, outbox }: Context, day: string): Promise<void> =>
  await db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, day, new Date(clock.now()))
    if (run.finished_at !== null) return
    const at = clock.now()
    await saveRun(tx, day, { finished_at: new Date(at) })
    const payload = { day, customers: run.customers, held: run.held, disposed: run.disposed as Record<string, number> }
    await outbox.emit(tx, { kind: 'cases.retention-finished', at, payload })
  })

/** Runs the day's disposal, or what is left of it; may be repeated. */
export const retainData = async (context: Context): Promise<void> => {
  const { db, clock } = context
  const date = today(clock)
  const day = isoDay(date)
  const started = await db.transaction().execute((tx) => lockRun(tx, day, new Date(clock.now())))
  if (started.finished_at !== null) return
  let after = started.looked_up_to ?? undefined
  for (;;) {
    const customers = await nextWithKeys(db, { year: newestYearDue(retention(), date), after, limit: atOnce })
    for (const customerId of customers) await disposeOf(context, day, customerId)
    after = customers.at(-1)
    if (after === undefined || customers.length < atOnce) break
  }
  await finish(context, day)
}

export type Outlook = { readonly due: Readonly<Record<string, number>>; readonly customers: number; readonly held: number; readonly passedOver: Readonly<Record<string, number>> }

/** What the next run would do; changes nothing. `limit`: how many customers are looked at. */
export const outlook = async (context: Pick<Context, 'db' | 'clock'>, limit = Number.MAX_SAFE_INTEGER): Promise<Outlook> => {
  let found: Outlook = { due: {}, customers: 0, held: 0, passedOver: {} }
  let after: string | undefined
  for (let looked = 0; looked < limit;) {
    const customers = await nextWithKeys(context.db, { year: newestYearDue(retention(), today(context.clock)), after, limit: atOnce })
    for (const customerId of customers) {
      const plan = await planFor(context, context.db, customerId, 'retention')
      const due = plan.lines.filter(isDue)
      found = {
        due: sum(found.due, countsOf(due)), customers: found.customers + (due.length > 0 ? 1 : 0), held: found.held + (isPassedOver(plan) ? 1 : 0),
        passedOver: sum(found.passedOver, countsOf(plan.lines.filter((line) => !isDue(line)))),
      }
    }
    looked += customers.length
    after = customers.at(-1)
    if (after === undefined || customers.length < atOnce) break
  }
  return found
}
