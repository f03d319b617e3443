import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { consentPurposes, type ConsentPurpose, consentState, mayUse, textInForce } from '@xinqiao/core/people/consent.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { consentTexts } from './access-policy.ts'
import { consentEntries, insertConsent } from './consent-store.ts'
import { personOf } from './customers.ts'

/** What customers agreed to, and the ONE question that every use of their data for such a purpose asks first. */

/** Whether the customer's data may be used for this purpose at this moment; an id of a joined record is his too. */
export const mayUseData = async ({ db, clock }: Context, customerId: string, purpose: ConsentPurpose): Promise<boolean> => {
  const person = await personOf(db, customerId)
  return mayUse(await consentEntries(db, [person]), purpose, consentTexts(), today(clock))
}

export type ConsentShown = {
  readonly purpose: ConsentPurpose
  readonly name: string
  readonly text: string
  readonly textVersion: number
  readonly given: boolean
  readonly outdated: boolean
  readonly since?: string
}

/** Every purpose with the text in force and what the customer last said to it. */
export const readConsents = async ({ db, clock }: Context, customerId: string, language: 'zh' | 'en'): Promise<ConsentShown[]> => {
  const entries = await consentEntries(db, [await personOf(db, customerId)])
  const [texts, day] = [consentTexts(), today(clock)]
  return consentPurposes.flatMap((purpose) => {
    const text = textInForce(texts, purpose, day)
    if (!text) return []
    const { given, outdated, since } = consentState(entries, purpose, texts, day)
    return [{
      purpose, name: text.name[language], text: text.text[language], textVersion: text.version, given, outdated,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    }]
  })
}

export type Said = { readonly purpose: ConsentPurpose; readonly given: boolean; readonly textVersion: number }

/** Writes down what he said. To agree he must have read the text in force; to withdraw is possible at any time and as easily (个人信息保护法 article 15). */
export const sayConsent = async ({ db, clock, outbox }: Context, caller: CustomerCaller, { purpose, given, textVersion }: Said): Promise<undefined | Refusal<'version-conflict'>> => {
  const text = textInForce(consentTexts(), purpose, today(clock))
  if (!text || (given && text.version !== textVersion)) return refuse('version-conflict')
  const { customerId, sessionId } = caller
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    await insertConsent(tx, { customerId, purpose, given, textVersion: text.version, at: new Date(at), by: { sessionId } })
    await outbox.emit(tx, { kind: given ? 'people.consent-given' : 'people.consent-withdrawn', at, payload: { customer: customerId, purpose, textVersion: text.version } })
  })
  return undefined
}

/**
 * He answered an offer with the words that stop them. Written down also where he never agreed, for now he has said no; said again it
 * is written once.
 */
export const stopOffers = async ({ db, clock, outbox }: Context, customerId: string, messageId: string): Promise<void> => {
  const [entries, at] = [await consentEntries(db, [await personOf(db, customerId)]), clock.now()]
  const said = entries.findLast(({ purpose }) => purpose === 'marketing')
  const text = textInForce(consentTexts(), 'marketing', today(clock))
  if (said?.given === false || !text) return
  await db.transaction().execute(async (tx) => {
    await insertConsent(tx, { customerId, purpose: 'marketing', given: false, textVersion: text.version, at: new Date(at), by: { messageId } })
    await outbox.emit(tx, { kind: 'people.consent-withdrawn', at, payload: { customer: customerId, purpose: 'marketing', textVersion: text.version, message: messageId } })
  })
}
