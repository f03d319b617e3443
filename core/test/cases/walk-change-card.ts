import fc from 'fast-check'
import { type ChangeCardAsk, type ChangeCardData, type ChangeCardState, type ChangeCardWorld, parseChangeCardPolicy } from '../../src/cases/change-card/change-card.ts'
import { changeCard, type ChangeCardInputs } from '../../src/cases/change-card/procedure.ts'
import { passesLuhn } from '../../src/people/personal-number.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'
import { loanInWalk } from './walk-prepayment.ts'

const cardWith = (first15: string): string => first15 + ([...'0123456789'].find((digit) => passesLuhn(first15 + digit)) ?? '')

export const [cardBefore, newCard, otherCard] = ['622588001111111', '622588002222222', '621700003333333'].map(cardWith) as [string, string, string]

export const worldWithCards: ChangeCardWorld = {
  policy: policyOf('change-card', parseChangeCardPolicy), times, loanOf: (loanRef) => (loanRef === 'L1' ? loanInWalk : undefined), cardOf: () => cardBefore, customerName: '王 小明',
}

const card = fc.record({
  bank: fc.constantFrom('cmb', 'cmb', 'ccb', 'no-such'), cardNumber: fc.constantFrom(newCard, otherCard, cardBefore, '6225880022222221'), holder: fc.constantFrom('王小明', '王小明', '李四'),
})

const nothing = fc.constant({})

export const changeCardWalk: Walkable<ChangeCardState, ChangeCardData, ChangeCardAsk, ChangeCardInputs, ChangeCardWorld> = {
  procedure: changeCard,
  world: worldWithCards,
  start: instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L1', 'L1', 'L9'), card }, { requiredKeys: ['loanRef'] }),
  inputs: {
    'name-card': card, authorise: fc.constant({ card: '', mandate: '' }), 'no-answer-yet': nothing, verified: fc.record({ reference: fc.constantFrom('', 'YH20261123001') }),
    'not-verified': fc.record({ cause: fc.constantFrom('card-inactive', 'no-such') }), booked: nothing, 'booking-failed': fc.constant({ reason: '账务系统暂时不能入账' }),
    'try-again': nothing, withdraw: nothing, lapse: nothing,
  },
  inputFor: ({ data: { card: named, mandate } }, name, input) => (name === 'authorise' ? { card: named?.masked ?? '', mandate: mandate ?? '' } : input),
}
