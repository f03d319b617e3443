import fc from 'fast-check'
import {
  type CertificateAsk, type CertificateData, type CertificateState, type CertificateWorld, parseCertificatePolicy,
} from '../../src/cases/certificate/certificate.ts'
import { certificate, type CertificateInputs } from '../../src/cases/certificate/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'

const settled: Readonly<Record<string, boolean>> = { L1: true, L2: false }

export const certificateWalk: Walkable<CertificateState, CertificateData, CertificateAsk, CertificateInputs, CertificateWorld> = {
  procedure: certificate,
  world: { policy: policyOf('certificate', parseCertificatePolicy), times, loanOf: (loanRef) => (loanRef in settled ? { settled: settled[loanRef] ?? false } : undefined) },
  start: instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L2', 'L9') }),
  inputs: {
    'certificate-made': fc.constant({ number: 'JQ1' }), 'booking-failed': fc.constant({ reason: '暂时不能出具' }), 'try-again': fc.constant({}), refuse: fc.record({ reason: fc.constantFrom('', '贷款已转让') }),
  },
}
