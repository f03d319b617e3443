import { enterChat as enterChatOperation } from '@xinqiao/contract/chat.ts'
import {
  confirmCode as confirmCodeOperation, getCustomer, getMe, listDemoCustomers, listStaff, readDemoPhone,
  requestCode as requestCodeOperation, resetStaffPassword, saveStaff, searchCustomers, unmaskCustomer as unmaskOperation,
} from '@xinqiao/contract/people.ts'
import { allRightsOf } from '@xinqiao/core/people/rights.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { authorisationRoutes } from './authorisation-routes.ts'
import { cardOf, customerIdOfRef, readCustomer } from './customers.ts'
import { demoEntrances } from './demo-entrances.ts'
import { serveEmbedding } from './embedding.ts'
import { enterChat } from './enter-chat.ts'
import { findCustomers } from './find-customers.ts'
import { readLender } from './lender.ts'
import { bearerOf } from './identify.ts'
import { changeAccount, readStaff, resetAccount } from './manage-staff.ts'
import { mountStaffAuth } from './mount-staff-auth.ts'
import { recordView } from './record-view.ts'
import { staffById } from './store.ts'
import { readDemoPhoneMessages } from './text-message.ts'
import { cardFor, unmask } from './unmask.ts'
import { confirmCode, requestCode } from './verify-customer.ts'

const staffRoutes: Routes<Context> = (api, context) => {
  implement(api, getMe, async (call) => {
    const { staffId, roles } = staffOf(call)
    const staff = await staffById(context.db, staffId)
    if (!staff) return refuse('not-signed-in')
    const { name, email, twoFactor, passwordChangeDue } = staff
    const lender = { name: (await readLender(context)).name, demo: api.isDemo() }
    return { id: staffId, name, email, roles: [...roles], rights: [...allRightsOf(roles)], twoFactor, passwordChangeDue, lender }
  })

  implement(api, listStaff, () => readStaff(context))

  implement(api, saveStaff, (call) => changeAccount(context, staffOf(call), call.body))

  implement(api, resetStaffPassword, (call) => resetAccount(context, staffOf(call), call.params.staffId, call.body.secondFactor))
}

const customerRoutes: Routes<Context> = (api, context) => {
  implement(api, getCustomer, async (call) => {
    const { staffId } = staffOf(call)
    const customer = await readCustomer(context, context.db, call.params.customerId)
    if (!customer) return refuse('not-found')
    await recordView(context, { staffId, customers: [customer.customerId], what: 'card' })
    return await cardFor(context, staffOf(call), customer)
  })

  implement(api, unmaskOperation, async (call) => {
    const customer = await unmask(context, staffOf(call), call.params.customerId, call.body)
    return isRefusal(customer) ? customer : await cardFor(context, staffOf(call), customer)
  })

  implement(api, searchCustomers, async (call) => {
    const { staffId, roles } = staffOf(call)
    const found = await findCustomers(context, call.query.q, call.query.limit)
    await recordView(context, { staffId, customers: found.map(({ customerId }) => customerId), what: 'search' })
    return { customers: found.map((customer) => cardOf(customer, sightOf(roles))) }
  })
}

const demoRoutes: Routes<Context> = (api, context) => {
  implement(api, listDemoCustomers, () => demoEntrances(context))

  implement(api, readDemoPhone, async ({ params }) => {
    const id = await customerIdOfRef(context.db, params.customerRef)
    const customer = id === undefined ? undefined : await readCustomer(context, context.db, id)
    if (!customer) return refuse('not-found')
    return { phone: customer.details.phone ?? '', messages: await readDemoPhoneMessages(context, customer.customerId) }
  })
}

export const routes: Routes<Context> = (api, context) => {
  mountStaffAuth(api.fastify, context)
  serveEmbedding(api.fastify)

  implement(api, enterChatOperation, ({ body, request }) => enterChat(context, { ...body, address: request.ip }))

  implement(api, requestCodeOperation, (call) => requestCode(context, customerOf(call), { ...call.body, address: call.request.ip }))

  implement(api, confirmCodeOperation, (call) => confirmCode(context, customerOf(call), bearerOf(call.request.headers), call.body.code))

  authorisationRoutes(api, context)
  staffRoutes(api, context)
  customerRoutes(api, context)
  demoRoutes(api, context)
}
