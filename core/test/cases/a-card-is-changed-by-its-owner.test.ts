import { expect, test } from 'vitest'
import type { Actor } from '../../src/cases/case.ts'
import { type CardNamed, nameCard, switchOn } from '../../src/cases/change-card/change-card.ts'
import { changeCard } from '../../src/cases/change-card/procedure.ts'
import { openCase } from '../../src/cases/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { granted } from '../loan/request.ts'
import { actors, allMoves, walk } from './walk.ts'
import { cardBefore, changeCardWalk, newCard, otherCard, worldWithCards } from './walk-change-card.ts'
import { loanInWalk } from './walk-prepayment.ts'

const [customer, , agent] = actors as readonly [Actor, Actor, Actor]
const rules = worldWithCards.policy.own
const asked = { bank: 'cmb', cardNumber: newCard, holder: '王小明' }

const bankCause = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

test('whatever anybody tries, a card is debited only by its owner’s mandate and after its bank’s word; no number leaves the case, and none stays in one that has ended', () => {
  const made = walk({
    ...changeCardWalk,
    after: ({ before, command, after, events }) => {
      const told = events.filter(({ event }) => event === 'instruct')
      if (command.do === 'authorise') expect(told).toMatchObject([{ instruction: { what: 'verify-card' } }])
      else if (command.do === 'verified' || command.do === 'try-again') expect(told).toMatchObject([{ instruction: { what: 'change-card', on: after.data.from } }])
      else expect(told).toEqual([])
      if (told.length > 0 && command.do !== 'authorise') expect([before.data.authorisedOn, after.data.verifiedBy]).toEqual([expect.any(Number), 'YH20261123001'])
      for (const number of [newCard, otherCard, cardBefore]) {
        expect(JSON.stringify(events, bankCause)).not.toContain(number)
        if (after.due === undefined) expect(JSON.stringify(after.data)).not.toContain(number)
      }
    },
  }, { runs: 4500 })
  expect(allMoves(changeCard).filter((move) => !made.has(move))).toEqual([])
})

test.each([
  ['a bank that is not on the list', { bank: 'no-such' }, 'change-card-bank-unknown'],
  ['a slip of the keyboard', { cardNumber: newCard.slice(0, -1) + String((Number(newCard.at(-1)) + 1) % 10) }, 'change-card-number-wrong'],
  ['somebody else’s card', { holder: '李四' }, 'change-card-not-own'],
  ['the card that it is', { cardNumber: cardBefore }, 'change-card-same'],
])('%s is refused', (_what, other, refused) => {
  expect(nameCard({ ...asked, ...other } satisfies CardNamed, 'L1', worldWithCards)).toMatchObject({ refused })
})

test('a name may have spaces or a dot, a number spaces; the desk opens without a number', () => {
  expect(isRefusal(nameCard({ ...asked, holder: '王·小明', cardNumber: newCard.replaceAll(/(\d{4})/g, '$1 ') }, 'L1', worldWithCards))).toBe(false)
  const open = (by: Actor, ask: object) => openCase(changeCard, { id: 'c', customerId: 'c1', key: 'open', by, ask: { loanRef: 'L1', ...ask } }, changeCardWalk.start, worldWithCards)
  expect(open(agent, { card: asked })).toMatchObject({ refused: 'change-card-customer-only' })
  expect(granted(open(agent, {})).next.state).toBe('awaiting-card')
  expect(granted(open(customer, { card: asked })).next).toMatchObject({ state: 'awaiting-consent', data: { card: { masked: `6225********${newCard.slice(-4)}` }, mandate: expect.stringContaining(`招商银行尾号 ${newCard.slice(-4)}`) as unknown } })
})

test('a debit that is on its way comes from the old card, a later one from the new', () => {
  expect(switchOn(loanInWalk, dayOf(2026, 12, 3), rules)).toEqual({ from: dayOf(2026, 12, 3) })
  for (const day of [4, 5]) expect(switchOn(loanInWalk, dayOf(2026, 12, day), rules)).toEqual({ from: dayOf(2026, 12, 6), debitOnWay: dayOf(2026, 12, 5) })
})
