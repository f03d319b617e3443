import { factsOf, figuresDerived, generalFigures } from '@xinqiao/core/answering/known-facts.ts'
import { type FilledDisclosure, readyDisclosures } from '@xinqiao/core/answering/ready-disclosures.ts'
import type { CaseAtHand } from '@xinqiao/core/cases/at-hand.ts'
import type { Disclosure } from '@xinqiao/core/compliance/disclosure.ts'
import type { KnownFigure } from '@xinqiao/core/compliance/message-rule.ts'
import { isWorkingDay } from '@xinqiao/core/compliance/working-calendar.ts'
import { figuresSaid, type OutgoingFacts } from '@xinqiao/core/conversations/judge-outgoing.ts'
import type { SaidOn } from '@xinqiao/core/conversations/times-said.ts'
import type { Article } from '@xinqiao/core/knowledge/article.ts'
import type { Product } from '@xinqiao/core/knowledge/product.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { casesAtHand, casesVersion } from '../cases/at-hand.ts'
import { deskTimes } from '../compliance/desk-open.ts'
import type { Laws } from '../compliance/laws.ts'
import { customerSince, talkOf } from '../conversations/read-talk.ts'
import { disclosuresOn, lawsOn } from '../knowledge/laws-in-force.ts'
import { knowledgeVersion, piecesInForce } from '../knowledge/pieces.ts'
import { createLedger, loanVersion } from '../loan/ledger.ts'
import { readLender } from '../people/lender.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'

/**
 * What the gate holds a text against, kept in this process: approved knowledge until a version is approved or withdrawn, a customer's
 * loans until an event of theirs is booked, his cases until one moves, his own words until he says more. Versions are looked at anew after a moment.
 */

/** What holds for every customer on a day. */
type General = {
  readonly version: string; readonly figures: readonly KnownFigure[]; readonly products: readonly Product[]; readonly articles: readonly Article[]
  readonly disclosures: readonly Disclosure[]; readonly laws: Laws; readonly lenderName: string
}

/** What holds for one customer, taken as one who wants no marketing and has asked nothing: whether he does is asked where it matters. */
type Known = {
  readonly version: string; readonly general: General; readonly facts: OutgoingFacts
  readonly loans: readonly LoanAccount[]; readonly cases: readonly CaseAtHand[]
  /** Filled where nobody signs with his name. */
  readonly disclosures: readonly FilledDisclosure[]
}

export type FactsAtHand = Known & { readonly customerId: string; readonly channel: string; readonly today: Day }

type Said = { readonly upTo: number; readonly figures: readonly KnownFigure[] }
type Talk = { readonly customerId: string; readonly channel: string }

type Look = { readonly until: number; readonly found: Promise<unknown> }

type Kept = {
  general: Promise<General> | undefined
  readonly customers: Map<string, Promise<Known>>
  readonly said: Map<string, Said>
  /** Versions and whose a conversation is, each with the moment after which they are looked at again. */
  readonly looks: Map<string, Look>
}

const mostKept = 2000
/** A message may be judged by what was known so many milliseconds before it. */
const goodFor = 500

const kept = new WeakMap<Context, Kept>()

const keptBy = (context: Context): Kept => {
  const known = kept.get(context) ?? { general: undefined, customers: new Map(), said: new Map(), looks: new Map() }
  kept.set(context, known)
  return known
}

/** The oldest goes first: what is used is put back at the end. */
const keep = <Value>(map: Map<string, Value>, key: string, value: Value): Value => {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= mostKept) break
    map.delete(oldest)
  }
  return value
}

/** Asks once for all who ask within the same moment; an answer that failed is asked for again. */
const look = async <Found>({ looks }: Kept, what: string, ask: () => Promise<Found>): Promise<Found> => {
  const before = looks.get(what)
  if (before && performance.now() < before.until) return (await before.found) as Found
  const found = ask()
  found.catch(() => looks.delete(what))
  keep(looks, what, { until: performance.now() + goodFor, found })
  return await found
}

const readGeneral = async (context: Context, version: string, day: Day): Promise<General> => {
  const { db } = context
  const [articles, products, lender, laws, disclosures] = await Promise.all([
    piecesInForce(db, 'article', day), piecesInForce(db, 'product', day), readLender(context), lawsOn(db, day), disclosuresOn(db, day),
  ])
  const figures = generalFigures({ articles, products, lawful: laws.lawful, today: day, hours: deskTimes().hours })
  return { version, products, articles, laws, disclosures, lenderName: lender.name, figures }
}

