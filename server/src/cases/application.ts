import { applicationAsk, applicationInputs, type ApplicationOnWire, myApplication } from '@xinqiao/contract/application-case.ts'
import {
  type ApplicationAsk, type ApplicationData, type ApplicationState, type ApplicationWorld, type Offer, parseApplicationPolicy,
} from '@xinqiao/core/cases/application/application.ts'
import { application, type ApplicationInputs, type SeenOffer } from '@xinqiao/core/cases/application/procedure.ts'
import type { Product } from '@xinqiao/core/knowledge/product.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import { percentText } from '@xinqiao/core/primitives/rate.ts'
import type { z } from 'zod'
import { piecesInForce, pieceVersion } from '../knowledge/pieces.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { materialsInWorld } from './holdings.ts'
import type { Kind } from './kind.ts'
import { yuanFrom } from './wire-values.ts'

/** Loan applications, as the server works on them. */

const seenFrom = ({ total, firstInstalment }: z.output<typeof applicationInputs.sign>): SeenOffer => ({ total: yuanFrom(total), firstInstalment: yuanFrom(firstInstalment) })

const offerToWire = ({ amount, count, firstInstalment, interest, fees, total, annualCost, quotedOn, productVersion }: Offer): ApplicationOnWire['offer'] => ({
  amount: yuanText(amount), count, firstInstalment: yuanText(firstInstalment), interest: yuanText(interest), fees: yuanText(fees), total: yuanText(total),
  annualCostPercent: percentText(annualCost, 2), quotedOn: isoDay(quotedOn), productVersion,
})

const burdenToWire = ({ heaviest, share: { num, den }, withinLimit }: NonNullable<ApplicationData['burden']>) =>
  ({ heaviest: yuanText(heaviest), sharePercent: percentText({ num, den, period: 'month' }, 1), withinLimit })

const toWire = ({ ask, offer, burden, submittedOn, recommendation, costsReadOn, signedOn, loanRef, failed, refusedBecause }: ApplicationData): ApplicationOnWire => ({
  ask: {
    productId: ask.productId, amount: yuanText(ask.amount), count: ask.count, purpose: ask.purpose, monthlyIncome: yuanText(ask.monthlyIncome),
    otherMonthlyDebt: yuanText(ask.otherMonthlyDebt),
  },
  offer: offerToWire(offer), ...(burden ? { burden: burdenToWire(burden) } : {}),
  ...(submittedOn === undefined ? {} : { submittedOn: isoDay(submittedOn) }), ...(recommendation === undefined ? {} : { recommendation }),
  ...(costsReadOn === undefined ? {} : { costsReadOn: isoDay(costsReadOn) }), ...(signedOn === undefined ? {} : { signedOn: isoDay(signedOn) }),
  ...(loanRef === undefined ? {} : { paidOutAs: loanRef }), ...(failed === undefined ? {} : { failed }), ...(refusedBecause === undefined ? {} : { refusedBecause }),
})

/** Every version of the products on offer, for an offer stands by the version that it was made from. */
const productsOf = async ({ clock }: Context, reader: Reader): Promise<readonly Product[]> => {
  const current = await piecesInForce(reader, 'product', today(clock))
  const earlier = await Promise.all(current.flatMap(({ id, version }) =>
    Array.from({ length: version - 1 }, (_, place) => pieceVersion(reader, 'product', id, place + 1))))
  return [...current, ...earlier.flatMap((product) => product ?? [])]
}

const same = (text: string) => ({ zh: text, en: text })

export const applicationKind: Kind<ApplicationState, ApplicationData, ApplicationAsk, ApplicationInputs, ApplicationWorld & { readonly products: readonly Product[] }> = {
  procedure: application,
  parsePolicy: parseApplicationPolicy,
  customerLevel: 'verified',
  ask: applicationAsk.transform(({ amount, monthlyIncome, otherMonthlyDebt, ...ask }) =>
    ({ ...ask, amount: yuanFrom(amount), monthlyIncome: yuanFrom(monthlyIncome), otherMonthlyDebt: yuanFrom(otherMonthlyDebt) })),
  inputs: { ...applicationInputs, 'read-costs': applicationInputs['read-costs'].transform(seenFrom), sign: applicationInputs.sign.transform(seenFrom) },
  worldOf: async (context, reader, { customerId, policy, times }) => {
    const products = await productsOf(context, reader)
    return {
      policy, times, products, ...(await materialsInWorld(context, reader, customerId)),
      productOf: (productId, version) => products.find((product) => product.id === productId && (version === undefined || product.version === version)),
    }
  },
  toWire,
  mine: myApplication,
  choices: ({ products }) => {
    const materials = [...new Map(products.flatMap((product) => product.materials.map(({ id, name }) => [id, { id, name: same(name) }]))).values()]
    return {
      productId: [...new Map(products.map(({ id, name }) => [id, { id, name }])).values()], needed: materials,
      purpose: [...new Set(products.flatMap(({ purposes }) => purposes.allowed))].map((purpose) => ({ id: purpose, name: same(purpose) })),
    }
  },
  seen: ({ offer: { total, firstInstalment } }) => {
    const seen = { total: yuanText(total), firstInstalment: yuanText(firstInstalment) }
    return { 'read-costs': seen, sign: seen }
  },
  materials: ({ ask, needed }, { productOf }) => {
    const materials = productOf(ask.productId)?.materials ?? []
    return needed.flatMap((id) => {
      const material = materials.find((each) => each.id === id)
      return material ? [{ id, name: same(material.name), why: same(material.note) }] : []
    })
  },
  topic: ({ ask }) => ask.productId,
}
