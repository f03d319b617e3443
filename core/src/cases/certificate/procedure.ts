import { type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import type { Asked, Move, Outcome, Procedure, StateSpec } from '../procedure.ts'
import { endState, isBlank, stateFor, tellCustomer, textMissing } from '../steps.ts'
import type { CertificateAsk, CertificateData, CertificateState, CertificateWorld } from './certificate.ts'

/** The way of a settlement certificate: asked for of a loan that the books say is settled, made at once, and by a person where it could not be. */

export type CertificateInputs = {
  readonly 'certificate-made': { readonly number: string }
  readonly 'booking-failed': { readonly reason: string }
  readonly 'try-again': Record<never, never>
  readonly refuse: { readonly reason: string }
}

export type CertificateRefusal = Refusal<'loan-unknown' | 'loan-not-settled' | 'case-text-missing'>

type Step<Input> = Asked<CertificateState, CertificateData, Input, CertificateWorld>
type Result = Outcome<CertificateState, CertificateData> | Refusal

const states: Readonly<Record<CertificateState, StateSpec<CertificateData>>> = {
  issuing: stateFor('出具中', 'Being made', 'loan-system', 'issue', 'case.work'),
  'not-issued': stateFor('出具未成功', 'Could not be made', 'desk', 'mend', 'case.work'),
  done: endState('已出具', 'Made'),
  refused: endState('不予出具', 'Refused'),
}

/** Two cases of one loan are two instructions and one paper. */
const instruct = (caseId: string, loanRef: string, tries: number): CaseEvent =>
  ({ event: 'instruct', instruction: { id: `${caseId}:certificate:${tries}`, what: 'certificate', loanRef } })

const wrongWith = (loanRef: string, world: CertificateWorld): Refusal<'loan-unknown' | 'loan-not-settled'> | undefined => {
  const loan = world.loanOf(loanRef)
  if (!loan) return refuse('loan-unknown', {}, 'loanRef')
  return loan.settled ? undefined : refuse('loan-not-settled', {}, 'loanRef')
}

const tryAgain = ({ case: { id, data }, world }: Step<unknown>): Result => {
  const next = { ...data, tries: data.tries + 1 }
  return wrongWith(data.ask.loanRef, world) ?? { to: 'issuing', data: next, events: [instruct(id, data.ask.loanRef, next.tries)] }
}

type Moves = { readonly [Name in keyof CertificateInputs]: Move<CertificateState, CertificateData, CertificateInputs[Name], CertificateWorld> }

const moves: Moves = {
  'certificate-made': {
    name: { zh: '证明已出具', en: 'Made' }, from: ['issuing'], to: ['done'], by: ['loan-system'],
    decide: ({ case: { data }, input: { number } }) => ({ to: 'done', data: { ...data, number }, events: [tellCustomer('certificate-made', { number })] }),
  },
  'booking-failed': {
    name: { zh: '出具失败', en: 'Could not be made' }, from: ['issuing'], to: ['not-issued'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason } }) => ({ to: 'not-issued', data: { ...data, failed: reason }, events: [tellCustomer('certificate-delayed')] }),
  },
  'try-again': { name: { zh: '再次出具', en: 'Try again' }, from: ['not-issued'], to: ['issuing'], by: ['desk'], decide: tryAgain },
  refuse: {
    name: { zh: '不予出具', en: 'Refuse' }, from: ['not-issued'], to: ['refused'], by: ['desk'],
    decide: ({ case: { data }, input: { reason } }) => (isBlank(reason) ? textMissing('reason')
      : { to: 'refused', data: { ...data, refusedBecause: reason }, events: [tellCustomer('certificate-refused', { reason })] }),
  },
}

export const certificate: Procedure<CertificateState, CertificateData, CertificateAsk, CertificateInputs, CertificateWorld> = {
  kind: 'certificate',
  name: { zh: '结清证明', en: 'Settlement certificate' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['issuing'],
  open: (ask, _by, _now, world, id) => wrongWith(ask.loanRef, world) ?? { state: 'issuing', data: { ask, tries: 1 }, events: [instruct(id, ask.loanRef, 1)] },
  moves,
}
