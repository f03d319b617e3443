import { changeCardAsk, changeCardData, changeCardInputs, type ChangeCardOnWire } from '@xinqiao/contract/change-card-case.ts'
import { type ChangeCardAsk, type ChangeCardData, type ChangeCardState, type ChangeCardWorld, parseChangeCardPolicy } from '@xinqiao/core/cases/change-card/change-card.ts'
import { changeCard, type ChangeCardInputs } from '@xinqiao/core/cases/change-card/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { runningLoans } from '../loan/ledger.ts'
import { cardsOf } from '../loan/mandates.ts'
import { readCustomer } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import type { Kind } from './kind.ts'

/** Changes of the card, as the server works on them. What goes out holds of a card what can be shown. */

const toWire = ({ loanRef, oldCard, card, mandate, authorisedOn, verifiedBy, from, debitOnWay, switchedOn, failed }: ChangeCardData): ChangeCardOnWire => ({
  loanRef, ...(oldCard === undefined ? {} : { oldCard }), ...(card ? { card: { bank: card.bank, masked: card.masked } } : {}), ...(mandate === undefined ? {} : { mandate }),
  ...(authorisedOn === undefined ? {} : { authorisedOn: isoDay(authorisedOn) }), ...(verifiedBy === undefined ? {} : { verifiedBy }),
  ...(from === undefined ? {} : { from: isoDay(from) }), ...(debitOnWay === undefined ? {} : { debitOnWay: isoDay(debitOnWay) }),
  ...(switchedOn === undefined ? {} : { switchedOn: isoDay(switchedOn) }), ...(failed === undefined ? {} : { failed }),
})

export const changeCardKind: Kind<ChangeCardState, ChangeCardData, ChangeCardAsk, ChangeCardInputs, ChangeCardWorld> = {
  procedure: changeCard,
  parsePolicy: parseChangeCardPolicy,
  customerLevel: 'verified',
  ask: changeCardAsk.transform(({ loanRef, card }) => ({ loanRef, ...(card ? { card } : {}) })),
  inputs: changeCardInputs,
  worldOf: async (context, reader, { customerId, policy, times }) => {
    const loans = new Map((await runningLoans(reader, customerId, today(context.clock))).map((loan) => [loan.loanRef, loan]))
    const [cardOf, customer] = [await cardsOf(context, reader, customerId), await readCustomer(context, reader, customerId)]
    return { policy, times, loanOf: (loanRef) => loans.get(loanRef), cardOf, customerName: customer?.details.name }
  },
  toWire,
  mine: changeCardData,
  choices: ({ policy: { own: { banks, causes } } }) => ({ bank: banks, cause: causes, failed: causes }),
  seen: ({ card, mandate }) => (card && mandate !== undefined ? { authorise: { card: card.masked, mandate } } : {}),
}
