import { instant } from '@xinqiao/core/primitives/instant.ts'
import type { Context } from '../platform/context.ts'

/**
 * The ONE place where it is written down that somebody at the desk looked at personal data (个人信息保护法 articles 51 and 54). It goes
 * into the events, which are only ever inserted; the record of issue 5 takes it over here.
 */
export type View = {
  readonly staffId: string
  /** Whose data; several for a search. */
  readonly customers: readonly string[]
  readonly what: 'card' | 'search' | 'attachment' | 'loans' | 'case' | 'calls' | 'changes' | 'authorisations' | 'consents' | 'corrections' | 'erasures' | 'holds' | 'commitments'
}

export const recordView = async ({ db, outbox, clock }: Context, { staffId, customers, what }: View): Promise<void> => {
  await db.transaction().execute((tx) =>
    outbox.emit(tx, { kind: 'people.customer-viewed', at: instant(clock.now()), payload: { staffId, customers, what } }),
  )
}
