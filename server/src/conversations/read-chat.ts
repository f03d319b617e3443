import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import type { getChat } from '@xinqiao/contract/chat.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { localTime } from '@xinqiao/core/primitives/instant.ts'
import { deskTimes } from '../compliance/desk-open.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { loansOfCustomer } from '../loan/ledger.ts'
import { readCustomer } from '../people/customers.ts'
import { addressOf } from '@xinqiao/core/people/name.ts'
import { readLender } from '../people/lender.ts'
import type { Context } from '../platform/context.ts'
import { greet, suggest } from './greet.ts'
import { listConversationsOf } from './store.ts'
import { headFor, headOf } from './wire.ts'

const mostEarlier = 20

/** What a customer's page shows first: who he is, his open conversation, earlier ones, and the desk. */
export const readChat = async (context: Context, { customerId, level }: CustomerCaller, language: Language): Promise<ResponseOf<typeof getChat>> => {
  const { db, clock } = context
  const now = clock.now()
  const today = localTime(now, deskTimes().hours.zone).day
  const [customer, lender, all] = await Promise.all([
    readCustomer(context, db, customerId), readLender(context), listConversationsOf(db, customerId, mostEarlier + 1),
  ])
  const name = customer && atLeast(level, 'verified') ? addressOf(customer.details) : undefined
  const loans = customer && atLeast(level, 'verified') ? await loansOfCustomer(context, customer.customerId, today) : []
  const heads = all.map((conversation) => headFor('customer', headOf(conversation)))
  const open = heads.find(({ state }) => state !== 'closed')
  return {
    customer: { id: customerId, level, ...(name === undefined ? {} : { name }) },
    ...(open ? { conversation: open } : {}),
    earlier: heads.filter(({ state }) => state === 'closed'),
    ...greet({ now, notices: await noticesInForce(db, today), lender, language }),
    suggestions: suggest(loans, language),
    lender: { name: lender.name, hotline: lender.hotline },
  }
}
