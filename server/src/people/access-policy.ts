import { type AccessPolicy, parseAccessPolicies, policyOn } from '@xinqiao/core/people/access-policy.ts'
import { type ConsentText, parseConsentTexts } from '@xinqiao/core/people/consent.ts'
import { type Clock, today } from '../platform/clock.ts'
import { contentOnce } from '../platform/content.ts'

/** The lender's measures of time and the texts of consent, of `content/desk`, read once. */

const policies = contentOnce('desk/access-policy.json', parseAccessPolicies)

export const accessPolicy = (clock: Clock): AccessPolicy => policyOn(policies(), today(clock))

export const consentTexts: () => readonly ConsentText[] = contentOnce('desk/consents.json', parseConsentTexts)
