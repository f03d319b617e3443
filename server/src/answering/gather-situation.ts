import type { Asked, Situation, Talk } from '@xinqiao/core/answering/situation.ts'
import { type Article, articlesFor } from '@xinqiao/core/knowledge/article.ts'
import { quoteFor } from '@xinqiao/core/knowledge/quote.ts'
import type { Explanation, TermLoan } from '@xinqiao/core/knowledge/term.ts'
import { termLoan } from '@xinqiao/core/knowledge/term-loan.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { FigureOf } from '@xinqiao/core/primitives/figure.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { type Instant, localTime } from '@xinqiao/core/primitives/instant.ts'
import { intentNames } from '../understanding/intent-names.ts'
import { deskAt, deskTimes } from '../compliance/desk-open.ts'
import { countWaiting } from '../conversations/read-talk.ts'
import { explainTerm } from '../knowledge/explain-term.ts'
import { termsIn } from '../knowledge/find-terms.ts'
import { piecesInForce, pieceVersion } from '../knowledge/pieces.ts'
import { findArticleForIntent } from '../knowledge/search-articles.ts'
import { loansOfCustomer } from '../loan/ledger.ts'
import { readCustomer } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import type { CaseOffered } from '../conversations/read-talk.ts'
import type { Context } from '../platform/context.ts'
import { casesTold, openableAt, standingOfOffer } from './cases-told.ts'
import { noticesInForce } from '../knowledge/notices.ts'

/** Everything that an answer may rest on, read for one message of one customer. */

export type Question = { readonly customerId: string; readonly caseOffered: CaseOffered | undefined; readonly asked: Asked; readonly talk: Talk; readonly language: Language }

const deskOf = async ({ db }: Context, now: Instant): Promise<Situation['desk']> => {
  const { open, opensAt } = deskAt(now)
  const waiting: FigureOf<'count'> = { kind: 'count', value: await countWaiting(db), source: { from: 'record', what: 'waiting', ref: 'desk' } }
  if (opensAt === undefined) return { open, waiting }
  const { day, minute } = localTime(opensAt, deskTimes().hours.zone)
  const source = { from: 'calendar', what: 'desk hours' } as const
  return { open, waiting, opens: { day: { kind: 'date', value: day, source }, time: { kind: 'time', value: minute, source } } }
}

/** For each intent in play the article nearest to the customer's words, before the others that answer it. */
const articlesInPlay = async ({ db }: Context, { asked, talk }: Question, day: Day): Promise<(intent: string) => readonly Article[]> => {
  const all = await piecesInForce(db, 'article', day)
  const chosen = asked.chosen?.match(/^intent:(.+)$/)?.[1]
  const intents = new Set([asked.intent, ...asked.requests.map(({ intent }) => intent), ...[chosen, talk.waitingFor?.intent].filter((intent) => intent !== undefined)])
  const best = new Map(await Promise.all([...intents].map(async (intent) => [intent, await findArticleForIntent(db, intent, asked.text, day)] as const)))
  return (intent) => {
    const first = best.get(intent)
    const rest = articlesFor(all, intent)
    return first ? [first, ...rest.filter(({ id }) => id !== first.id)] : rest
  }
}

/** The first known term of the question, explained with the customer's own loan where he may be told of it. */
const termAsked = async (context: Context, { asked, talk }: Question, day: Day, customerId: string | undefined): Promise<Explanation | undefined> => {
  const [first] = await termsIn(context.db, asked.text, day)
  return first && (await explainTerm(context, first.term.id, day, customerId, talk.loanRef))?.explanation
}

/** With two running loans nobody guesses which is meant. */
const onlyLoan = async ({ db }: Context, loans: readonly LoanFacts[]): Promise<TermLoan | undefined> => {
  const [loan, ...others] = loans.filter(({ state }) => !['applied', 'in-review', 'refused', 'approved', 'settled'].includes(state))
  const product = loan && others.length === 0 ? await pieceVersion(db, 'product', loan.product.id, loan.product.version) : undefined
  return loan && product && termLoan(loan, product)
}

export const gatherSituation = async (context: Context, question: Question): Promise<Situation> => {
  const { db, clock } = context
  const now = clock.now()
  const today = localTime(now, deskTimes().hours.zone).day
  const [customer, lender, products, notices, desk, articles] = await Promise.all([
    readCustomer(context, db, question.customerId),
    readLender(context),
    piecesInForce(db, 'product', today),
    noticesInForce(db, today),
    deskOf(context, now),
    articlesInPlay(context, question, today),
  ])
  const level = customer?.level ?? 'anonymous'
  const verified = customer !== undefined && atLeast(level, 'verified')
  const term = await termAsked(context, question, today, verified ? customer.customerId : undefined)
  const names = intentNames()
  const loans = verified ? await loansOfCustomer(context, customer.customerId, today) : []
  const ownLoan = await onlyLoan(context, loans)
  const { customerId, talk, asked: { plain }, caseOffered: offered } = question
  const offer = await standingOfOffer(context, { customerId, level, talk, plain, offered })
  return {
    today, level, desk, notices,
    language: question.language,
    lender: { name: lender.name, assistant: lender.assistant },
    asked: question.asked,
    talk: question.talk,
    loans, openable: openableAt(level), cases: await casesTold(context, customerId, level), ...(offer ? { offer } : {}),
    ...(ownLoan ? { ownLoan } : {}),
    articlesFor: articles,
    ...(term ? { term } : {}),
    quote: (amount, count) => quoteFor(products, amount, count, today),
    intentName: (intent) => names.get(intent) ?? intent,
  }
}
