import { instant } from '@xinqiao/core/primitives/instant.ts'
import { heldTalks } from '../conversations/desk-load.ts'
import { liveOf } from '../conversations/live.ts'
import { staffKey } from '../conversations/presence.ts'
import type { Context } from '../platform/context.ts'
import type { Room } from '../platform/room.ts'
import { routingPolicy } from './policy.ts'
import { noteSeen, readDuties, takeLost, unseenOf } from './store.ts'

/**
 * Heartbeat: every process writes down which of the staff are connected to any process, and looks for those who no longer are. Whoever
 * is gone for the policy's time is away, and what he had waits again.
 */

const beat = 15_000

const noteHere = async (context: Context): Promise<void> => {
  const { presence } = liveOf(context)
  const here = (await readDuties(context.db)).map(({ staff_id: staffId }) => staffId).filter((staffId) => presence.isHere(staffKey(staffId)))
  await noteSeen(context.db, here, context.clock.now())
}

/** Looks for the lost. Only those are that once gave a sign of life: whoever works by the API alone, without a socket, is not watched. */
export const findLost = async ({ db, clock, outbox }: Context): Promise<void> => {
  const now = clock.now()
  const before = instant(now - routingPolicy().lostAfter * 1000)
  const holders = (await heldTalks(db)).flatMap(({ held }) => ('staffId' in held ? [held.staffId] : []))
  await db.transaction().execute(async (tx) => {
    const lost = new Set([...(await takeLost(tx, before)), ...(await unseenOf(tx, [...new Set(holders)], before))])
    for (const staffId of lost) await outbox.emit(tx, { kind: 'routing.agent-lost', at: now, payload: { staffId } })
  })
}

const watching = new WeakMap<Context, NodeJS.Timeout>()

const watchPresence = (context: Context): void => {
  const { presence } = liveOf(context)
  const started = performance.now()
  // After a start nobody counts as lost until everybody had the time to come back.
  const look = async (): Promise<void> => {
    await noteHere(context)
    if (performance.now() - started > routingPolicy().lostAfter * 1000) await findLost(context)
  }
  const failed = (error: unknown): void => context.log.warn({ error }, 'who is at the desk could not be looked at')
  presence.onChange((who, here) => {
    if (here && who.startsWith(staffKey(''))) noteSeen(context.db, [who.slice(staffKey('').length)], context.clock.now()).catch(failed)
  })
  watching.set(context, setInterval(() => void look().catch(failed), beat).unref())
}

export const stopWatching = async (context: Context): Promise<void> => {
  clearInterval(watching.get(context))
  watching.delete(context)
  await Promise.resolve()
}

export const sockets: NonNullable<Room['sockets']> = (_api, context) => {
  watchPresence(context)
  return {}
}
