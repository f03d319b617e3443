import { certificateAsk, certificateData, certificateInputs } from '@xinqiao/contract/certificate-case.ts'
import {
  type CertificateAsk, type CertificateData, type CertificateState, type CertificateWorld, parseCertificatePolicy,
} from '@xinqiao/core/cases/certificate/certificate.ts'
import { certificate, type CertificateInputs } from '@xinqiao/core/cases/certificate/procedure.ts'
import { createLedger } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import type { Kind } from './kind.ts'

/** Settlement certificates, as the server works on them; `issue-certificate.ts` makes the paper. */
export const certificateKind: Kind<CertificateState, CertificateData, CertificateAsk, CertificateInputs, CertificateWorld> = {
  procedure: certificate,
  parsePolicy: parseCertificatePolicy,
  customerLevel: 'verified',
  ask: certificateAsk,
  inputs: certificateInputs,
  worldOf: async ({ clock }, reader, { customerId, policy, times }) => {
    const loans = new Map((await createLedger(reader).loansOf(customerId, today(clock))).map(({ facts }) => [facts.loanRef, { settled: facts.state === 'settled' }]))
    return { policy, times, loanOf: (loanRef) => loans.get(loanRef) }
  },
  toWire: ({ ask, number, failed, refusedBecause }) => ({
    ask, ...(number === undefined ? {} : { number }), ...(failed === undefined ? {} : { failed }), ...(refusedBecause === undefined ? {} : { refusedBecause }),
  }),
  mine: certificateData,
}