const generalNow = async (context: Context, day: Day): Promise<General> => {
  const memory = keptBy(context)
  const version = `${day} ${await look(memory, 'knowledge', () => knowledgeVersion(context.db))}`
  const known = memory.general && (await memory.general.catch(() => undefined))
  if (known?.version === version) return known
  memory.general = readGeneral(context, version, day)
  return await memory.general
}

const fillDisclosures = (
  { loans, cases, general: { products, articles, disclosures, lenderName }, today: day }: Pick<FactsAtHand, 'loans' | 'cases' | 'general' | 'today'>, agentName?: string,
): readonly FilledDisclosure[] =>
  readyDisclosures({ disclosures, products, loans, cases, articles, lenderName, agentName, today: day })

const saidOn = (day: Day): SaidOn => ({ asOf: day, isWorkingDay: (one) => isWorkingDay(deskTimes().calendar, one) })

const readKnown = async (context: Context, customerId: string, version: string, general: General, day: Day): Promise<Known> => {
  const [loans, cases] = await Promise.all([createLedger(context.db).loansOf(customerId, day), casesAtHand(context, customerId)])
  const { figures: own = [], ...rest } = factsOf({ loans, cases, optedOut: true }, general.products, [])
  const disclosures = fillDisclosures({ loans, cases, general, today: day })
  return { version, general, loans, cases, disclosures, facts: { ...rest, figures: general.figures, also: [own], saidOn: saidOn(day), answering: false } }
}

/** Undefined where there is no such conversation. `anew`: by the versions of this moment, not of the moment before. */
export const factsAtHand = async (context: Context, conversationId: string, anew = false): Promise<FactsAtHand | undefined> => {
  const kept = keptBy(context)
  const memory = anew ? { ...kept, looks: new Map<string, Look>() } : kept
  const day = today(context.clock)
  const talk = await look<Talk | undefined>(memory, `talk ${conversationId}`, () => talkOf(context.db, conversationId))
  if (!talk) return undefined
  const { customerId, channel } = talk
  const [general, loans, cases] = await Promise.all([
    generalNow(context, day), look(memory, `loans ${customerId}`, () => loanVersion(context.db, customerId)),
    look(memory, `cases ${customerId}`, () => casesVersion(context.db, customerId)),
  ])
  const version = `${general.version} ${loans} ${cases}`
  const before = await memory.customers.get(customerId)?.catch(() => undefined)
  const known = before?.version === version ? before : await keep(memory.customers, customerId, readKnown(context, customerId, version, general, day))
  return { ...known, customerId, channel, today: day }
}

/** The figures the customer himself has said in a conversation: they may be said back to him. */
const saidIn = async (context: Context, conversationId: string): Promise<readonly KnownFigure[]> => {
  const { said } = keptBy(context)
  const before = said.get(conversationId)
  const { texts, upTo } = await customerSince(context, conversationId, before?.upTo ?? 0)
  const figures = texts.length === 0 && before ? before.figures : [...(before?.figures ?? []), ...figuresSaid(texts, saidOn(today(context.clock)))]
  return keep(said, conversationId, { upTo, figures }).figures
}

/** The facts with what the customer is known to have said; not asked for anew. */
export const withSaid = (context: Context, conversationId: string, facts: OutgoingFacts): OutgoingFacts => {
  const said = keptBy(context).said.get(conversationId)
  return said ? { ...facts, also: [...(facts.also ?? []), said.figures] } : facts
}

/** The facts with what only this text needs: what the customer said, and what follows from the days and sums it names. */
export const factsFor = async (context: Context, conversationId: string, { facts, loans, general, today: day }: FactsAtHand, text: string): Promise<OutgoingFacts> => ({
  ...facts,
  also: [...(facts.also ?? []), await saidIn(context, conversationId), figuresDerived(text, loans, general.products, day)],
})

/** Those of a message that `agentName` signs; without a name those of the machine and the desk. */
export const readyAtHand = (hand: FactsAtHand, agentName?: string): readonly FilledDisclosure[] => (agentName === undefined ? hand.disclosures : fillDisclosures(hand, agentName))
