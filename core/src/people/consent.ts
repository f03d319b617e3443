import type { Day } from '../primitives/day.ts'
import type { Instant } from '../primitives/instant.ts'
import { type Bilingual, close, finish, noteDuplicates, open, type Problem, type Read, readText, takeBilingual, takeBoolean, takeChoice, takeDay, takeList, takeNumber } from '../primitives/reading.ts'

/**
 * What a customer agreed to have done with his data (个人信息保护法 articles 13 to 15): for what, since when, to which text, and
 * since when no longer. Whoever uses data for one of these purposes asks `mayUse` first.
 */

export const consentPurposes = ['marketing', 'profile', 'data-sharing', 'credit-query'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** A text that is agreed to. Where purpose, manner or kind of data changed, an older agreement no longer holds (article 14). */
export type ConsentText = {
  readonly purpose: ConsentPurpose
  readonly version: number
  readonly from: Day
  readonly asksAnew: boolean
  readonly name: Bilingual
  readonly text: Bilingual
  /** Rules of `content/regulation` that ask for it. */
  readonly basis: readonly string[]
}

/** One thing the customer said, in the order in which he said it; the last word on a purpose counts. */
export type ConsentEntry = { readonly purpose: ConsentPurpose; readonly given: boolean; readonly textVersion: number; readonly at: Instant }

const readConsentText = (value: unknown, at: string, problems: Problem[]): ConsentText => {
  const source = open(value, at, problems)
  const text: ConsentText = {
    purpose: takeChoice<ConsentPurpose>(source, 'purpose', consentPurposes),
    version: takeNumber(source, 'version', 1, 10_000),
    from: takeDay(source, 'from'),
    asksAnew: takeBoolean(source, 'asksAnew'),
    name: takeBilingual(source, 'name', 40),
    text: takeBilingual(source, 'text', 500),
    basis: takeList(source, 'basis', readText, 0),
  }
  close(source)
  return text
}

/** Reads `content/desk/consents.json`. */
export const parseConsentTexts = (value: unknown): Read<readonly ConsentText[]> => {
  const source = open({ texts: value }, '', [])
  const texts = takeList(source, 'texts', readConsentText)
  noteDuplicates(source, 'texts', texts.map(({ purpose, version }) => `${purpose} ${version}`))
  return finish(source, texts)
}

const newestFirst = (texts: readonly ConsentText[], purpose: ConsentPurpose, today: Day): readonly ConsentText[] =>
  texts.filter((text) => text.purpose === purpose && text.from <= today).sort((one, other) => other.version - one.version)

/** The text that somebody asked today would agree to. */
export const textInForce = (texts: readonly ConsentText[], purpose: ConsentPurpose, today: Day): ConsentText | undefined =>
  newestFirst(texts, purpose, today)[0]

export type ConsentState = {
  readonly purpose: ConsentPurpose
  readonly given: boolean
  /** When he last said so; undefined where he never said anything. */
  readonly since: Instant | undefined
  readonly textVersion: number | undefined
  /** He agreed, but to a text that no longer covers what is done: until he agrees anew it counts as not given. */
  readonly outdated: boolean
}

export const consentState = (entries: readonly ConsentEntry[], purpose: ConsentPurpose, texts: readonly ConsentText[], today: Day): ConsentState => {
  const last = entries.findLast((entry) => entry.purpose === purpose)
  if (!last) return { purpose, given: false, since: undefined, textVersion: undefined, outdated: false }
  const oldestThatHolds = newestFirst(texts, purpose, today).find(({ asksAnew }) => asksAnew)?.version ?? 1
  const outdated = last.given && last.textVersion < oldestThatHolds
  return { purpose, given: last.given && !outdated, since: last.at, textVersion: last.textVersion, outdated }
}

/** Silence is no agreement: nothing said means no. */
export const mayUse = (entries: readonly ConsentEntry[], purpose: ConsentPurpose, texts: readonly ConsentText[], today: Day): boolean =>
  consentState(entries, purpose, texts, today).given
