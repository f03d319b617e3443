import type { CaseRow, caseHead, caseStep, due as dueSchema, possibleMove } from '@xinqiao/contract/cases.ts'
import { refusalSentence, type RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type Actor, type Due, type Party, partyNames } from '@xinqiao/core/cases/case.ts'
import type { World } from '@xinqiao/core/cases/procedure.ts'
import { whyNot } from '@xinqiao/core/cases/procedure.ts'
import { daysLeft } from '@xinqiao/core/compliance/deadline.ts'
import { rights } from '@xinqiao/core/people/rights.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { z } from 'zod'
import { limitWord } from './case-words.ts'
import { formOf } from './form.ts'
import type { AnyCase, AnyKind, Choice } from './kind.ts'
import type { StepRecord } from './store.ts'

/** Cases as they go over the wire. */

/** A case with what its clocks need: as much as a row of a list shows. */
export type Timed = { readonly kind: AnyKind; readonly theCase: AnyCase; readonly version: number; readonly world: World; readonly now: Instant; readonly language: Language }

const basisOf = ({ limit }: Due, { policy }: World): string => {
  const rule = policy.limits[limit]
  return rule === undefined || rule.confidence === 'mem' ? '机构规定' : rule.source
}

export const dueToWire = (due: Due, { world, now, language }: Timed): z.output<typeof dueSchema> => ({
  at: new Date(due.at).toISOString(), day: isoDay(due.day), daysLeft: daysLeft(due, now, world.times), provisional: due.provisional, limit: due.limit,
  limitName: limitWord(due.limit, language) ?? due.limit, basis: basisOf(due, world),
})

export const headOf = (timed: Timed): z.output<typeof caseHead> => {
  const { kind: { procedure }, theCase, version, language } = timed
  const state = procedure.states[theCase.state]
  if (!state) throw new Error(`${procedure.kind} has no state "${theCase.state}"`)
  return {
    id: theCase.id, kind: procedure.kind as CaseRow['kind'], kindName: procedure.name[language], state: theCase.state, stateName: state.name[language],
    waitsFor: state.waitsFor, waitsForName: partyNames[state.waitsFor][language], version, openedAt: new Date(theCase.openedAt).toISOString(),
    ...(theCase.due ? { due: dueToWire(theCase.due, timed) } : {}),
  }
}

export const rowOf = (timed: Timed, customerName: string): CaseRow => {
  const { owner, customerId } = timed.theCase
  return {
    ...headOf(timed), customer: { id: customerId, name: customerName },
    owner: 'staffId' in owner ? { staffId: owner.staffId, name: owner.name } : { queue: rights[owner.queue] },
  }
}

/** Reported by machines alone: no person is offered them. */
const isOfMachines = (parties: readonly Party[]): boolean => parties.every((party) => party === 'loan-system' || party === 'clock')

type Offered = { readonly by: Actor; readonly choices: Readonly<Record<string, readonly Choice[]>> }

/**
 * The moves out of the state, each with its form, and with why it is not this person's where it is not. The desk sees what it waits for
 * others to do; a customer sees his own.
 */
export const movesFor = ({ kind: { procedure, inputs, seen }, theCase, language }: Timed, { by, choices }: Offered): z.output<typeof possibleMove>[] =>
  Object.entries(procedure.moves).flatMap(([move, spec]) => {
    const inputOf = inputs[move]
    if (!inputOf || !spec.from.includes(theCase.state) || isOfMachines(spec.by) || spec.byMaterial === true || (!('staffId' in by) && !spec.by.includes(by.party))) return []
    const refusal = whyNot(theCase, by, spec)
    const offered = { move, name: spec.name[language], by: [...spec.by], fields: formOf(inputOf, { kind: procedure.kind, language, choices, seen: seen?.(theCase.data)[move] ?? {} }) }
    return [refusal ? { ...offered, refused: { code: refusal.refused, message: refusalSentence(refusal.refused as RefusalCode, language, refusal.about) } } : offered]
  })

export const stepsToWire = (steps: readonly StepRecord[], { procedure }: AnyKind, language: Language): z.output<typeof caseStep>[] =>
  steps.map(({ version, at, move, to_state: to, party, staff_name: name }) => ({
    version, at: at.toISOString(), move, name: procedure.moves[move]?.name[language] ?? openingNames[move]?.[language] ?? move, to,
    toName: procedure.states[to]?.name[language] ?? to,
    by: { party: party as Party, partyName: partyNames[party as Party][language], ...(name === null ? {} : { name }) },
  }))

/** Steps that every kind has. */
const openingNames: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  open: { zh: '登记', en: 'Opened' },
  take: { zh: '接手', en: 'Taken' },
  'reckon-again': { zh: '按新公布的节假日重算期限', en: 'Due day reckoned again by newly announced holidays' },
}
