import type { RegulationRule } from '../../compliance/regulation.ts'
import type { Read } from '../../primitives/reading.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { World } from '../procedure.ts'

/** 结清证明: a paper with a number of its own that says that a loan is settled; whoever is shown it can ask whether it is true. */

export type CertificateState = 'issuing' | 'not-issued' | 'done' | 'refused'

export type CertificateAsk = { readonly loanRef: string }

export type CertificateData = {
  readonly ask: CertificateAsk
  readonly tries: number
  readonly number?: string
  readonly failed?: string
  readonly refusedBecause?: string
}

export type CertificateCase = Case<CertificateState, CertificateData>

export type CertificateWorld = World & {
  readonly policy: CasePolicy<Record<never, never>>
  readonly loanOf: (loanRef: string) => { readonly settled: boolean } | undefined
}

/** Reads `content/cases/certificate.json`. */
export const parseCertificatePolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<Record<never, never>>> => parseCasePolicy(value, rules, () => ({}))
