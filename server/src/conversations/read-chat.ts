import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import type { getChat } from '@xinqiao/contract/chat.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { readCustomer } from '../people/customers.ts'
import { addressed } from '../people/details.ts'
import { readLender } from '../people/lender.ts'
import type { Context } from '../platform/context.ts'
import { listConversationsOf } from './store.ts'
import { headFor, headOf } from './wire.ts'

const mostEarlier = 20

/** What a customer's page shows first: who he is, his open conversation, earlier ones, and the desk. */
export const readChat = async (context: Context, { customerId, level }: CustomerCaller): Promise<ResponseOf<typeof getChat>> => {
  const { db } = context
  const [customer, lender, all] = await Promise.all([
    readCustomer(context, db, customerId), readLender(context), listConversationsOf(db, customerId, mostEarlier + 1),
  ])
  const name = customer && atLeast(level, 'verified') ? addressed(customer.details) : undefined
  const heads = all.map((conversation) => headFor('customer', headOf(conversation)))
  const open = heads.find(({ state }) => state !== 'closed')
  return {
    customer: { id: customerId, level, ...(name === undefined ? {} : { name }) },
    ...(open ? { conversation: open } : {}),
    earlier: heads.filter(({ state }) => state === 'closed'),
    desk: { open: true, sentence: '' },
    greeting: '',
    suggestions: [],
    lender: { name: lender.name, hotline: '' },
  }
}
