import type { Intent } from '../intent.ts'

/**
 * Which facts each procedure needs, declared once: in what order they are asked for, with which approved sentence
 * (`content/desk/notices.json`), and which facts are taken along when they are said but never asked for.
 */

export const slotNames = [
  'scope', 'amount', 'date', 'loanRef', 'loanAmount', 'bank', 'dueDate', 'newDate', 'term', 'termDays', 'reason', 'rate', 'rateUnit', 'method',
  'currentDay', 'newDay', 'newBank', 'oldBank', 'phone', 'payFrom', 'topic', 'staffNo', 'demand', 'purpose',
] as const

export type SlotName = (typeof slotNames)[number]

/** As said: yuan and months as numbers, days by the rules of `Entity.value`, the rest as words of a closed list. */
export type SlotValue = string | number

export type Slots = Readonly<Partial<Record<SlotName, SlotValue>>>

/** One fact. Any of `by` gives it; the first of them names it where it is missing. */
export type Need = {
  readonly by: readonly [SlotName, ...SlotName[]]
  /** Needed only where another fact has this value. */
  readonly where?: readonly [SlotName, SlotValue]
  /** The approved sentence that asks for it. */
  readonly ask: string
}

export type Procedure = { readonly intent: ProcedureIntent; readonly needs: readonly Need[]; readonly also: readonly SlotName[] }

export const procedureIntents = [
  'prepayment', 'extension', 'quote', 'change-repayment-date', 'change-bank-card', 'payment-not-booked', 'complaint', 'how-to-apply',
] as const satisfies readonly Intent[]

export type ProcedureIntent = (typeof procedureIntents)[number]

export const procedures: Readonly<Record<ProcedureIntent, Procedure>> = {
  prepayment: {
    intent: 'prepayment',
    needs: [
      { by: ['scope'], ask: 'ask-prepay-scope' },
      { by: ['amount'], where: ['scope', 'part'], ask: 'ask-prepay-amount' },
      { by: ['date'], ask: 'ask-prepay-date' },
    ],
    also: ['loanRef', 'loanAmount', 'bank'],
  },
  extension: {
    intent: 'extension',
    needs: [
      { by: ['dueDate'], ask: 'ask-due-date' },
      { by: ['newDate', 'term', 'termDays'], ask: 'ask-new-date' },
      { by: ['reason'], ask: 'ask-reason' },
    ],
    also: ['amount', 'loanRef'],
  },
  quote: {
    intent: 'quote',
    needs: [{ by: ['amount'], ask: 'ask-amount' }, { by: ['term'], ask: 'ask-term' }],
    also: ['rate', 'rateUnit', 'method'],
  },
  'change-repayment-date': {
    intent: 'change-repayment-date',
    needs: [{ by: ['currentDay'], ask: 'ask-current-day' }, { by: ['newDay'], ask: 'ask-new-day' }],
    also: [],
  },
  'change-bank-card': {
    intent: 'change-bank-card',
    needs: [{ by: ['newBank'], ask: 'ask-new-bank' }, { by: ['phone'], ask: 'ask-bank-phone' }],
    also: ['oldBank'],
  },
  'payment-not-booked': {
    intent: 'payment-not-booked',
    needs: [{ by: ['amount'], ask: 'ask-paid-amount' }, { by: ['date'], ask: 'ask-paid-on' }, { by: ['payFrom'], ask: 'ask-paid-from' }],
    also: ['loanRef'],
  },
  complaint: {
    intent: 'complaint',
    needs: [{ by: ['topic'], ask: 'ask-complaint-topic' }, { by: ['date'], ask: 'ask-complaint-date' }, { by: ['phone'], ask: 'ask-contact-phone' }],
    also: ['amount', 'staffNo', 'demand'],
  },
  'how-to-apply': {
    intent: 'how-to-apply',
    needs: [
      { by: ['amount'], ask: 'ask-amount' }, { by: ['term'], ask: 'ask-term' }, { by: ['purpose'], ask: 'ask-purpose' },
      { by: ['phone'], ask: 'ask-contact-phone' },
    ],
    also: [],
  },
}

export const isProcedureIntent = (intent: string): intent is ProcedureIntent => Object.hasOwn(procedures, intent)

export const takes = ({ needs, also }: Procedure, slot: SlotName): boolean => also.includes(slot) || needs.some(({ by }) => by.includes(slot))

/** The needs that apply and that no known fact meets, in the order in which they are asked. */
export const missingNeeds = ({ needs }: Procedure, known: Slots): readonly Need[] =>
  needs.filter(({ by, where }) => (where === undefined || known[where[0]] === where[1]) && by.every((slot) => known[slot] === undefined))
