import type { CaseTold, OfferStanding, Talk } from '@xinqiao/core/answering/situation.ts'
import { saysYes } from '@xinqiao/core/answering/case-offer.ts'
import { atLeast, type IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { kinds } from '../cases/kinds.ts'
import { casesOfPerson } from '../cases/of-person.ts'
import { caseOpenedBy, openCase } from '../cases/work-case.ts'
import type { CaseOffered } from '../conversations/read-talk.ts'
import type { Context } from '../platform/context.ts'

/** What the machine may know and do of cases: those that he has, those that he may open, and the one that he says yes to. */

const kindsAt = (level: IdentityLevel) => [...kinds.values()].filter(({ customerLevel }) => atLeast(level, customerLevel))

export const openableAt = (level: IdentityLevel): ReadonlySet<string> =>
  new Set(kindsAt(level).filter(({ procedure }) => procedure.opensBy.includes('customer')).map(({ procedure }) => procedure.kind))

export const casesTold = (context: Context, customerId: string, level: IdentityLevel): Promise<readonly CaseTold[]> =>
  casesOfPerson(context, customerId, kindsAt(level).map(({ procedure }) => procedure.kind))

type Answering = { readonly customerId: string; readonly level: IdentityLevel; readonly talk: Talk; readonly plain: string; readonly offered: CaseOffered | undefined }

/** What became of the case that our last message offered: opened by a tap meanwhile, or now by a plain yes; undefined where it stands as it was. */
export const standingOfOffer = async (context: Context, { customerId, level, talk, plain, offered }: Answering): Promise<OfferStanding | undefined> => {
  const kind = offered && kinds.get(offered.kind)
  if (!offered || !kind || !talk.offered) return undefined
  const about = { intent: talk.offered.intent, kind: offered.kind }
  const before = await caseOpenedBy(context, customerId, offered.key)
  const byWord = saysYes(talk, plain)
  if (before !== undefined) return { state: 'opened', ...about, caseId: before, byWord }
  if (!byWord) return undefined
  const ask = atLeast(level, kind.customerLevel) ? kind.ask.safeParse(offered.ask) : undefined
  if (!ask?.success) return { state: 'incomplete', ...about }
  const opened = await openCase(context, { kind, customerId, key: offered.key, by: { party: 'customer', personId: customerId }, ask: ask.data })
  return isRefusal(opened) ? { state: 'refused', ...about } : { state: 'opened', ...about, caseId: opened.caseId, byWord }
}
