import { explainTerm as explainTermOperation, getArticle, listReplies, readTerm, searchArticles as searchArticlesOperation } from '@xinqiao/contract/knowledge.ts'
import { listProducts, quoteLoan as quoteLoanOperation } from '@xinqiao/contract/loans.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { mayDo } from '@xinqiao/core/people/rights.ts'
import { parseYuan } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Caller } from '@xinqiao/contract/access.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { costRoutes } from './cost-routes.ts'
import { deskRoutes } from './desk-routes.ts'
import { explainTerm } from './explain-term.ts'
import { filledReplies } from './fill-replies.ts'
import { likelyIntents } from './likely-intents.ts'
import { namesOfStaff } from '../people/staff.ts'
import { pieceInForce, piecesInForce, pieceVersion } from './pieces.ts'
import { quoteLoan } from './quote-loan.ts'
import { searchArticles } from './search-articles.ts'
import { wordsOf } from './search-tools.ts'
import { articleHitWire, articleWire, productWire, quoteWire } from './wire.ts'

const notFound: Refusal<RefusalCode> = refuse('not-found')

/** What is written for agents is theirs; an article for customers is anybody's. */
const mayRead = (audience: 'customer' | 'agent', caller: Caller): boolean =>
  audience === 'customer' || (caller.kind === 'staff' && mayDo(caller.roles, 'knowledge.read'))

export const routes: Routes<Context> = (api, context) => {
  const { db, clock } = context
  costRoutes(api, context)
  deskRoutes(api, context)

  implement(api, listProducts, async () => {
    const day = today(clock)
    const products = await piecesInForce(db, 'product', day)
    return { products: products.map((product) => productWire(product, day)) }
  })

  implement(api, quoteLoanOperation, async ({ body }) => {
    const principal = parseYuan(body.amount)
    if (principal === undefined) return refuse('quote-not-possible', {}, 'amount')
    const quote = await quoteLoan(db, body.productId, principal, { count: body.count, every: body.every }, today(clock))
    if (!isRefusal(quote)) return quoteWire(quote)
    return quote.refused === 'no-product-fits' || quote.refused === 'not-reckonable' ? refuse('quote-not-possible') : (quote as Refusal<RefusalCode>)
  })

  implement(api, searchArticlesOperation, async ({ query: { q, intent, limit } }) => {
    const hits = await searchArticles(db, { text: q, day: today(clock), limit, ...(intent === undefined ? { likely: likelyIntents(context, q) } : { intent }) })
    const words = wordsOf(q).map(({ word }) => word)
    return { articles: hits.map(({ article }) => articleHitWire(article, words)) }
  })

  implement(api, getArticle, async ({ params: { articleId }, query: { version }, caller }) => {
    const found = version === undefined
      ? await pieceInForce(db, 'article', articleId, today(clock))
      : await pieceVersion(db, 'article', articleId, version)
    return found && mayRead(found.audience, caller) ? articleWire(found, await namesOfStaff(db, [found.approvedBy])) : notFound
  })

  implement(api, explainTermOperation, async (call) => {
    const { customerId, level } = customerOf(call)
    const told = await explainTerm(context, call.params.termId, today(clock), atLeast(level, 'verified') ? customerId : undefined, call.query.loanRef)
    if (!told) return notFound
    const { term: { id, zh, plain, source }, explanation: { withLoan } } = told
    return { id, name: zh, plain, source, ...(withLoan ? { withLoan: withLoan.text } : {}) }
  })

  implement(api, readTerm, async ({ params }) => {
    const term = await pieceInForce(db, 'term', params.termId, today(clock))
    return term ? { id: term.id, name: term.zh, plain: term.plain, source: term.source } : notFound
  })

  implement(api, listReplies, async (call) => {
    const replies = await filledReplies(context, { agentName: staffOf(call).name, ...call.query }, today(clock))
    return {
      replies: replies.map(({ reply: { id, title, topic, kind, mood, intents }, text, unfilled }) => ({
        id, title, topic, kind, mood, intents: [...intents], text, unfilled: [...unfilled],
      })),
    }
  })
}
