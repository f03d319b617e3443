import type { Deadline, Pause, TimeLimit } from '../compliance/deadline.ts'
import type { Right } from '../people/rights.ts'
import type { Day } from '../primitives/day.ts'
import type { Figure } from '../primitives/figure.ts'
import type { Instant } from '../primitives/instant.ts'
import type { Fen } from '../primitives/money.ts'
import type { Bilingual } from '../primitives/reading.ts'

/** 业务单: what a customer asked for that takes more than an answer. What all kinds have in common; each kind has its own `Data`. */

/**
 * Who can move a case on. The clock does what happens when a day passes; the loan system reports what it booked; a linked case, how it
 * ended that this one waited for.
 */
export type Party = 'customer' | 'desk' | 'approver' | 'guarantor' | 'loan-system' | 'clock' | 'linked-case'

export const partyNames: Readonly<Record<Party | 'nobody', Bilingual>> = {
  customer: { zh: '客户', en: 'Customer' }, desk: { zh: '客服', en: 'Desk' }, approver: { zh: '审批人', en: 'Approver' }, guarantor: { zh: '保证人', en: 'Guarantor' },
  'loan-system': { zh: '核心系统', en: 'Loan system' }, clock: { zh: '到期自动', en: 'By itself, when its time comes' }, 'linked-case': { zh: '关联业务单', en: 'A linked case' },
  nobody: { zh: '（办结）', en: '(ended)' },
}

export type StaffActor = { readonly party: 'desk' | 'approver'; readonly staffId: string; readonly name: string; readonly rights: readonly Right[] }

export type Actor =
  | { readonly party: 'customer' | 'guarantor'; readonly personId: string }
  | StaffActor
  | { readonly party: 'loan-system' | 'clock' | 'linked-case' }

/** Somebody at the desk answers for each open case, also while it waits for the customer: a person, or all who hold a right. */
export type Owner = { readonly staffId: string; readonly name: string } | { readonly queue: Right }

/**
 * A clock that runs while a case is in a state: a named time of the policy, from the opening of the case or from entering the
 * state; or a day that was agreed upon, such as that of an appointment, under its own name.
 */
export type Clock = { readonly limit: string; readonly from: 'opening' | 'entry' } | { readonly limit: string; readonly endsWith: Day }

/** The next day that counts, and the named time it comes from. */
export type Due = Deadline & { readonly limit: string }

/** What every kind's policy says; a case keeps the version it began with. */
export type Policy = {
  readonly version: number
  readonly limits: Readonly<Record<string, TimeLimit>>
  /** The grounds on which clocks from the opening may stand still. Any other pause is not honoured. */
  readonly pauseGrounds: readonly string[]
}

/** Who did what, for four eyes: nobody approves what he prepared. */
export type Hand = { readonly move: string; readonly staffId: string }

export type Case<State extends string, Data> = {
  readonly id: string
  readonly customerId: string
  readonly state: State
  readonly data: Data
  readonly owner: Owner
  readonly openedAt: Instant
  readonly enteredAt: Instant
  /** Undefined at an end, and only there. */
  readonly due: Due | undefined
  readonly pauses: readonly Pause[]
  readonly policyVersion: number
  /** Keys of the commands done; the same key again does nothing. */
  readonly keys: readonly string[]
  readonly hands: readonly Hand[]
  /** Staff who may not touch it: the one complained about, or with an interest in it. */
  readonly barred: readonly string[]
}

/**
 * What the loan system is asked to do. `id` is made of the case and the step, so that asking twice is asking once, in
 * every adapter, and no money moves twice.
 */
export type Instruction = {
  readonly id: string
  readonly what: 'debit' | 'prepay' | 'pay-out' | 'refund' | 'correct' | 'extend' | 'defer' | 'change-day' | 'verify-card' | 'change-card' | 'certificate'
  readonly loanRef: string
  readonly amount?: Fen
  /** Of an early repayment: whether it settles the loan, and what a part of it changes. */
  readonly full?: boolean
  readonly effect?: 'term' | 'instalment'
  /** Of a payout: which product was offered, and since when it was asked for (`on`). */
  readonly product?: { readonly id: string; readonly version: number }
  /** Of a correction: what is to be done with a payment of this day. */
  readonly action?: 'book-payment' | 'reverse' | 'refund'
  readonly on?: Day
  /** Of an extension: by how many days the next due day moves, how many instalments are added. `amount` is then its charge. */
  readonly days?: number
  readonly periods?: number
  readonly count?: number
  /** Of a changed due day: the day of the month from now on, and the due day that it takes the place of. `on` and `amount` are the first instalment after it. */
  readonly day?: number
  readonly instead?: Day
}

export type CaseEvent =
  /** Each change of state, exactly one for each command that did something. */
  | { readonly event: 'moved'; readonly move: string; readonly from: string | undefined; readonly to: string }
  /** Tells the customer by an approved notice, on his channel; every figure in it has its source. */
  | { readonly event: 'tell'; readonly whom: 'customer' | 'guarantor'; readonly notice: string; readonly figures: Readonly<Record<string, Figure>>
    readonly words: Readonly<Record<string, string>> }
  | { readonly event: 'instruct'; readonly instruction: Instruction }
  /** Another case follows from this one, such as a special approval. */
  | { readonly event: 'open-case'; readonly kind: string; readonly about: Readonly<Record<string, string>> }

export type Decided<State extends string, Data> = { readonly next: Case<State, Data>; readonly events: readonly CaseEvent[] }
