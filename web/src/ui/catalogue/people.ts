import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { identityLevelNames } from '@xinqiao/core/people/identity.ts'
import { type Right, rights, type Role, roles } from '@xinqiao/core/people/rights.ts'
import type { Catalogue } from '../language.ts'

/** Names of offices, rights and identity levels; the Chinese ones are core's own. */
type PeopleTexts = { readonly roles: Readonly<Record<Role, string>>; readonly rights: Readonly<Record<Right, string>>; readonly levels: Readonly<Record<IdentityLevel, string>> }

const en: PeopleTexts = {
  roles: {
    junior: 'Junior agent', senior: 'Senior agent', supervisor: 'Supervisor', 'account-manager': 'Account manager', quality: 'Quality reviewer',
    approver: 'Approver', compliance: 'Compliance officer', 'knowledge-manager': 'Knowledge manager', collector: 'Collector', admin: 'Administrator',
  },
  rights: {
    'conversation.list': 'see the list of conversations', 'conversation.read': 'read conversations', 'conversation.take': 'take conversations',
    'conversation.reply': 'reply to customers', 'conversation.note': 'write private notes', 'conversation.hand-back': 'hand back to the assistant',
    'conversation.close': 'close conversations', 'conversation.transfer': 'transfer conversations', 'conversation.watch': 'watch conversations',
    'conversation.whisper': 'whisper to agents', 'conversation.take-over': 'take over conversations', 'message.retract': 'retract undelivered messages',
    'message.release': 'release blocked messages', 'customer.search': 'search customers', 'customer.read': 'see customers, masked',
    'customer.unmask': 'see sensitive data, with a reason', 'customer.change': 'change customer data', 'loan.read': 'see loans', 'loan.quote': 'make quotes',
    'loan.correct': 'ask for corrections of accounts', 'case.read': 'see cases', 'case.work': 'work on cases', 'approval.decide': 'approve',
    'collection.contact': 'start collection contacts', 'call.dial': 'dial customers and write the call down', 'knowledge.read': 'read the knowledge base', 'knowledge.write': 'write knowledge',
    'knowledge.propose': 'suggest answers as articles', 'knowledge.approve': 'approve knowledge', 'understanding.correct': 'correct intents', 'understanding.review': 'review corrected intents',
    'record.search': 'search the record',
    'record.export': 'export the record', 'record.dispose': 'erase personal data and keep it for the law', 'insight.own': 'see own figures', 'insight.team': 'see team figures',
    'quality.score': 'score quality', 'staff.read': 'see staff', 'staff.manage': 'manage staff and roles', 'settings.read': 'see settings', 'settings.change': 'change settings',
  },
  levels: { anonymous: 'Unknown', identified: 'Identified', verified: 'Verified', 'strongly-verified': 'Strongly verified' },
}

export const peopleTexts: Catalogue<PeopleTexts> = { zh: { roles, rights, levels: identityLevelNames }, en }
