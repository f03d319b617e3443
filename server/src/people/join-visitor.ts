import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { endSessionsOf, joinOnce } from './store.ts'

/**
 * Joins a visitor's record into that of the customer he proved to be, exactly once however many ask for it at the same moment. What
 * was said in it stays sealed under its own key and is found through `recordsOf`; the visitor's sessions end with it.
 */
export const joinVisitor = async (context: Context, tx: Tx, from: string, into: string): Promise<void> => {
  const now = context.clock.now()
  if (!(await joinOnce(tx, from, into, now))) return
  await endSessionsOf(tx, from, now)
  await context.outbox.emit(tx, { kind: 'people.customer-joined', at: now, payload: { from, into } })
}
