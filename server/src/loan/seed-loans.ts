import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanFacts, LoanState } from '@xinqiao/core/loan/facts.ts'
import type { LoanOffer, LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { stateNames } from '@xinqiao/core/loan/loan-words.ts'
import { addDays, type Day } from '@xinqiao/core/primitives/day.ts'
import { localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { customerIdsOfRefs } from '../people/customers.ts'
import { chooseDemoCustomers, demoCustomerCount, demoCustomerRef } from '../people/seed-people.ts'
import type { Context } from '../platform/context.ts'
import type { SeedSettings } from '../platform/room.ts'
import { type DemoLoan, demoLoanCount, demoLoans, demoMix } from './demo-loans.ts'
import { appendEvents, insertDayEnd, insertLoans } from './store.ts'

export type LoanSeedSettings = Pick<SeedSettings, 'now' | 'random'> & {
  readonly offers: readonly LoanOffer[]
  readonly addWorkingDays: (from: Day, count: number) => Day
}

/** How many customers have two loans and how many three; all others have one. */
const withTwo = 110
const withThree = (demoLoanCount - demoCustomerCount - withTwo) / 2

/** Whose each loan is: every customer gets one, then the first ones a second and some of them a third. */
const ownerOf = (place: number): number => {
  if (place < demoCustomerCount) return place
  const more = place - demoCustomerCount
  return more < withTwo + withThree ? more : more - withTwo - withThree
}

const isApplication = ({ state }: DemoLoan): boolean => ['applied', 'in-review', 'refused', 'approved'].includes(state)

/** Who applies has no other loan, for nobody would lend to one who is late with another. */
const applicantsApart = (loans: readonly DemoLoan[]): readonly DemoLoan[] => {
  const others = loans.filter((loan) => !isApplication(loan))
  const several = withTwo + withThree
  return [...others.slice(0, several), ...loans.filter(isApplication), ...others.slice(several)]
}

const situationOf = ({ product, state, arrears }: LoanFacts): string =>
  `${product.name} ${stateNames[state].zh}${arrears && state === 'overdue' ? ` ${arrears.daysOverdue.value} 天` : ''}`

/** Two customers for each state and four with several loans, in the order of the states: the demo page offers them. */
const chosenCustomers = (records: readonly LoanRecord[], today: Day): readonly { readonly customerId: string; readonly situation: string }[] => {
  const loans = new Map<string, LoanFacts[]>()
  for (const record of records) {
    const facts = accountOn(record, today)?.facts
    if (facts) loans.set(record.customerId, [...(loans.get(record.customerId) ?? []), facts])
  }
  const people = [...loans].map(([customerId, facts]) => ({ customerId, facts, situation: facts.map(situationOf).join('；') }))
  const single = (state: LoanState) => people.filter(({ facts }) => facts.length === 1 && facts[0]?.state === state).slice(0, 2)
  const several = people.filter(({ facts }) => facts.length > 1 && facts.every(({ state }) => state !== 'settled' && state !== 'refused')).slice(0, 4)
  return [...(Object.keys(demoMix) as LoanState[]).flatMap(single), ...several].map(({ customerId, situation }) => ({ customerId, situation }))
}

/** Puts the demo's loans into an empty ledger: their agreements and everything that happened to them until today. */
export const seedLoans = async ({ db, clock }: Context, settings: LoanSeedSettings): Promise<number> => {
  const { now, random, offers, addWorkingDays } = settings
  const { day: today } = localTime(now, shanghai)
  const refs = Array.from({ length: demoCustomerCount }, (_, place) => demoCustomerRef(place + 1))
  const ids = await customerIdsOfRefs(db, refs)
  const records = applicantsApart(demoLoans({ today, random, offers, addWorkingDays })).map((loan, place): LoanRecord => {
    const customerId = ids.get(refs[ownerOf(place)] ?? '')
    if (customerId === undefined) throw new Error('the demo customers must be seeded before their loans')
    const { loanRef, productId, productVersion, agreement, application, events } = loan
    return { loanRef, productId, productVersion, agreement, application, events, customerId }
  })
  await db.transaction().execute(async (tx) => {
    await insertLoans(tx, records, clock.now())
    const events = records.flatMap(({ loanRef, application, events: happened }) => [...application, ...happened].map((event) => ({ loanRef, event })))
    await appendEvents(tx, events, clock.now())
    // The day-end job goes on from here: what happened until yesterday is in the events.
    await insertDayEnd(tx, addDays(today, -1), { loans: records.length, events: events.length }, clock.now())
    await chooseDemoCustomers(tx, chosenCustomers(records, today))
  })
  return records.length
}
