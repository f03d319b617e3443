import type { Day } from '../primitives/day.ts'
import { type Instant, instant, instantAt, localTime, type Zone } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import { basisText, type RegulationRule } from './regulation.ts'

/**
 * When, how often and whom the desk may contact about a debt, and whom it may advertise to. The limits are data of
 * `content/regulation`, each with source, effective day, confidence and the lender's own beside it; what they forbid is decided here.
 *
 * They bind what has the purpose `collection` (and, the last one, `marketing`). To answer what the debtor himself wrote at 23:00 is
 * service, and no limit of these touches it.
 */

/** A limit in force on a day, with the rule it comes from and what may be said to be its basis. */
export type Limit<Value> = { readonly value: Value; readonly rule: string; readonly basis: string }

/** Minutes after the debtor's midnight; a stretch that ends before it begins runs over midnight. */
export type QuietHours = { readonly from: number; readonly to: number }

export type ContactLimits = {
  readonly quietHours?: Limit<QuietHours>
  readonly callsADay?: Limit<number>
  /** Nobody but those who owe it is contacted about a debt. */
  readonly partiesOnly?: Limit<true>
  /** While a plan is kept nobody is dunned: `card` by law, `loan` by the lender's own policy, which he may lay down. */
  readonly keptCardPlan?: Limit<true>
  readonly keptLoanPlan?: Limit<true>
  readonly marketing?: Limit<true>
}

const ownPolicy = '机构规定'

const quietForm = /^(\d{2}):(\d{2})\s?[–—-]\s?(\d{2}):(\d{2})$/
const mostForm = /^≤\s?(\d{1,3})$/

const readQuiet = (text: string): QuietHours | undefined => {
  const match = quietForm.exec(text)
  if (!match) return undefined
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number)
  return fromHour < 24 && toHour < 24 && fromMinute < 60 && toMinute < 60
    ? { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }
    : undefined
}

const readMost = (text: string): number | undefined => {
  const match = mostForm.exec(text)
  return match ? Number(match[1]) : undefined
}

export const isQuiet = ({ from, to }: QuietHours, minute: number): boolean =>
  (from <= to ? from <= minute && minute < to : minute >= from || minute < to)

const covers = (stricter: QuietHours, given: QuietHours): boolean =>
  Array.from({ length: 1440 }, (_, minute) => minute).every((minute) => !isQuiet(given, minute) || isQuiet(stricter, minute))

/** The words of an override that leaves the stop during a kept plan to what the law asks, which is cards only. */
const cardsOnly = '仅信用卡'

type Reading<Value> = {
  readonly read: (text: string) => Value | undefined
  /** Whether the lender's own limit keeps within that of the rule: he may bind himself further, never less. */
  readonly within: (own: Value, given: Value) => boolean
}

const broken = (rule: RegulationRule, text: string): Error => new Error(`regulation ${rule.id}: “${text}” is no limit that can be kept`)

const limitOf = <Value>(rules: readonly RegulationRule[], id: string, day: Day, { read, within }: Reading<Value>): Limit<Value> | undefined => {
  const rule = rules.find((each) => each.id === id)
  if (!rule) throw new Error(`content/regulation has no rule ${id}`)
  const inForce = rule.effectiveFrom === undefined || rule.effectiveFrom <= day
  const given = read(rule.limit)
  if (given === undefined) throw broken(rule, rule.limit)
  const { override } = rule
  if (override && override.from <= day) {
    const own = read(override.limit)
    if (own === undefined || (inForce && !within(own, given))) throw broken(rule, override.limit)
    return { value: own, rule: id, basis: ownPolicy }
  }
  return inForce ? { value: given, rule: id, basis: basisText(rule) } : undefined
}

const yes: Reading<true> = { read: () => true, within: () => true }
const quiet: Reading<QuietHours> = { read: readQuiet, within: covers }
const most: Reading<number> = { read: readMost, within: (own, given) => own <= given }

/** Whether the desk could keep the limit of a rule and the lender's own beside it; of a rule whose limit nobody here keeps he can set none. */
export const canBeKept = (rule: RegulationRule): boolean => {
  const keeps = <Value>({ read, within }: Reading<Value>): boolean => {
    const [given, own] = [read(rule.limit), rule.override && read(rule.override.limit)]
    return given !== undefined && (rule.override === undefined || (own !== undefined && within(own, given)))
  }
  if (rule.id === 'CT-HOURS') return keeps(quiet)
  if (rule.id === 'CT-FREQ') return keeps(most)
  return rule.override === undefined || (rule.id === 'CT-STOP' && rule.override.limit === cardsOnly)
}

