import { termsInForce } from '@xinqiao/core/loan/account.ts'
import { type ApplicationEvent, applicationOn } from '@xinqiao/core/loan/application.ts'
import { type EventKind, eventKinds, type LoanEvent } from '@xinqiao/core/loan/events.ts'
import { life } from '@xinqiao/core/loan/life.ts'
import type { Agreement, LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import { parseYuan } from '@xinqiao/core/primitives/money.ts'
import { parseRate } from '@xinqiao/core/primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { z } from 'zod'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { appendEvents, insertLoans, loanByRef, type NewEvent } from './store.ts'

/** Loans and their events from a lender's books. A row that is there already changes nothing; one that contradicts what is there is refused. */

const empty = (value: unknown): unknown => (value === '' || value === null ? undefined : value)
const optional = <Type extends z.ZodType>(type: Type) => z.preprocess(empty, type.optional())

const read = <Value>(parse: (text: string) => Value | undefined, message: string) =>
  z.coerce.string().transform((text, context) => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

export const dayCell = read(parseDay, 'a day such as 2026-05-31')
export const yuanCell = read((text) => {
  const amount = parseYuan(text)
  return amount !== undefined && amount >= 0n ? amount : undefined
}, 'yuan such as 8000 or 8000.50')
const rateCell = read((text) => parseRate(text), 'a decimal fraction a year such as 0.108')
const countCell = z.coerce.number().int().min(1).max(3660)

/** A payment or another event; `id` is its number in the lender's books, by which a second import knows it. */
export const eventRow = z.object({
  id: z.coerce.string().trim().min(1).max(64),
  on: dayCell,
  kind: z.enum(eventKinds as [EventKind, ...EventKind[]]),
  amount: optional(yuanCell),
  days: optional(countCell),
  count: optional(countCell),
  rate: optional(rateCell),
  fee: optional(yuanCell),
  day: optional(z.coerce.number().int().min(1).max(31)),
  effect: optional(z.enum(['term', 'instalment'])),
  of: optional(z.enum(['fee', 'penalty', 'compound', 'interest', 'principal'])),
  reverses: optional(z.string()),
})
export type EventRow = z.output<typeof eventRow>

export const loanRow = z.object({
  ref: z.string().trim().regex(/^[A-Z]{2,4}[0-9]{8,12}$/, 'two to four capital letters and 8 to 12 digits'),
  customerRef: z.coerce.string().trim().min(1).max(64),
  productId: z.string().trim().min(1).max(40),
  productVersion: optional(z.coerce.number().int().min(1)),
  amount: yuanCell,
  count: countCell,
  everyMonths: z.preprocess(empty, z.coerce.number().int().min(1).max(12).default(1)),
  /** What was agreed with this customer, where it differs from the product's. */
  annualRate: optional(rateCell),
  appliedOn: optional(dayCell),
  disbursedOn: optional(dayCell),
  firstDueOn: optional(dayCell),
  state: optional(z.enum(['applied', 'in-review', 'refused', 'approved', 'paid-out'])),
  /** In JSON lines; a CSV file brings them as rows of the kind `loan-events`. */
  events: z.preprocess(empty, z.array(eventRow).default([])),
})
export type LoanRow = z.output<typeof loanRow>

/** Nothing is kept of a field that was not given: the fold must not see `undefined`. */
const eventOf = (row: EventRow): LoanEvent =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as LoanEvent

const storyOf = (row: LoanRow, on: Day): readonly ApplicationEvent[] | Refusal => {
  const applied: ApplicationEvent = { kind: 'applied', on: row.appliedOn ?? on }
  const state = row.state ?? (row.disbursedOn === undefined ? 'applied' : 'paid-out')
  switch (state) {
    case 'applied': return [applied]
    case 'in-review': return [applied, { kind: 'review-started', on }]
    case 'refused': case 'approved': return [applied, { kind: 'review-started', on: applied.on }, { kind: state, on }]
    case 'paid-out': {
      if (row.disbursedOn === undefined) return refuse('invalid-request', { problem: 'missing' }, 'disbursedOn')
      const firstDueOn = row.firstDueOn === undefined ? {} : { firstDueOn: row.firstDueOn }
      return [applied, { kind: 'approved', on: row.disbursedOn }, { kind: 'paid-out', on: row.disbursedOn, ...firstDueOn }]
    }
  }
}

/** Why the loan's life cannot be as the books have it; undefined where it can. */
const contradiction = (record: LoanRecord, day: Day): Refusal | undefined => {
  const application = applicationOn(record.application, day)
  if (application?.paidOutOn === undefined) {
    return record.events.length === 0 ? undefined : refuse('invalid-request', { problem: 'not paid out' }, 'events')
  }
  const state = life(termsInForce(record, application), record.events, day)
  return isRefusal(state) ? { ...state, field: 'events' } : undefined
}

const sameLoan = (known: LoanRecord, row: LoanRow, customerId: string): boolean =>
  known.customerId === customerId && known.productId === row.productId && known.agreement.terms.principal === row.amount
  && known.agreement.terms.count === row.count

export type ImportedLoan = { readonly customerId: string; readonly productVersion: number; readonly agreement: Agreement }

/** Stores a loan and the events it does not have yet; the caller has found its customer and made the agreement by its product. */
export const storeLoan = async (
  { clock }: Context, tx: Tx, row: LoanRow, { customerId, productVersion, agreement }: ImportedLoan,
): Promise<'added' | 'changed' | 'same' | Refusal> => {
  const day = today(clock)
  const known = await loanByRef(tx, row.ref)
  if (known && !sameLoan(known, row, customerId)) return refuse('version-conflict', {}, 'ref')
  const application = storyOf(row, row.disbursedOn ?? row.appliedOn ?? day)
  if (isRefusal(application)) return application
  await insertLoans(tx, [{ loanRef: row.ref, customerId, productId: row.productId, productVersion, agreement }], clock.now())
  const story = known ? [] : application.map((event, place): NewEvent => ({ loanRef: row.ref, event, sourceRef: `application ${place}` }))
  const events = row.events.map((each): NewEvent => ({ loanRef: row.ref, event: eventOf(each), sourceRef: each.id }))
  const written = await appendEvents(tx, [...story, ...events], clock.now())
  const record = await loanByRef(tx, row.ref)
  const refused = record && contradiction(record, day)
  return refused ?? (known ? (written > 0 ? 'changed' : 'same') : 'added')
}

/** One event of a loan that is there. */
export const storeEvent = async ({ clock }: Context, tx: Tx, loanRef: string, row: EventRow): Promise<'added' | 'same' | Refusal> => {
  if (!(await loanByRef(tx, loanRef))) return refuse('not-found', {}, 'loanRef')
  const written = await appendEvents(tx, [{ loanRef, event: eventOf(row), sourceRef: row.id }], clock.now())
  if (written === 0) return 'same'
  const record = await loanByRef(tx, loanRef)
  return (record && contradiction(record, today(clock))) ?? 'added'
}
