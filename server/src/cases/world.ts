import { deskTimes } from '../compliance/desk-open.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import type { AnyKind, AnyWorld } from './kind.ts'
import { policyOn, policyVersion } from './policies.ts'
import type { CaseRecord } from './store.ts'

/** What cases are decided on: the version of the policy that each began with, the desk's times, and what its kind reads beside. */

/** Of a case that is there, as far as its clocks need it. */
export const timesOf = async (reader: Reader, { procedure, parsePolicy }: AnyKind, { policy_version: version }: Pick<CaseRecord, 'policy_version'>) =>
  ({ policy: await policyVersion(reader, procedure.kind, version, parsePolicy), times: deskTimes() })

export const worldOfCase = async (context: Context, reader: Reader, kind: AnyKind, row: CaseRecord): Promise<AnyWorld> =>
  await kind.worldOf(context, reader, { caseId: row.case_id, customerId: row.customer_id, ...(await timesOf(reader, kind, row)) })

/** Of a case to be opened now; undefined where the lender has no policy for the kind. */
export const worldToOpen = async (context: Context, reader: Reader, kind: AnyKind, customerId: string): Promise<AnyWorld | undefined> => {
  const policy = await policyOn(reader, kind.procedure.kind, today(context.clock), kind.parsePolicy)
  return policy && await kind.worldOf(context, reader, { customerId, policy, times: deskTimes() })
}
