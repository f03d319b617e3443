import { complaintAsk, complaintInputs, myComplaint } from '@xinqiao/contract/complaint-case.ts'
import type { ComplaintAsk, ComplaintData, ComplaintState, ComplaintWorld, Reply } from '@xinqiao/core/cases/complaint/complaint.ts'
import { parseComplaintPolicy } from '@xinqiao/core/cases/complaint/complaint.ts'
import { complaint, type ComplaintInputs } from '@xinqiao/core/cases/complaint/procedure.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import type { Choice, Kind } from './kind.ts'
import { yuanFrom } from './wire-values.ts'

/** Complaints and suggestions, as the server works on them. */

type WireReply = z.output<(typeof complaintInputs)['draft-reply']>

const replyFrom = ({ refund, ...reply }: WireReply): Reply =>
  refund === undefined ? reply : { ...reply, refund: { loanRef: refund.loanRef, amount: yuanFrom(refund.amount) } }

const replyToWire = ({ refund, ...reply }: Reply): WireReply =>
  refund === undefined ? reply : { ...reply, refund: { loanRef: refund.loanRef, amount: yuanText(refund.amount) } }

/** The policy's own words, which are not translated. */
const plain = (word: string): Choice => ({ id: word, name: { zh: word, en: word } })

export const complaintKind: Kind<ComplaintState, ComplaintData, ComplaintAsk, ComplaintInputs, ComplaintWorld> = {
  procedure: complaint,
  ask: complaintAsk,
  inputs: {
    ...complaintInputs,
    'draft-reply': complaintInputs['draft-reply'].transform(replyFrom),
    'decide-review': complaintInputs['decide-review'].transform(replyFrom),
  },
  parsePolicy: parseComplaintPolicy,
  worldOf: async (_context, _reader, { policy, times }) => ({ policy, times }),
  // Nobody has to prove who he is in order to complain.
  customerLevel: 'anonymous',
  toWire: ({ reply, ...data }) => (reply === undefined ? data : { ...data, reply: replyToWire(reply) }),
  mine: myComplaint,
  choices: ({ policy }) => ({ category: policy.own.categories.map(plain), rootCause: policy.own.rootCauses.map(plain) }),
}
