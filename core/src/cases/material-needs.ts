import { type Holdings, type MaterialRules, type NeedStanding, standingsOf } from '../materials/on-file.ts'
import type { Instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import { dayAt, type World } from './procedure.ts'

/** What the kinds that ask for material have in common: what is there is counted from the files, never said by anybody. */

export type MaterialNeeds = {
  /** Ids of the kinds of material that are needed. */
  readonly needed: readonly string[]
  /** What was asked for anew, and when: an older copy does not do. */
  readonly anew?: Readonly<Record<string, Instant>>
  /** What was there when it was last counted. */
  readonly held: readonly string[]
}

export type MaterialWorld = World & { readonly holdings: Holdings; readonly materialRules: MaterialRules }

export type At = { readonly caseId: string; readonly now: Instant; readonly world: MaterialWorld }

export const materialStandings = ({ needed, anew = {} }: Pick<MaterialNeeds, 'needed' | 'anew'>, { caseId, now, world }: At): readonly NeedStanding[] =>
  standingsOf(needed.map((kind) => ({ kind, anewSince: anew[kind] })), { caseId, on: dayAt(now, world), rules: world.materialRules, holdings: world.holdings })

export const counted = <Data extends MaterialNeeds>(data: Data, at: At): Data =>
  ({ ...data, held: materialStandings(data, at).filter(({ state }) => state === 'held').map(({ kind }) => kind) })

export const missingOf = ({ needed, held }: Pick<MaterialNeeds, 'needed' | 'held'>): readonly string[] => needed.filter((id) => !held.includes(id))

/** After something was given or refused. Where nothing is there that was not, nobody gave anything. */
export const countedAgain = <Data extends MaterialNeeds>(data: Data, at: At): Data | Refusal<'material-not-given'> => {
  const next = counted(data, at)
  return next.held.join() === data.held.join() ? refuse('material-not-given') : next
}

/** Whether the customer is to be told: all is there now, or something that was there does not do. What is between, his page shows. */
export const isToTell = (before: MaterialNeeds, next: MaterialNeeds): boolean => missingOf(next).length === 0 || before.held.some((id) => !next.held.includes(id))

/** Asks for more, even for a newer copy of what is there. */
export const askedAnew = <Data extends MaterialNeeds>(data: Data, ids: readonly string[], now: Instant): Data => ({
  ...data, needed: [...new Set([...data.needed, ...ids])], anew: { ...data.anew, ...Object.fromEntries(ids.map((id) => [id, now])) },
  held: data.held.filter((id) => !ids.includes(id)),
})
