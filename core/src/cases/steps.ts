import type { Figure } from '../primitives/figure.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { CaseEvent } from './case.ts'
import type { Asked, Outcome, StateSpec, World } from './procedure.ts'

/** What most procedures are written with. */

export const tellCustomer = (notice: string, words: Readonly<Record<string, string>> = {}, figures: Readonly<Record<string, Figure>> = {}): CaseEvent =>
  ({ event: 'tell', whom: 'customer', notice, figures, words })

/** An end waits for nobody. */
export const endState = <Data>(zh: string, en: string): StateSpec<Data> => ({ name: { zh, en }, waitsFor: 'nobody', owner: 'keep', clocks: () => [] })

/** A state with one clock of the policy, from entering it. */
export const stateFor = <Data>(
  zh: string, en: string, waitsFor: StateSpec<Data>['waitsFor'], limit: string, owner: StateSpec<Data>['owner'] = 'keep',
): StateSpec<Data> => ({ name: { zh, en }, waitsFor, owner, clocks: () => [{ limit, from: 'entry' }] })

export const textMissing = (field: string): Refusal<'case-text-missing'> => refuse('case-text-missing', {}, field)

export const isBlank = (text: string): boolean => text.trim() === ''

/** What the clock does when the time of a state has run out, and not before. */
export const whenDue = <State extends string, Data, Input, Outside extends World>(
  { case: { due }, now }: Asked<State, Data, Input, Outside>, outcome: () => Outcome<State, Data>,
): Outcome<State, Data> | Refusal => (due && now < due.at ? refuse('case-not-yet-due') : outcome())
