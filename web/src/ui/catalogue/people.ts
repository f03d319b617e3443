import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { identityLevelNames } from '@xinqiao/core/people/identity.ts'
import { type Role, roles } from '@xinqiao/core/people/rights.ts'
import type { Catalogue } from '../language.ts'

/** Names of offices and identity levels; the Chinese ones are core's own. */
type PeopleTexts = { readonly roles: Readonly<Record<Role, string>>; readonly levels: Readonly<Record<IdentityLevel, string>> }

const en: PeopleTexts = {
  roles: {
    junior: 'Junior agent', senior: 'Senior agent', supervisor: 'Supervisor', 'account-manager': 'Account manager', quality: 'Quality reviewer',
    approver: 'Approver', compliance: 'Compliance officer', 'knowledge-manager': 'Knowledge manager', collector: 'Collector', admin: 'Administrator',
  },
  levels: { anonymous: 'Unknown', identified: 'Identified', verified: 'Verified', 'strongly-verified': 'Strongly verified' },
}

export const peopleTexts: Catalogue<PeopleTexts> = { zh: { roles, levels: identityLevelNames }, en }
