import type { Day } from '../primitives/day.ts'
import { type Instant, localTime, shanghai } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import { atLeast, type IdentityLevel } from './identity.ts'

/**
 * Who but the customer himself may be told something, and do something, of what is his: a proxy as far and as long as his authority
 * goes (民法典 articles 162 and 165), a guarantor of the loan that he guarantees and of no other (民法典 article 681), and a contact
 * person nothing at all.
 */

export const personRoles = ['proxy', 'guarantor', 'contact'] as const
export type PersonRole = (typeof personRoles)[number]

export const scopes = ['told-loan', 'told-application', 'told-complaint', 'do-repay', 'do-complain', 'do-materials'] as const
/** What an authority covers: to be told of loans, applications, complaints; to pay, to complain, to hand in papers. */
export type Scope = (typeof scopes)[number]

export type Authorisation = {
  readonly role: PersonRole
  readonly scope: readonly Scope[]
  /** Undefined: every loan. A guarantor's are always named. */
  readonly loanRefs: readonly string[] | undefined
  readonly from: Day
  /** The last day; a proxy's authority always has one. */
  readonly until: Day | undefined
  readonly ended: boolean
}

export type AuthorisationRefusal = Refusal<'authorisation-needs-end' | 'authorisation-needs-scope' | 'authorisation-needs-loan' | 'authorisation-dates'>

/** Whether an authority can be recorded as it is. */
export const checkAuthorisation = ({ role, scope, loanRefs, from, until }: Omit<Authorisation, 'ended'>): AuthorisationRefusal | undefined => {
  if (until !== undefined && until < from) return refuse('authorisation-dates')
  if (role === 'proxy' && until === undefined) return refuse('authorisation-needs-end')
  if (role === 'proxy' && scope.length === 0) return refuse('authorisation-needs-scope')
  return role === 'guarantor' && (loanRefs === undefined || loanRefs.length === 0) ? refuse('authorisation-needs-loan') : undefined
}

export const isInForce = ({ from, until, ended }: Authorisation, now: Instant): boolean => {
  const { day } = localTime(now, shanghai)
  return !ended && from <= day && (until === undefined || day <= until)
}

/** A guarantor pays and is told what he answers for; nothing else is his, whatever was written down. */
const guarantorScope: readonly Scope[] = ['told-loan', 'do-repay']

const scopeOf = ({ role, scope }: Authorisation): readonly Scope[] => (role === 'contact' ? [] : role === 'guarantor' ? guarantorScope : scope)

export type Person =
  | { readonly kind: 'self'; readonly level: IdentityLevel }
  /** Somebody whose own identity is proven, with what this customer let him. */
  | { readonly kind: 'other'; readonly level: IdentityLevel; readonly authorisations: readonly Authorisation[] }

export type Subject =
  | { readonly about: 'loan' | 'application'; readonly loanRef: string }
  | { readonly about: 'complaint' }
  /** The customer's name, numbers and whereabouts. */
  | { readonly about: 'person' }

const scopeNeeded: Readonly<Record<Exclude<Subject['about'], 'person'>, Scope>> = { loan: 'told-loan', application: 'told-application', complaint: 'told-complaint' }

const covers = (authorisation: Authorisation, scope: Scope, loanRef: string | undefined): boolean =>
  scopeOf(authorisation).includes(scope) && (loanRef === undefined || authorisation.loanRefs === undefined || authorisation.loanRefs.includes(loanRef))

/** Whether this person may be told of this subject of the customer's, at this moment. */
export const mayBeTold = (person: Person, subject: Subject, now: Instant): boolean => {
  if (!atLeast(person.level, 'verified')) return false
  if (person.kind === 'self') return true
  if (subject.about === 'person') return false
  const scope = scopeNeeded[subject.about]
  const loanRef = 'loanRef' in subject ? subject.loanRef : undefined
  return person.authorisations.some((authorisation) => isInForce(authorisation, now) && covers(authorisation, scope, loanRef))
}

/** Whether he answers for this loan himself, so that he may be asked to pay it. */
export const guarantees = (authorisations: readonly Authorisation[], loanRef: string, now: Instant): boolean =>
  authorisations.some((authorisation) => authorisation.role === 'guarantor' && isInForce(authorisation, now) && (authorisation.loanRefs ?? []).includes(loanRef))
