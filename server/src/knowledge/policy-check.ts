import type { Problem } from '@xinqiao/core/primitives/reading.ts'
import type { Context } from '../platform/context.ts'
import { type Body, withApproval, withoutApproval } from './pieces.ts'
import type { PieceKind } from './store.ts'

/** What a policy says of its kind of case is read by the room of the cases, which stands above this one. */

type CheckPolicy = (whole: Body) => readonly Problem[]

const checks = new WeakMap<Context, CheckPolicy>()

export const usePolicyCheck = (context: Context, check: CheckPolicy): void => void checks.set(context, check)

/** What is wrong with a policy beyond its governance; with any other piece nothing. An author's policy has no approval yet. */
export const problemsOfPolicy = (context: Context, kind: PieceKind, body: Body): readonly Problem[] => {
  if (kind !== 'policy') return []
  const check = checks.get(context)
  if (!check) throw new Error('nobody reads policies')
  return check(withApproval(kind, { ...withoutApproval(kind, body), version: 1 }, '-', '1970-01-01'))
}
