import { closeTalksOf } from '../conversations/change-conversation.ts'
import { forgetTalks } from '../conversations/index-entries.ts'
import { forgetFiles } from '../materials/attachments.ts'
import { destroyKeys } from '../people/customer-keys.ts'
import { forgetPerson } from '../people/forget-person.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { Line, Plan } from './standing.ts'

/**
 * Disposing of data: the keys are destroyed, and with them everything they sealed; then what could still be found by a hash or in an
 * index. The rows of the record stay, and the chain over them holds: it was reckoned over what is sealed.
 */

const doomedOf = ({ lines }: Plan): readonly Line[] => lines.filter(({ fate }) => fate.goes)

/** Talks that go on end first, for nothing can be said in them afterwards. Before the transaction of `dispose`. */
export const endTalks = async (context: Context, plan: Plan): Promise<void> => {
  const doomed = doomedOf(plan).some(({ keyClass }) => keyClass === 'talk' || keyClass === 'all')
  if (doomed) await closeTalksOf(context, plan.records)
}

/** Returns what was destroyed by this call: nothing is destroyed twice. */
export const dispose = async (context: Context, tx: Tx, plan: Plan, endsPerson: boolean): Promise<readonly Line[]> => {
  const { customerId, records } = plan
  const doomed = doomedOf(plan)
  const destroyed = await destroyKeys(context, tx, doomed)
  const ids = destroyed.map(({ dataKeyId }) => dataKeyId)
  if (ids.length > 0) {
    await forgetTalks(tx, records, ids)
    await forgetFiles(tx, records, ids)
  }
  if (endsPerson) {
    const identityStays = plan.lines.some(({ keyClass, fate }) => (keyClass === 'identity' || keyClass === 'all') && !fate.goes)
    await forgetPerson(context, tx, customerId, records, identityStays)
  }
  return doomed.filter(({ dataKeyId }) => ids.includes(dataKeyId))
}

/** How many keys of each class. */
export const countsOf = (lines: readonly Pick<Line, 'keyClass'>[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(lines, ({ keyClass }) => keyClass)].map(([keyClass, found]) => [keyClass, found.length]))
