import {
  decideCustomerCorrection, listCorrections, listCustomerConsents, listCustomerCorrections, listMyConsents, listMyCorrections, requestMyCorrection, sayMyConsent,
} from '@xinqiao/contract/data-rights.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import { type Sight, sightOf } from '@xinqiao/core/people/sight.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { readConsents, sayConsent } from '../people/consents.ts'
import { askCorrection, type CorrectionShown, decide, readCorrections, readOpenCorrections } from '../people/corrections.ts'
import { personOf, readCustomer } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import { sightFor } from '../people/unmask.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'

/** The rights of customers in their own data, and the desk's part in them. Numbers in what they typed are covered for the desk. */

const covered = (sight: Sight, shown: CorrectionShown): CorrectionShown =>
  ({ ...shown, wrong: textShownTo(sight, shown.wrong), right: textShownTo(sight, shown.right), ...(shown.answer === undefined ? {} : { answer: textShownTo(sight, shown.answer) }) })

const consentRoutes: Routes<Context> = (api, context) => {
  implement(api, listMyConsents, async (call) => ({ consents: await readConsents(context, customerOf(call).customerId, languageOf(call.request)) }))

  implement(api, sayMyConsent, async (call) =>
    (await sayConsent(context, customerOf(call), call.body)) ?? { consents: await readConsents(context, customerOf(call).customerId, languageOf(call.request)) })

  implement(api, listCustomerConsents, async (call) => {
    const customer = await readCustomer(context, context.db, call.params.customerId)
    if (!customer) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [customer.customerId], what: 'consents' })
    return { consents: await readConsents(context, customer.customerId, languageOf(call.request)) }
  })
}

export const dataRoutes: Routes<Context> = (api, context) => {
  consentRoutes(api, context)

  implement(api, requestMyCorrection, async (call) =>
    (await askCorrection(context, customerOf(call), call.body)) ?? { corrections: await readCorrections(context, customerOf(call).customerId) })

  implement(api, listMyCorrections, async (call) => ({ corrections: await readCorrections(context, customerOf(call).customerId) }))

  implement(api, listCorrections, async (call) => {
    const { staffId, roles } = staffOf(call)
    const found = await readOpenCorrections(context, call.query.limit)
    await recordView(context, { staffId, customers: [...new Set(found.map(({ customerId }) => customerId))], what: 'corrections' })
    return { corrections: found.map((shown) => covered(sightOf(roles), shown)) }
  })

  implement(api, listCustomerCorrections, async (call) => {
    const customer = await readCustomer(context, context.db, call.params.customerId)
    if (!customer) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [customer.customerId], what: 'corrections' })
    const sight = await sightFor(context, staffOf(call), customer.customerId)
    return { corrections: (await readCorrections(context, customer.customerId)).map((shown) => covered(sight, shown)) }
  })

  implement(api, decideCustomerCorrection, async (call) => {
    const { customerId, correctionId: id } = call.params
    const decided = await decide(context, staffOf(call), { ...call.body, id, customerId: await personOf(context.db, customerId) })
    return isRefusal(decided) ? decided : { correction: covered(await sightFor(context, staffOf(call), customerId), decided) }
  })
}
