import { z } from 'zod'
import { liveOf } from '../conversations/live.ts'
import { personOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'

/** Whoever has a case on his screen, or a list with it, hears at once that it has changed; what has changed he asks for himself. */

const channel = 'cases.changed'
const notice = z.object({ caseId: z.string(), version: z.number(), customers: z.array(z.string()) })

/** `concerns`: the customer, and those who stand surety for him. */
export type ChangedCase = { readonly caseId: string; readonly version: number; readonly concerns: readonly string[] }

/** After the commit. Nobody's move fails because others were not told of it. */
export const announceCase = async ({ db, fanout, log }: Context, { caseId, version, concerns }: ChangedCase): Promise<void> => {
  try {
    const customers = await Promise.all(concerns.map((id) => personOf(db, id)))
    fanout.publish(channel, { caseId, version, customers })
  } catch (error) {
    log.warn({ error, case: caseId }, 'the screens were not told of a changed case; they see it when they ask again')
  }
}

export const tellScreens = (context: Context): void => {
  context.fanout.subscribe(channel, (payload) => {
    const { customers, ...changed } = notice.parse(payload)
    liveOf(context).sessions.tellCase(changed, customers)
  })
}
