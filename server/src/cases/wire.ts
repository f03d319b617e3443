import type { CaseRow, caseHead, caseStep, due as dueSchema, possibleMove } from '@xinqiao/contract/cases.ts'
import { refusalSentence, type RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Actor, Due } from '@xinqiao/core/cases/case.ts'
import type { World } from '@xinqiao/core/cases/procedure.ts'
import { whyNot } from '@xinqiao/core/cases/procedure.ts'
import { daysLeft } from '@xinqiao/core/compliance/deadline.ts'
import { rights } from '@xinqiao/core/people/rights.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { z } from 'zod'
import type { AnyCase, AnyKind } from './kind.ts'
import type { StepRecord } from './store.ts'

/** Cases as they go over the wire. */

export type Shown = { readonly kind: AnyKind; readonly theCase: AnyCase; readonly version: number; readonly world: World; readonly now: Instant; readonly language: Language }

const basisOf = ({ limit }: Due, { policy }: World): string => {
  const rule = policy.limits[limit]
  return rule === undefined || rule.confidence === 'mem' ? '机构规定' : rule.source
}

const dueToWire = (due: Due, { world, now }: Shown): z.output<typeof dueSchema> => ({
  at: new Date(due.at).toISOString(), day: isoDay(due.day), daysLeft: daysLeft(due, now, world.times), provisional: due.provisional, limit: due.limit,
  basis: basisOf(due, world),
})

export const headOf = (shown: Shown): z.output<typeof caseHead> => {
  const { kind: { procedure }, theCase, version, language } = shown
  const state = procedure.states[theCase.state]
  if (!state) throw new Error(`${procedure.kind} has no state "${theCase.state}"`)
  return {
    id: theCase.id, kind: procedure.kind as CaseRow['kind'], kindName: procedure.name[language], state: theCase.state, stateName: state.name[language],
    waitsFor: state.waitsFor, version, openedAt: new Date(theCase.openedAt).toISOString(), ...(theCase.due ? { due: dueToWire(theCase.due, shown) } : {}),
  }
}

export const rowOf = (shown: Shown, customerName: string): CaseRow => {
  const { owner, customerId } = shown.theCase
  return {
    ...headOf(shown), customer: { id: customerId, name: customerName },
    owner: 'staffId' in owner ? { staffId: owner.staffId, name: owner.name } : { queue: rights[owner.queue] },
  }
}

/** What this actor may do next: each move out of the state, with why it is not his where it is not. Moves of other parties are left out. */
export const movesFor = ({ kind: { procedure }, theCase, language }: Shown, by: Actor): z.output<typeof possibleMove>[] =>
  Object.entries(procedure.moves).flatMap(([move, spec]) => {
    if (!spec.from.includes(theCase.state) || !spec.by.includes(by.party)) return []
    const refusal = whyNot(theCase, by, spec)
    const name = spec.name[language]
    if (!refusal) return [{ move, name }]
    return [{ move, name, refused: { code: refusal.refused, message: refusalSentence(refusal.refused as RefusalCode, language, refusal.about) } }]
  })

export const stepsToWire = (steps: readonly StepRecord[], { procedure }: AnyKind, language: Language): z.output<typeof caseStep>[] =>
  steps.map(({ version, at, move, to_state: to, party, staff_name: name }) => ({
    version, at: at.toISOString(), move, name: procedure.moves[move]?.name[language] ?? openingNames[move]?.[language] ?? move, to,
    toName: procedure.states[to]?.name[language] ?? to, by: { party: party as z.output<typeof caseStep>['by']['party'], ...(name === null ? {} : { name }) },
  }))

/** Steps that every kind has. */
const openingNames: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = { open: { zh: '登记', en: 'Opened' }, take: { zh: '接手', en: 'Taken' } }

