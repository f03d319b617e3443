import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { ApplicationEvent } from '@xinqiao/core/loan/application.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { assessExtension } from '@xinqiao/core/loan/extension.ts'
import type { LoanState } from '@xinqiao/core/loan/facts.ts'
import { life } from '@xinqiao/core/loan/life.ts'
import type { Agreement, LoanOffer, LoanRecord, OfferedTerm } from '@xinqiao/core/loan/loan-system.ts'
import { addDays, civil, type Day } from '@xinqiao/core/primitives/day.ts'
import { type Fen, fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { between, failedDebits, instalmentsOf, paidOutFor, paymentsOf, pick, type Random, settlementOn } from './demo-history.ts'

/**
 * The demo lender's loans: made-up agreements and events whose fold gives every state that a desk meets, counted from any
 * day. Each loan is made backwards from the state it shall be in and kept only if core folds it to that state.
 */

/** How many loans are in each state on the day of seeding. */
export const demoMix: Readonly<Record<LoanState, number>> = {
  applied: 10, 'in-review': 12, refused: 14, approved: 8, current: 190, 'due-today': 12, 'debit-failed': 14, overdue: 70, extended: 20,
  'hardship-plan': 16, settled: 84,
}

export const demoLoanCount = Object.values(demoMix).reduce((sum, count) => sum + count, 0)

export type DemoSettings = {
  readonly today: Day
  readonly random: Random
  readonly offers: readonly LoanOffer[]
  readonly addWorkingDays: (from: Day, count: number) => Day
}

/** A loan without its customer. */
export type DemoLoan = Omit<LoanRecord, 'customerId'> & { readonly state: LoanState }

type Draft = Pick<LoanRecord, 'agreement' | 'application' | 'events'>

type Wish = DemoSettings & { readonly offer: LoanOffer; readonly length: OfferedTerm; readonly principal: Fen }

const isRevolving = ({ agreement, lengths, amount }: LoanOffer): boolean =>
  lengths[0] !== undefined && agreement(amount.min, lengths[0], 20_000 as Day).terms.method === 'revolving'

/** Small loans are many, large ones few; round sums as people ask for them. */
const principalOf = ({ amount: { min, max, multipleOf } }: LoanOffer, random: Random): Fen => {
  const share = random() ** 3
  const steps = (max - min) / multipleOf
  const wanted = min + BigInt(Math.floor(share * Number(steps))) * multipleOf
  const round = [500_000n, 100_000n, 50_000n].find((unit) => unit % multipleOf === 0n && wanted > unit * 4n) ?? multipleOf
  const rounded = (wanted / round) * round
  return fen(rounded < min || rounded % multipleOf !== 0n ? wanted : rounded)
}

/** Applied for, reviewed and approved in the days before it was paid out. */
const paidOutStory = (disbursedOn: Day, random: Random): readonly ApplicationEvent[] => {
  const appliedOn = addDays(disbursedOn, -between(random, 1, 4))
  return [
    { kind: 'applied', on: appliedOn }, { kind: 'review-started', on: appliedOn }, { kind: 'approved', on: addDays(disbursedOn, -1) },
    { kind: 'paid-out', on: disbursedOn },
  ]
}

type Living = { readonly agreement: Agreement; readonly paid: number; readonly application: readonly ApplicationEvent[] }

/** A loan that is paid out, of which instalment `paid + 1` falls due on `target`. */
const living = ({ offer, length, principal, random, today }: Wish, target: Day, least: number = 0): Living | undefined => {
  const last = Math.min(length.count - 1, 30)
  if (least > last) return undefined
  const paid = between(random, least, last)
  const disbursedOn = paidOutFor(length, paid + 1, target)
  if (disbursedOn === undefined || disbursedOn >= today) return undefined
  return { agreement: offer.agreement(principal, length, disbursedOn), paid, application: paidOutStory(disbursedOn, random) }
}

const withEvents = ({ agreement, application }: Living, events: readonly LoanEvent[]): Draft => ({ agreement, application, events })

/** Paid as planned so far, and the next instalment falls due on `target`. */
const onSchedule = (wish: Wish, target: Day): Draft | undefined => {
  const loan = living(wish, target)
  return loan && withEvents(loan, paymentsOf(loan.agreement.terms, loan.paid, wish.today, wish.random))
}

/** Paid until the instalment of `target`, and since then nothing but debits that failed, where anybody tried one. */
const unpaidSince = (wish: Wish, target: Day, tried: boolean): Draft | undefined => {
  const loan = living(wish, target)
  if (!loan) return undefined
  const { terms } = loan.agreement
  return withEvents(loan, [...paymentsOf(terms, loan.paid, target, wish.random), ...(tried ? failedDebits(terms, loan.paid + 1, wish.today) : [])])
}

const revolvingCurrent = ({ offer, length, principal, random, today }: Wish): Draft => {
  const disbursedOn = addDays(today, -between(random, 5, 300))
  const agreement = offer.agreement(principal, length, disbursedOn)
  const due = instalmentsOf(agreement.terms).filter((line) => line.due <= today).length
  return { agreement, application: paidOutStory(disbursedOn, random), events: paymentsOf(agreement.terms, due, today, random) }
}

const extended = (wish: Wish): Draft | undefined => {
  const { random, today, offer } = wish
  const target = addDays(today, -between(random, 0, 15))
  const loan = living(wish, target, offer.agreement(wish.principal, wish.length, today).extension.leastInstalmentsPaid)
  if (!loan) return undefined
  const { terms, extension } = loan.agreement
  const events = paymentsOf(terms, loan.paid, addDays(target, -6), random)
  const ask = { on: addDays(target, -between(random, 1, 5)), days: pick(random, [30, 60, 90]) }
  const { allowed, ...own } = extension
  const answer = allowed ? assessExtension(terms, events, ask, own) : undefined
  return answer === undefined || isRefusal(answer) ? undefined : withEvents(loan, [...events, answer.event])
}

const onHardshipPlan = (wish: Wish): Draft | undefined => {
  const { random, today } = wish
  const agreedOn = addDays(today, -between(random, 1, 25))
  const loan = living(wish, addDays(agreedOn, -between(random, 5, 60)))
  if (!loan) return undefined
  const { terms } = loan.agreement
  const before = [...paymentsOf(terms, loan.paid, agreedOn, random), ...failedDebits(terms, loan.paid + 1, addDays(agreedOn, -1))]
  const events: readonly LoanEvent[] = [...before, { kind: 'defer', on: agreedOn, days: pick(random, [30, 60, 90]) }]
  // A long loan cannot be put off so far that its new instalment would not cover the interest until then.
  return isRefusal(life(terms, events, today)) ? undefined : withEvents(loan, events)
}

const settled = (wish: Wish): Draft | undefined => {
  const { random, today, length, offer, principal } = wish
  if (random() < 0.4 && length.count > 3) {
    const loan = living(wish, addDays(today, between(random, 1, 20)), 2)
    if (!loan) return undefined
    const { terms } = loan.agreement
    const paid = Math.max(1, loan.paid - 1)
    const lastPaid = instalmentsOf(terms)[paid - 1]?.due
    if (lastPaid === undefined) return undefined
    const on = addDays(lastPaid, between(random, 3, 20))
    const events = paymentsOf(terms, paid, addDays(on, -1), random)
    if (on > today || events.some((event) => event.on >= on)) return undefined
    return withEvents(loan, [...events, { kind: 'prepay', on, amount: settlementOn(terms, events, on) }])
  }
  const disbursedOn = paidOutFor(length, length.count, addDays(today, -between(random, 15, 250)))
  if (disbursedOn === undefined) return undefined
  const agreement = offer.agreement(principal, length, disbursedOn)
  return { agreement, application: paidOutStory(disbursedOn, random), events: paymentsOf(agreement.terms, length.count, today, random) }
}

const applying = (state: 'applied' | 'in-review' | 'refused' | 'approved', wish: Wish): Draft => {
  const { random, today, offer, length, principal, addWorkingDays } = wish
  const ages = { applied: [0, 1], 'in-review': [1, 4], approved: [2, 4], refused: [4, 40] } as const
  const appliedOn = addDays(today, -between(random, ages[state][0], ages[state][1]))
  const expectedBy = addWorkingDays(appliedOn, 3)
  const reviewOn = addDays(appliedOn, 1)
  const review: readonly ApplicationEvent[] = [{ kind: 'applied', on: appliedOn, expectedBy }, { kind: 'review-started', on: reviewOn, expectedBy }]
  const needed = pick(random, ['收入证明', '本人银行卡', '用途说明'])
  const application: Readonly<Record<typeof state, () => readonly ApplicationEvent[]>> = {
    applied: () => review.slice(0, 1),
    'in-review': () => (random() < 0.33 ? [...review, { kind: 'more-asked', on: today, expectedBy: addWorkingDays(today, 3), needed }] : review),
    approved: () => [...review, { kind: 'approved', on: today, expectedBy: addWorkingDays(today, 1) }],
    refused: () => [...review, { kind: 'refused', on: addDays(appliedOn, 3) }],
  }
  return { agreement: offer.agreement(principal, length, appliedOn), application: application[state](), events: [] }
}

/** The days overdue of the overdue loans: each early day once at least, and some of every month up to the fourth. */
const daysOverdue = (place: number, random: Random): number =>
  place < 30 ? place + 1 : between(random, 31 + (place % 3) * 30, Math.min(120, 60 + (place % 3) * 30))

const draftOf = (state: LoanState, place: number, wish: Wish): Draft | undefined => {
  const { random, today, offer } = wish
  switch (state) {
    case 'applied': case 'in-review': case 'refused': case 'approved': return applying(state, wish)
    case 'current': return isRevolving(offer) ? revolvingCurrent(wish) : onSchedule(wish, addDays(today, between(random, 1, 27)))
    case 'due-today': return onSchedule(wish, today)
    case 'debit-failed': return unpaidSince(wish, addDays(today, -(place % 4)), true)
    // Who pays by hand has no debit that could fail: within the days of grace that is the difference between the two states.
    case 'overdue': return unpaidSince(wish, addDays(today, -daysOverdue(place, random)), place >= 10)
    case 'extended': return extended(wish)
    case 'hardship-plan': return onHardshipPlan(wish)
    case 'settled': return settled(wish)
  }
}

const mostAttempts = 400

const statesThatRevolve: ReadonlySet<LoanState> = new Set(['applied', 'in-review', 'refused', 'approved', 'current'])

const startOf = ({ application: [first] }: Draft): Day => first?.on ?? (0 as Day)

/** AX, the year and month of the application, and a number that runs. */
const refOf = (day: Day, number: number): string => {
  const { year, month } = civil(day)
  return `AX${String(year % 100).padStart(2, '0')}${String(month).padStart(2, '0')}${String(number).padStart(6, '0')}`
}

const demoLoan = (settings: DemoSettings, state: LoanState, place: number, number: number): DemoLoan => {
  const { random, today, offers } = settings
  const suitable = statesThatRevolve.has(state) ? offers : offers.filter((offer) => !isRevolving(offer))
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const offer = pick(random, suitable)
    const draft = draftOf(state, place, { ...settings, offer, length: pick(random, offer.lengths), principal: principalOf(offer, random) })
    if (!draft) continue
    const { productId, productVersion } = offer
    const loan = { loanRef: refOf(startOf(draft), number), productId, productVersion, ...draft }
    if (accountOn({ ...loan, customerId: '' }, today)?.facts.state === state) return { ...loan, state }
  }
  throw new Error(`no loan in state ${state} could be made for day ${today}`)
}

const shuffled = <Item>(items: readonly Item[], random: Random): readonly Item[] => {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = between(random, 0, at)
    const [here, there] = [mixed[at], mixed[other]]
    if (here !== undefined && there !== undefined) [mixed[at], mixed[other]] = [there, here]
  }
  return mixed
}

/** All loans in a mixed order, so that a customer who gets several gets them in any states. */
export const demoLoans = (settings: DemoSettings): readonly DemoLoan[] => {
  const wanted = Object.entries(demoMix)
    .flatMap(([state, count]) => Array.from({ length: count }, (_, place) => ({ state: state as LoanState, place })))
  return shuffled(wanted, settings.random).map(({ state, place }, number) => demoLoan(settings, state, place, number + 1))
}
