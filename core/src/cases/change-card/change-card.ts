import type { RegulationRule } from '../../compliance/regulation.ts'
import { life } from '../../loan/life.ts'
import { isCardNumber, plainNumber } from '../../people/personal-number.ts'
import { maskCard } from '../../people/sight.ts'
import { addDays, type Day, daysBetween } from '../../primitives/day.ts'
import { type Bilingual, close, idForm, noteDuplicates, open, type Problem, type Read, type Source, takeBilingual, takeList, takeNumber, takeText } from '../../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'
import type { World } from '../procedure.ts'

/**
 * 更换还款卡: the instalments of a loan are debited from another card of the customer's own. Only he names its number, and it is kept
 * no longer than the lender's system needs it; everywhere else stands what can be shown.
 */

export type ChangeCardState =
  | 'awaiting-card' | 'awaiting-consent' | 'verifying' | 'awaiting-bank' | 'switching' | 'switch-failed' | 'done' | 'refused' | 'withdrawn' | 'lapsed'

/** As the customer enters it. */
export type CardNamed = { readonly bank: string; readonly cardNumber: string; readonly holder: string }

/** `card` may be named at once, by the customer alone. */
export type ChangeCardAsk = { readonly loanRef: string; readonly card?: CardNamed }

/** `number` and `holder` are gone once nobody needs them any more. */
export type CardKept = { readonly bank: string; readonly masked: string; readonly number?: string; readonly holder?: string }

export type ChangeCardData = {
  readonly loanRef: string
  /** What is debited now, as it may be shown. */
  readonly oldCard?: string
  readonly card?: CardKept
  /** The words by which he lets it be debited. */
  readonly mandate?: string
  readonly authorisedOn?: Day
  /** How often a bank was asked, and how often the lender's system was told: each time is an instruction of its own. */
  readonly asked: number
  readonly told: number
  /** Who says that the card is his: the bank's number of its answer, or by what else it was checked. */
  readonly verifiedBy?: string
  /** The first day of the new card; where an instalment is debited too soon before, it still comes from the old one. */
  readonly from?: Day
  readonly debitOnWay?: Day
  readonly switchedOn?: Day
  readonly failed?: string
}

export type ChangeCardCase = Case<ChangeCardState, ChangeCardData>

type Named = { readonly id: string; readonly name: Bilingual }

export type ChangeCardRules = {
  /** A debit due within so many days is on its way, from the old card. */
  readonly debitDays: number
  readonly mostTries: number
  readonly banks: readonly Named[]
  /** Why a bank may say no, in words for the customer. */
  readonly causes: readonly Named[]
  /** The mandate that the customer agrees to, with places for {bank} and {card}; a contract text, in Chinese only. */
  readonly mandate: string
}

export type ChangeCardWorld = World & {
  readonly policy: CasePolicy<ChangeCardRules>
  readonly loanOf: (loanRef: string) => LoanInWorld | undefined
  /** The card that is debited now, digits only. */
  readonly cardOf: (loanRef: string) => string | undefined
  /** The customer's name, where the lender knows it. */
  readonly customerName: string | undefined
}

const readNamed = (value: unknown, at: string, problems: Problem[]): Named => {
  const source = open(value, at, problems)
  const named = { id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 60) }
  close(source)
  return named
}

const readRules = (source: Source): ChangeCardRules => {
  const rules = {
    debitDays: takeNumber(source, 'debitDays', 0, 31), mostTries: takeNumber(source, 'mostTries', 1, 20), banks: takeList(source, 'banks', readNamed),
    causes: takeList(source, 'causes', readNamed), mandate: takeText(source, 'mandate', 1000),
  }
  for (const list of ['banks', 'causes'] as const) noteDuplicates(source, list, rules[list].map(({ id }) => id))
  return rules
}

/** Reads `content/cases/change-card.json`. */
export const parseChangeCardPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ChangeCardRules>> => parseCasePolicy(value, rules, readRules)

const sameName = (a: string, b: string): boolean => a.replaceAll(/[\s·•]/g, '') === b.replaceAll(/[\s·•]/g, '')

export const bankName = (id: string, { policy }: ChangeCardWorld): Bilingual => policy.own.banks.find((bank) => bank.id === id)?.name ?? { zh: id, en: id }

/** As a card is spoken of to its owner. */
export const cardWords = ({ bank, masked }: CardKept, world: ChangeCardWorld): string => `${bankName(bank, world).zh}尾号 ${masked.slice(-4)} 的银行卡`

/** The card as it is kept, if number, bank and name may be the customer's; whether they are, his bank says. */
export const nameCard = ({ bank, cardNumber, holder }: CardNamed, loanRef: string, world: ChangeCardWorld): CardKept | Refusal => {
  const number = plainNumber(cardNumber)
  if (!world.policy.own.banks.some(({ id }) => id === bank)) return refuse('change-card-bank-unknown', {}, 'bank')
  if (!isCardNumber(number)) return refuse('change-card-number-wrong', {}, 'cardNumber')
  if (world.customerName !== undefined && !sameName(holder, world.customerName)) return refuse('change-card-not-own', {}, 'holder')
  if (number === world.cardOf(loanRef)) return refuse('change-card-same', {}, 'cardNumber')
  return { bank, masked: maskCard(number), number, holder }
}

export const mandateFor = (card: CardKept, world: ChangeCardWorld): string =>
  world.policy.own.mandate.replaceAll('{bank}', bankName(card.bank, world).zh).replaceAll('{card}', card.masked.slice(-4))

/** Nothing is left of the number but what may be shown. */
export const forgetNumber = (data: ChangeCardData): ChangeCardData => {
  const { card, ...rest } = data
  return card ? { ...rest, card: { bank: card.bank, masked: card.masked } } : rest
}

/** From when the new card may be debited, if it is told today. A debit that is on its way comes from the old one. */
export const switchOn = ({ terms, events }: LoanInWorld, today: Day, { debitDays }: ChangeCardRules): { readonly from: Day; readonly debitOnWay?: Day } | Refusal => {
  const state = life(terms, events, today)
  if (isRefusal(state) || state.status === 'settled' || state.status === 'written-off') return refuse('change-card-nothing-to-debit')
  const due = state.next?.due
  return due === undefined || daysBetween(today, due) > debitDays ? { from: today } : { from: addDays(due, 1), debitOnWay: due }
}
