import { cancelChangeByLink, cancelCustomerChange, cancelMyChange, listCustomerChanges, listMyChanges, requestMyChange, sendNewPhoneCode } from '@xinqiao/contract/detail-changes.ts'
import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import type { ChangeKind } from '@xinqiao/core/people/detail-change.ts'
import { isMobileNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { shownTo, sightOf } from '@xinqiao/core/people/sight.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { readCustomer } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import { type RateRule, refuseTooMany } from '../people/rate-limit.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { askChange, cancelAtDesk, cancelByLink, cancelOwn, type ChangeShown, readChanges } from './change-details.ts'
import { judgeNewPhone, sendNewPhoneCode as sendCode } from './new-phone.ts'

/** A proof of 256 bits cannot be guessed; the limit keeps whoever tries from being a load. */
const fromOneAddress: RateRule = { name: 'change-links', most: 30, seconds: 60 }

/** A new number proves itself first, so that nobody is locked out by a slip of the finger. */
const unproven = async (context: Context, caller: CustomerCaller, { kind, value, code = '' }: { readonly kind: ChangeKind; readonly value: string; readonly code?: string | undefined }) =>
  kind === 'phone' && isMobileNumber(plainNumber(value)) ? await judgeNewPhone(context, caller, plainNumber(value), code) : undefined

const wrapped = <Code extends string>(change: ChangeShown | Refusal<Code>): { change: ChangeShown } | Refusal<Code> => (isRefusal(change) ? (change as Refusal<Code>) : { change: change as ChangeShown })

export const changeRoutes: Routes<Context> = (api, context) => {
  implement(api, requestMyChange, async (call) => wrapped((await unproven(context, customerOf(call), call.body)) ?? (await askChange(context, customerOf(call), call.body))))

  implement(api, sendNewPhoneCode, (call) => sendCode(context, customerOf(call), call.body.phone))

  implement(api, listMyChanges, async (call) => {
    const { customerId } = customerOf(call)
    const customer = await readCustomer(context, context.db, customerId)
    if (!customer) return refuse('not-found')
    const { phone, payoutCard } = shownTo(sightOf([]), customer.details)
    return { ...(phone === undefined ? {} : { phone }), ...(payoutCard === undefined ? {} : { payoutCard }), changes: await readChanges(context, customerId) }
  })

  implement(api, cancelMyChange, async (call) => wrapped(await cancelOwn(context, customerOf(call), call.params.changeId)))

  implement(api, cancelChangeByLink, async (call) =>
    (await refuseTooMany(context, fromOneAddress, call.request.ip)) ?? wrapped(await cancelByLink(context, call.body.token)))

  implement(api, listCustomerChanges, async (call) => {
    const customer = await readCustomer(context, context.db, call.params.customerId)
    if (!customer) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [customer.customerId], what: 'changes' })
    return { changes: await readChanges(context, customer.customerId) }
  })

  implement(api, cancelCustomerChange, async (call) => wrapped(await cancelAtDesk(context, staffOf(call), { ...call.params, reason: call.body.reason })))
}
