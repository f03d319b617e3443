import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { figuresInText } from '@xinqiao/contract/figures-in-text.ts'
import type { getComposing } from '@xinqiao/contract/gate.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { FilledDisclosure } from '@xinqiao/core/answering/ready-disclosures.ts'
import { messageRules, ruleVersion } from '@xinqiao/core/compliance/check-message.ts'
import type { KnownFigure } from '@xinqiao/core/compliance/message-rule.ts'
import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { fill } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Laws } from '../compliance/laws.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { mayUseData } from '../people/consents.ts'
import type { Context } from '../platform/context.ts'
import { factsAtHand, type FactsAtHand, readyAtHand } from './gather-facts.ts'

/** What the composer judges by while a reply is typed: the same facts, grounds and disclosures as the gate has. */

type Composing = ResponseOf<typeof getComposing>

const each = (figures: readonly KnownFigure[]): Composing['facts']['figures'] => {
  const known = new Map(figures.map(({ kind, value }) => [`${kind} ${value}`, { kind, value: String(value) }]))
  return [...known.values()]
}

const weeksAhead = 8 * 7

const workingDays = ({ today, facts }: FactsAtHand): string[] =>
  Array.from({ length: weeksAhead }, (_, ahead) => addDays(today, ahead + 1)).filter((day) => facts.saidOn?.isWorkingDay?.(day) ?? true).map(isoDay)

const factsWire = (hand: FactsAtHand, optedOut: boolean): Composing['facts'] => {
  const { facts, today } = hand
  return {
    figures: each([...(facts.figures ?? []), ...(facts.also ?? []).flat()]),
    case: {
      ...(facts.case?.filed === undefined ? {} : { filed: facts.case.filed }),
      ...(facts.case?.registered === undefined ? {} : { registered: facts.case.registered }),
    },
    matters: (facts.matters ?? []).map(({ kind, words, standing }) => ({ kind, words: [...words], standing })),
    today: isoDay(today), workingDays: workingDays(hand),
    products: (facts.products ?? []).map(({ name, fees, zeroInterest, his }) => ({ name, fees: [...fees], zeroInterest, his })),
    customer: { optedOut },
  }
}

const disclosureWire = ({ groundOfLaws }: Laws) => (ready: FilledDisclosure): Composing['disclosures'][number] => {
  const { id, name, moment, placement, channels, basis, about, figures, saidBy, text, filled } = ready
  return {
    id, name, moment, placement, basis: [...basis], ground: groundOfLaws(basis), about: [...about], saidBy: [...saidBy], text, ...(channels ? { channels: [...channels] } : {}),
    figures: figures.map(({ kind, value }) => ({ kind, value: String(value) })), placed: figuresInText(filled, 'zh'),
  }
}

const groundsBy = ({ groundOfRule }: Laws): Composing['grounds'] => (['agent', 'collector'] as const).flatMap((speaker) =>
  messageRules.map(({ id }) => Object.assign({ rule: id, speaker }, groundOfRule(id, speaker))))

const wordingPrefix = 'instead-of-'

const wordingsNow = async ({ db }: Context, { today, general }: FactsAtHand): Promise<Composing['wordings']> =>
  [...await noticesInForce(db, today)].flatMap(([id, { text }]) => {
    const filled = id.startsWith(wordingPrefix) ? fill(text.zh, { lenderName: general.lenderName }) : undefined
    return filled === undefined || isRefusal(filled) ? [] : [{ rule: id.slice(wordingPrefix.length).toUpperCase(), text: filled.text }]
  })

export const readComposing = async (context: Context, { name }: StaffCaller, conversationId: string): Promise<Composing | undefined> => {
  const hand = await factsAtHand(context, conversationId)
  return hand && {
    ruleVersion, facts: factsWire(hand, !(await mayUseData(context, hand.customerId, 'marketing'))), disclosures: readyAtHand(hand, name).map(disclosureWire(hand.general.laws)),
    grounds: groundsBy(hand.general.laws), wordings: await wordingsNow(context, hand),
  }
}
