import { endCustomerAuthorisation, endMyAuthorisation, listAuthorisations, listMyAuthorisations, recordAuthorisation } from '@xinqiao/contract/authorisations.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { type AuthorisationShown, endAuthorisation, readGiven, readHeld, recordPerson } from './authorisations.ts'
import { personOf, readCustomer } from './customers.ts'
import { recordView } from './record-view.ts'

type Both = { given: AuthorisationShown[]; held: AuthorisationShown[] }

const both = async (context: Context, customerId: string, side: 'desk' | 'customer' = 'desk'): Promise<Both> => {
  const [given, held] = await Promise.all([readGiven(context, customerId, side), readHeld(context, customerId)])
  return { given, held }
}

export const authorisationRoutes: Routes<Context> = (api, context) => {
  implement(api, listAuthorisations, async (call) => {
    const customer = await readCustomer(context, context.db, call.params.customerId)
    if (!customer) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [customer.customerId], what: 'authorisations' })
    return await both(context, customer.customerId)
  })

  implement(api, recordAuthorisation, async (call) => {
    const { id, name, phone, relation, proof, role, scope, loanRefs, from, until } = call.body
    const starts = parseDay(from)
    if (starts === undefined) return refuse('invalid-request', { field: 'from' }, 'body.from')
    const refused = await recordPerson(context, staffOf(call), {
      id, name, phone, relation, proof, customerId: call.params.customerId,
      authorisation: { role, scope, loanRefs, from: starts, until: until === undefined ? undefined : parseDay(until) },
    })
    return refused ?? (await both(context, await personOf(context.db, call.params.customerId)))
  })

  implement(api, endCustomerAuthorisation, async (call) => {
    const customerId = await personOf(context.db, call.params.customerId)
    const ended = await endAuthorisation(context, call.params.authorisationId, { customerId, staff: staffOf(call) })
    return isRefusal(ended) ? refuse('not-found') : await both(context, customerId)
  })

  implement(api, listMyAuthorisations, (call) => both(context, customerOf(call).customerId, 'customer'))

  implement(api, endMyAuthorisation, async (call) => {
    const { customerId } = customerOf(call)
    const ended = await endAuthorisation(context, call.params.authorisationId, { customerId })
    return isRefusal(ended) ? refuse('not-found') : await both(context, customerId, 'customer')
  })
}
