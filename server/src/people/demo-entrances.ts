import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import { randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { readCustomers } from './customers.ts'
import { signSiteToken, siteTokenSecret } from './site-token.ts'
import { demoCustomers, demoPassword, listStaff } from './store.ts'

const tokenSeconds = 240

/** What the demo page shows: borrowers in every state, each with a token as the lender's site would sign it, and the desk's people. */
export const demoEntrances = async (context: Context): Promise<ResponseOf<typeof listDemoCustomers> | Refusal<'not-found'>> => {
  const { db, clock } = context
  const password = await demoPassword(db)
  if (password === undefined) return refuse('not-found')
  const secret = await siteTokenSecret(context)
  const rows = await demoCustomers(db)
  const known = await readCustomers(context, db, rows.map((row) => row.customer_id))
  const exp = Math.floor(clock.now() / 1000) + tokenSeconds
  const customers = rows.flatMap(({ customer_id: id, situation }) => {
    const customer = known.get(id)
    if (customer?.ref === undefined) return []
    const siteToken = signSiteToken(secret, { sub: customer.ref, exp, jti: randomUUID(), level: 'verified' })
    return [{ ref: customer.ref, name: customer.details.name ?? customer.ref, situation, siteToken }]
  })
  const staff = (await listStaff(db))
    .filter((one) => one.demo && !one.left)
    .map(({ email, name, roles }) => ({ email, name, roles: [...roles], password }))
  return { customers, staff }
}
