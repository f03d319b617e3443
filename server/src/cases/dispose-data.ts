import { closeTalksOf } from '../conversations/change-conversation.ts'
import { forgetTalks } from '../conversations/index-entries.ts'
import { forgetFiles } from '../materials/attachments.ts'
import { destroyKeys, type LiveKey } from '../people/customer-keys.ts'
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

type Doom = Pick<Plan, 'customerId' | 'records'> & {
  readonly doomed: readonly LiveKey[]
  readonly endsPerson: boolean
  /** A law keeps who he was. */
  readonly identityStays: boolean
}

/** Returns what was destroyed by this call: nothing is destroyed twice. */
export const destroy = async (context: Context, tx: Tx, { customerId, records, doomed, endsPerson, identityStays }: Doom): Promise<readonly LiveKey[]> => {
  const destroyed = await destroyKeys(context, tx, doomed)
  const ids = destroyed.map(({ dataKeyId }) => dataKeyId)
  if (ids.length > 0) {
    await forgetTalks(tx, records, ids)
    await forgetFiles(tx, records, ids)
  }
  if (endsPerson) await forgetPerson(context, tx, customerId, records, identityStays)
  return destroyed
}

export const staysKnown = ({ lines }: Plan): boolean => lines.some(({ keyClass, fate }) => (keyClass === 'identity' || keyClass === 'all') && !fate.goes)

/** Carries out a plan; returns what was destroyed by this call. */
export const dispose = (context: Context, tx: Tx, plan: Plan, endsPerson: boolean): Promise<readonly LiveKey[]> =>
  destroy(context, tx, { customerId: plan.customerId, records: plan.records, doomed: doomedOf(plan), endsPerson, identityStays: staysKnown(plan) })

/** How many keys of each class. */
export const countsOf = (keys: readonly Pick<LiveKey, 'keyClass'>[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(keys, ({ keyClass }) => keyClass)].map(([keyClass, found]) => [keyClass, found.length]))
