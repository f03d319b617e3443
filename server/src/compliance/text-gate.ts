import { judge } from '@xinqiao/core/compliance/check-message.ts'
import type { TextGate } from '../people/text-message.ts'
import { reader } from './gate-reader.ts'

/** The gate before text messages to a phone: a machine's words, whose only figures are those that were put in. */
export const textGate: TextGate = ({ text, figures }) =>
  judge(reader, text, 'bot', { figures: figures.map((value) => ({ kind: 'given', value })) }).findings.map(({ rule }) => rule)