/** The limits of a day. Throws where the content has none that could be kept: a desk without them must not dial. */
export const contactLimitsOn = (rules: readonly RegulationRule[], day: Day): ContactLimits => {
  const quietHours = limitOf(rules, 'CT-HOURS', day, quiet)
  const callsADay = limitOf(rules, 'CT-FREQ', day, most)
  const partiesOnly = limitOf(rules, 'CT-THIRD', day, yes)
  const marketing = limitOf(rules, 'MK-OPTOUT', day, yes)
  const stop = rules.find(({ id }) => id === 'CT-STOP')
  if (!stop) throw new Error('content/regulation has no rule CT-STOP')
  const own = stop.override && stop.override.from <= day ? stop.override.limit : undefined
  return {
    ...(quietHours ? { quietHours } : {}),
    ...(callsADay ? { callsADay } : {}),
    ...(partiesOnly ? { partiesOnly } : {}),
    ...(marketing ? { marketing } : {}),
    // 信用卡办法 article 70 speaks of cards; for other loans the stop is the lender's own rule, which stands unless he says otherwise.
    keptCardPlan: { value: true, rule: 'CT-STOP', basis: basisText(stop) },
    ...(own === cardsOnly ? {} : { keptLoanPlan: { value: true, rule: 'CT-STOP', basis: ownPolicy } }),
  }
}

/** Who would be reached. A guarantor owes what he guaranteed; a proxy speaks for the debtor, but owes nothing. */
export type Party = 'debtor' | 'guarantor' | 'third-person'

export type Contact = { readonly means: 'call' | 'message'; readonly purpose: 'service' | 'notice' | 'collection' | 'marketing' }

export type ContactFacts = {
  readonly party: Party
  /** The debtor's, wherever the desk is. */
  readonly zone: Zone
  /** Whether a loan that the contact is about has a plan that is kept. */
  readonly keptPlan: 'none' | 'card' | 'loan'
  /** Collection calls of the debtor's day that were connected or may be at this moment, over the whole lender. */
  readonly callsTaken: number
  readonly marketingConsent: boolean
}

export type ContactRefusal = Refusal<
  'contact-quiet-hours' | 'contact-calls-used-up' | 'contact-third-person' | 'contact-plan-kept' | 'contact-no-consent'
>

const clockText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const refuseBy = <Code extends ContactRefusal['refused']>(
  code: Code, { rule, basis }: Limit<unknown>, about: Readonly<Record<string, string | number>> = {},
): Refusal<Code> =>
  refuse(code, { ...about, rule, basis })

const judgeCollection = (limits: ContactLimits, { means }: Contact, facts: ContactFacts, now: Instant): ContactRefusal | undefined => {
  const { quietHours, callsADay, partiesOnly, keptCardPlan, keptLoanPlan } = limits
  if (partiesOnly && facts.party === 'third-person') return refuseBy('contact-third-person', partiesOnly)
  const stop = facts.keptPlan === 'card' ? keptCardPlan : facts.keptPlan === 'loan' ? keptLoanPlan : undefined
  if (stop) return refuseBy('contact-plan-kept', stop)
  if (quietHours && isQuiet(quietHours.value, localTime(now, facts.zone).minute)) {
    return refuseBy('contact-quiet-hours', quietHours, { from: clockText(quietHours.value.from), to: clockText(quietHours.value.to) })
  }
  if (means === 'call' && callsADay && facts.callsTaken >= callsADay.value) {
    return refuseBy('contact-calls-used-up', callsADay, { most: callsADay.value })
  }
  return undefined
}

/** Why a contact must not be made now; undefined where it may. Of several reasons the one that lasts longest is told. */
export const judgeContact = (limits: ContactLimits, contact: Contact, facts: ContactFacts, now: Instant): ContactRefusal | undefined => {
  if (contact.purpose === 'marketing') {
    return limits.marketing && !facts.marketingConsent ? refuseBy('contact-no-consent', limits.marketing) : undefined
  }
  return contact.purpose === 'collection' ? judgeCollection(limits, contact, facts, now) : undefined
}

/** Until when a call that may be made now must have begun: some minutes, and never into the quiet hours. */
export const dialBefore = (limits: ContactLimits, zone: Zone, now: Instant, minutes: number): Instant => {
  const end = instant(now + minutes * 60_000)
  if (!limits.quietHours) return end
  const { day, minute } = localTime(now, zone)
  const { from } = limits.quietHours.value
  const begins = instantAt(from > minute ? day : ((day + 1) as Day), from, zone)
  return begins < end ? begins : end
}
