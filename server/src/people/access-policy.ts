import { type AccessPolicy, parseAccessPolicies, policyOn } from '@xinqiao/core/people/access-policy.ts'
import { type ConsentText, parseConsentTexts } from '@xinqiao/core/people/consent.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { readFileSync } from 'node:fs'
import { type Clock, today } from '../platform/clock.ts'

/** The lender's measures of time and the texts of consent, of `content/desk`, read once. */

const contentOf = <Value>(file: string, parse: (value: unknown) => Read<Value>): (() => Value) => {
  let kept: { readonly value: Value } | undefined
  return () => {
    if (kept) return kept.value
    const read = parse(JSON.parse(readFileSync(new URL(`../../../content/desk/${file}`, import.meta.url), 'utf8')))
    if (!read.ok) throw new Error(`content/desk/${file} cannot be used: ${JSON.stringify(read.problems)}`)
    kept = { value: read.value }
    return kept.value
  }
}

const policies = contentOf('access-policy.json', parseAccessPolicies)

export const accessPolicy = (clock: Clock): AccessPolicy => policyOn(policies(), today(clock))

export const consentTexts: () => readonly ConsentText[] = contentOf('consents.json', parseConsentTexts)
