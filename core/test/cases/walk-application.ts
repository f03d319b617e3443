import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type ApplicationAsk, type ApplicationData, type ApplicationState, type ApplicationWorld, parseApplicationPolicy,
} from '../../src/cases/application/application.ts'
import { application, type ApplicationInputs } from '../../src/cases/application/procedure.ts'
import { parseProduct } from '../../src/knowledge/product.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { contentFile, policyOf, times } from './read-policies.ts'
import { givenInWalks } from './given-materials.ts'
import type { Walkable } from './walk.ts'

const read = parseProduct(contentFile('products/anxin-steady.json'))
const product = read.ok ? read.value : expect.unreachable(JSON.stringify(read.problems))
const materials = product.materials.map(({ id }) => id)

const world: ApplicationWorld = {
  policy: policyOf('application', parseApplicationPolicy), times, ...givenInWalks(['income', 'bank-card', 'face-check'], ['identity-card', 'contact']),
  productOf: (id, version) => (id === product.id && (version === undefined || version === product.version) ? product : undefined),
}

const nothing = fc.constant({})
const text = fc.constantFrom('', '收入与负债不匹配')
const some = fc.oneof(fc.constant(materials), fc.subarray([...materials, 'no-such']))
// What a page would show is put in by `walk` through `inputFor`.
const seen = fc.constant({ total: fen(0n), firstInstalment: fen(0n) })

export const applicationWalk: Walkable<ApplicationState, ApplicationData, ApplicationAsk, ApplicationInputs, ApplicationWorld> = {
  procedure: application,
  world,
  worldAtOpening: { ...world, ...givenInWalks([], ['identity-card', 'contact']) },
  start: instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai),
  asks: fc.record({
    productId: fc.constantFrom(product.id, product.id, 'no-such'), amount: fc.constantFrom(fen(0n), fen(1_200_000n), fen(12_000_000n), fen(1_200_050n), fen(90_000_000n)),
    count: fc.constantFrom(12, 12, 13), purpose: fc.constantFrom(...product.purposes.allowed, '炒股'), monthlyIncome: fc.constantFrom(fen(0n), fen(800_000n)),
    otherMonthlyDebt: fc.constantFrom(fen(0n), fen(700_000n)),
  }),
  inputs: {
    supply: nothing, submit: nothing, 'pass-on': fc.record({ recommendation: text }), 'ask-material': fc.record({ reason: text, needed: some }), approve: nothing,
    refuse: fc.record({ reason: text }), 'read-costs': seen, sign: seen, booked: fc.constant({ loanRef: 'XQ1' }), 'booking-failed': fc.constant({ reason: '收款账户异常' }),
    'try-again': nothing, withdraw: nothing, cancel: nothing, lapse: nothing,
  },
  inputFor: ({ data: { offer } }, name, input) => (name === 'read-costs' || name === 'sign' ? { total: offer.total, firstInstalment: offer.firstInstalment } : input),
}
