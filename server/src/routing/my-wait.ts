import { expectedWait } from '@xinqiao/core/routing/expected-wait.ts'
import { inOrder } from '@xinqiao/core/routing/assign.ts'
import { deskAt } from '../compliance/desk-open.ts'
import { waitingTalk } from '../conversations/desk-load.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { deskNow } from './desk-now.ts'
import { routingPolicy } from './policy.ts'
import { minutesTaken, readMatters } from './store.ts'

/** How long a customer will wait, played forward from the desk of this moment: with what talks usually take, and with what nine of ten stay below. */

/** With fewer ended conversations the policy's own figure counts, and twice it as the upper one. */
const enough = 20
const looked = 200

const minute = 60_000

export type Wait = {
  readonly waiting: boolean
  readonly since?: string
  readonly before?: number
  readonly minutes?: { readonly from: number; readonly to: number }
  readonly opensAt?: string
  readonly callBack?: boolean
}

const wantsCall = async (reader: Reader, id: string): Promise<boolean> => ((await readMatters(reader, [id])).get(id)?.call_back_at ?? null) !== null

export const myWait = async ({ db, clock }: Context, customerIds: readonly string[]): Promise<Wait> => {
  const now = clock.now()
  const mine = await waitingTalk(db, customerIds)
  if (!mine) return { waiting: false }
  const { open, opensAt } = deskAt(now)
  const policy = routingPolicy()
  const { queue, desk, running } = await deskNow(db, now)
  const taken = await minutesTaken(db, looked)
  const [usual, most] = taken.count >= enough ? [taken.middle, taken.nineOfTen] : [policy.minutesPerEffort, policy.minutesPerEffort * 2]
  const waits = [usual, most].map((minutesPerEffort) => expectedWait({ queue, desk, running, policy, minutesPerEffort }, mine.id, now))
  const [from, to] = waits.map((wait) => (wait === undefined ? undefined : Math.max(1, Math.ceil(wait / minute))))
  const before = inOrder(queue).findIndex(({ id }) => id === mine.id)
  return {
    waiting: true, callBack: await wantsCall(db, mine.id), since: new Date(mine.waitingSince).toISOString(), ...(before < 0 ? {} : { before }),
    ...(from === undefined || to === undefined ? {} : { minutes: { from: Math.min(from, to), to: Math.max(from, to) } }),
    ...(open || opensAt === undefined ? {} : { opensAt: new Date(opensAt).toISOString() }),
  }
}
