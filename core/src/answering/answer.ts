import type { Article } from '../knowledge/article.ts'
import type { Explanation } from '../knowledge/term.ts'
import type { LoanFacts } from '../loan/facts.ts'
import { atLeast } from '../people/identity.ts'
import { figureText } from '../primitives/filling.ts'
import { type Fen, parseYuan } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { Dialogue } from '../understanding/dialogue/dialogue.ts'
import { isIntent } from '../understanding/intent.ts'
import { articleComposed, toldWithLoan } from './article.ts'
import { offerAnswered, offerAtOnce, type Offered, withCaseOpened } from './case-offer.ts'
import { type Composed, compose, join, unsourcedFigures } from './compose.ts'
import { loanMeant, ownLoanIntents, say } from './own-loan.ts'
import { asksFor, backToTopic, type Course, gather, type Gathered, goesOn, isGathered, opens } from './procedure-talk.ts'
import { type Choice, type FactTold, freshTalk, type HandOverReason, type MissingFact, type Reply, type Situation, type Talk } from './situation.ts'
import { wayOf } from './ways.ts'

/**
 * Facts and intent give an answer whose every figure is sourced, a question for the one fact that is missing, or the
 * way to a person. Pure: the same situation gives the same reply. What is not understood is said to be not understood.
 */

/** The part of a reply for one request; several are put together into one message. */
type Part = {
  readonly kind: Reply['kind']
  readonly body: readonly Composed[]
  readonly choices?: readonly Choice[]
  readonly articles?: readonly Article[]
  readonly reason?: HandOverReason
  readonly draft?: readonly Composed[]
  readonly missing?: MissingFact
  readonly missingFacts?: readonly string[]
  readonly facts?: readonly FactTold[]
  readonly talk?: Partial<Talk>
} & Pick<Offered, 'offer' | 'shows'>

const nothingSaid: Composed = { text: '', figures: [], names: [] }

const personChoice = (situation: Situation): Choice => {
  const { text } = say(situation, 'choice-person')
  return { label: text, text, value: 'human-agent' }
}

/** Who goes on gets the article and what is owed as a draft. */
const handedDraft = (situation: Situation, intent: string, gathered: Gathered): Part =>
  gathered.kind === 'hand-over' ? { ...toPerson(situation, intent, gathered.reason ?? 'must-be-decided'), ...gathered } : gathered

/** What happens next and when, honestly. */
const handedOver = (situation: Situation): Composed => {
  const { open, opens, waiting } = situation.desk
  if (open) return waiting.value === 0 ? say(situation, 'handover-next') : say(situation, 'handover-open', { waiting })
  if (!opens) return say(situation, 'handover-closed-unknown')
  return say(situation, 'handover-closed', { opensAt: compose('{day} {time}', opens, situation.language) })
}

/** What the matter is about, where a general word of understanding would sound hollow. */
const feltAbout: Readonly<Record<'anxious' | 'angry', Readonly<Record<string, readonly string[]>>>> = {
  anxious: {
    overdue: ['overdue', 'hardship', 'extension', 'repayment-failed', 'collection-contact', 'auto-debit'],
    money: ['disbursement', 'refund', 'application-status', 'verification-call'],
    security: ['account-security', 'personal-info'],
  },
  angry: {
    money: ['refund', 'fee', 'rate', 'payment-not-booked', 'repayment-failed', 'overdue', 'repayment-amount', 'prepayment', 'promotion', 'auto-debit'],
    contact: ['collection-contact', 'personal-info'],
    waiting: ['follow-up', 'application-status', 'verification-call', 'disbursement', 'human-agent', 'login', 'identity-verification'],
  },
}

const moodOpening = (situation: Situation): readonly Composed[] => {
  const { mood, intent, crises } = situation.asked
  if (mood === 'calm' || crises.length > 0) return []
  const topic = Object.entries(feltAbout[mood]).find(([, intents]) => intents.includes(intent))?.[0]
  return [say(situation, topic === undefined ? `feel-${mood}` : `feel-${mood}-${topic}`)]
}

const fromArticle = (situation: Situation, intent: string): Part => {
  const [article] = situation.articlesFor(intent)
  if (!article) return { kind: 'hand-over', body: [say(situation, 'no-approved-answer')], reason: 'no-approved-answer' }
  return { kind: 'answer', body: [articleComposed(article), ...toldWithLoan(article, situation.ownLoan)], articles: [article] }
}

const askWhichLoan = (situation: Situation, loans: readonly LoanFacts[]): Part => {
  return {
    kind: 'ask',
    missing: 'loan',
    body: [say(situation, 'ask-which-loan')],
    choices: loans.map((loan) => ({
      label: say(situation, 'choice-loan', { product: { name: loan.product.name }, remaining: loan.remainingPrincipal }).text,
      text: say(situation, 'say-loan', { product: { name: loan.product.name }, loan: { name: loan.loanRef } }).text,
      value: loan.loanRef,
    })),
  }
}

/** Questions that have a general answer beside the one from one's own loan. */
const generalBeside: ReadonlySet<string> = new Set(['how-to-repay', 'auto-debit', 'repayment-failed', 'overdue'])

/** The dialogue that a message of this intent belongs to: the one under way, or a new one that it opens. */
const dialogueFor = (situation: Situation, intent: string, course: Course | undefined): Dialogue => {
  const under = course?.dialogue ?? goesOn(situation)?.dialogue ?? (situation.talk.waitingFor ? situation.talk.dialogue : undefined)
  return under?.requests[under.focus]?.intent === intent ? under : opens(situation, intent)
}

const fromOwnLoan = (situation: Situation, intent: string, course: Course | undefined): Part => {
  const ours = ownLoanIntents[intent]
  if (!ours) return fromArticle(situation, intent)
  if (!atLeast(situation.level, 'verified')) {
    const general = fromArticle(situation, intent)
    const needed = say(situation, 'identity-needed', { lender: { name: situation.lender.name } })
    return general.kind === 'answer'
      ? { ...general, body: [...general.body, needed], choices: [personChoice(situation)] }
      : { kind: 'answer', body: [needed], choices: [personChoice(situation)] }
  }
  const candidates = situation.loans.filter(ours.about)
  const meant = loanMeant(situation, candidates)
  if ('length' in meant) {
    if (meant.length > 0) {
      const asking = askWhichLoan(situation, meant)
      return isGathered(intent) ? { ...asking, talk: { dialogue: dialogueFor(situation, intent, course) } } : asking
    }
    const general = fromArticle(situation, intent)
    return general.kind === 'answer' ? { ...general, body: [say(situation, ours.none), ...general.body] } : { kind: 'answer', body: [say(situation, ours.none)] }
  }
  if (isGathered(intent) && (intent !== 'extension' || meant.extension.longest)) {
    const gathered = gather(situation, dialogueFor(situation, intent, course), meant, course)
    const possible = intent === 'extension' && course === undefined ? ours.answer(situation, meant) : []
    return { ...handedDraft(situation, intent, gathered), body: [...possible, ...gathered.body], talk: { ...gathered.talk, loanRef: meant.loanRef } }
  }
  const general = generalBeside.has(intent) ? situation.articlesFor(intent).slice(0, 1) : []
  return {
    kind: 'answer',
    body: [...ours.answer(situation, meant), ...general.map(articleComposed)],
    articles: general,
    talk: { loanRef: meant.loanRef },
  }
}

const entityNumber = (situation: Situation, type: 'amount' | 'term'): number | undefined => {
  const found = situation.asked.entities.find((entity) => entity.type === type && entity.unit !== 'day')
  return typeof found?.value === 'number' ? found.value : undefined
}

const fromQuote = (situation: Situation): Part => {
  const { said } = situation.talk
  const amountNow = entityNumber(situation, 'amount')
  const amount = amountNow === undefined ? said.amount : String(amountNow)
  const count = entityNumber(situation, 'term') ?? Number(situation.asked.chosen?.match(/^count:(\d+)$/)?.[1] ?? Number.NaN)
  const known: Talk['said'] = {
    ...(amount === undefined ? {} : { amount }),
    ...(Number.isNaN(count) ? (said.count === undefined ? {} : { count: said.count }) : { count }),
  }
  const fen: Fen | undefined = amount === undefined ? undefined : parseYuan(amount)
  if (fen === undefined) return { kind: 'ask', missing: 'amount', body: [say(situation, 'ask-amount')], talk: { said: known } }
  const quote = situation.quote(fen, known.count)
  if (isRefusal(quote)) return { kind: 'answer', body: [say(situation, 'quote-not-possible')], choices: [personChoice(situation)], talk: { said: {} } }
  if (known.count === undefined) {
    const choices = quote.countsOffered.map((offered) => {
      const text = figureText(offered, situation.language)
      return { label: text, text, value: `count:${offered.value}` }
    })
    return { kind: 'ask', missing: 'count', body: [say(situation, 'ask-term')], choices, talk: { said: known } }
  }
  const { productName, methodName, firstInstalment, annualCost, countsOffered: _, ...figures } = quote
  return {
    kind: 'answer',
    body: [say(situation, 'quote-result', { product: { name: productName }, method: { name: methodName }, first: firstInstalment, cost: annualCost, ...figures })],
    talk: { said: {} },
  }
}

/** For what a machine must not decide: the person gets the article and the loan's facts as a draft. */
const toPerson = (situation: Situation, intent: string, reason: HandOverReason): Part => {
  const [article] = situation.articlesFor(intent)
  const owed = situation.loans.length === 1 ? situation.loans.flatMap((loan) => ownLoanIntents['repayment-amount']?.answer(situation, loan) ?? []) : []
  const draft = [...(article ? [articleComposed(article)] : []), ...owed]
  const why = reason === 'not-understood' ? [say(situation, 'handover-reason-unknown')] : reason === 'must-be-decided' ? [say(situation, 'handover-reason-decision')] : []
  return { kind: 'hand-over', body: why, reason, ...(draft.length > 0 ? { draft } : {}) }
}

/** 什么是等额本金, 罚息是什么意思: a question for the meaning of a word. */
const asksMeaning = /(?:什么|啥)(?:是|叫|意思)|(?:是|叫)(?:什么|啥)(?:意思|东西)?|(?:怎么|如何)(?:理解|解释)|解释(?:一下|下)|(?:是|啥)意思|含义|指的是/u

/** The approved words, and the same with the customer's own loan where it fits. */
const fromTerm = ({ plain, withLoan }: Explanation): Part => {
  const words: Composed = { text: plain, figures: [], names: [{ start: 0, end: plain.length }] }
  return { kind: 'answer', body: [words, ...(withLoan ? [{ ...withLoan, names: [] }] : [])] }
}

/** Small talk has four answers; the rest is a greeting. */
const smallTalk: readonly (readonly [RegExp, string])[] = [
  [/谢|辛苦|thank/iu, 'thanks'],
  [/再见|拜拜|晚安|bye/iu, 'goodbye'],
  [/(?:真人|机器|人工智能|robot|你是谁|你叫什么)/iu, 'i-am-a-machine'],
  [/你好|您好|在吗|在么|在不|有人|哈喽|hello|hi|早上好|下午好|晚上好/iu, 'hello'],
]

const fromSmallTalk = (situation: Situation): Part => {
  const id = smallTalk.find(([sign]) => sign.test(situation.asked.text))?.[1] ?? 'acknowledged'
  return { kind: 'answer', body: [say(situation, id)] }
}

/** An application or a change: who wants it is asked for what it takes, who asks how it goes reads the article. */
const fromRequest = (situation: Situation, intent: string, course: Course | undefined): Part => {
  const dialogue = dialogueFor(situation, intent, course)
  if (course === undefined && !asksFor(situation, dialogue)) return fromArticle(situation, intent)
  const owed = situation.loans.filter((loan) => loan.next !== undefined)
  return handedDraft(situation, intent, gather(situation, dialogue, owed.length === 1 ? owed[0] : undefined, course))
}

/** A request that needs no talk may become a case at once: what its form lacks is filled in on the card. */
const withOffer = (situation: Situation, intent: string, part: Part): Part => {
  const offer = part.offer ?? part.shows ? undefined : offerAtOnce(situation, intent, part.kind === 'hand-over')
  if (!offer || part.kind === 'ask') return part
  const { body, talk, ...card } = offer
  return { ...part, body: [...part.body, ...body], ...card, ...(talk ? { talk: { ...part.talk, ...talk } } : {}) }
}

const partFor = (situation: Situation, intent: string, course?: Course): Part => withOffer(situation, intent, plainPartFor(situation, intent, course))

const plainPartFor = (situation: Situation, intent: string, course: Course | undefined): Part => {
  switch (wayOf(intent)) {
    case 'own-loan':
      return fromOwnLoan(situation, intent, course)
    case 'quote':
      return fromQuote(situation)
    case 'person':
      return isGathered(intent) ? handedDraft(situation, intent, gather(situation, dialogueFor(situation, intent, course), undefined, course)) : toPerson(situation, intent, 'must-be-decided')
    case 'ask-person':
      return toPerson(situation, intent, 'customer-asked')
    case 'small-talk':
      return fromSmallTalk(situation)
    case 'out-of-scope':
      return { kind: 'answer', body: [say(situation, 'out-of-scope', { lenderName: { name: situation.lender.name } })], choices: [personChoice(situation)] }
    case 'article':
      return isGathered(intent) ? fromRequest(situation, intent, course) : fromArticle(situation, intent)
  }
}

/** Not understood: offer the likeliest at first, then a person; never guess. */
const notUnderstood = (situation: Situation): Part => {
  const misunderstood = situation.talk.misunderstood + 1
  if (misunderstood > 1) return { ...toPerson(situation, situation.asked.intent, 'not-understood'), talk: { misunderstood: 0 } }
  const likely = [{ intent: situation.asked.intent }, ...situation.asked.alternatives]
    .map(({ intent }) => intent)
    .filter((intent) => isIntent(intent) && !['out-of-scope', 'small-talk', 'human-agent'].includes(intent))
    .slice(0, 3)
  const choices = likely.map((intent) => ({ label: situation.intentName(intent), text: situation.intentName(intent), value: `intent:${intent}` }))
  const body = [say(situation, likely.length > 0 ? 'did-you-mean' : 'does-not-know')]
  return { kind: 'ask', body, choices: [...choices, personChoice(situation)], talk: { misunderstood } }
}

const crisisPart = (situation: Situation): Part => ({
  ...toPerson(situation, situation.asked.intent, 'crisis'),
  body: [say(situation, situation.asked.crises.includes('self-harm') ? 'crisis' : 'crisis-violence')],
})

/** Whether the message answers the question that we asked last, so that it needs no intent of its own. */
const continues = (situation: Situation): boolean => {
  const { asked, talk } = situation
  if (!talk.waitingFor) return false
  if (asked.chosen !== undefined && !asked.chosen.startsWith('intent:') && asked.chosen !== 'human-agent') return true
  if (asked.sure && asked.intent !== talk.waitingFor.intent && !['small-talk', 'out-of-scope'].includes(asked.intent)) return false
  if (talk.waitingFor.missing === 'loan') return situation.loans.some(({ loanRef }) => asked.text.includes(loanRef)) || asked.entities.length > 0
  return entityNumber(situation, talk.waitingFor.missing === 'amount' ? 'amount' : 'term') !== undefined
}

const mostRequests = 3
const probable = 0.5

/** How likely it is that the matter is one for a person, whichever of them it is. */
const personShare = ({ intent, confidence, alternatives }: Situation['asked']): number =>
  [{ intent, confidence }, ...alternatives].filter((guess) => wayOf(guess.intent) === 'person').reduce((sum, guess) => sum + guess.confidence, 0)

type Found = readonly { readonly intent: string; readonly part: Part }[]

/** 不用转人工了: it looks like the wish for a person and is its refusal. 不要人工智能 is none. */
const declined = /(?:不用|不要|不需要|不必|不想|先不|别)(?:再)?(?:给我|帮我)?(?:转接|转|找|要)?(?:到)?(?:人工(?!智能)|真人|客服)/u

/** Who asks for a person among other things gets one; what the machine can answer of the rest is answered beside it. */
const personAmongOthers = (situation: Situation): Found | undefined => {
  const { requests, sure } = situation.asked
  const person = requests.length > 1 ? requests.find(({ intent, text }) => wayOf(intent) === 'ask-person' && !declined.test(text)) : undefined
  if (!person) return undefined
  const others = sure ? [...new Set(requests.map(({ intent }) => intent))].filter((intent) => ['own-loan', 'article'].includes(wayOf(intent))).slice(0, mostRequests) : []
  const beside = others.map((intent) => ({ intent, part: partFor(situation, intent) })).filter(({ part }) => part.kind === 'answer')
  return [...beside, { intent: person.intent, part: toPerson(situation, person.intent, 'customer-asked') }]
}

const partsOf = (situation: Situation): Found => {
  const { asked, talk } = situation
  if (asked.crises.some((crisis) => crisis !== 'legal-threat')) return [{ intent: asked.intent, part: crisisPart(situation) }]
  if (asked.chosen === 'human-agent') return [{ intent: 'human-agent', part: toPerson(situation, 'human-agent', 'customer-asked') }]
  const withPerson = asked.crises.length === 0 ? personAmongOthers(situation) : undefined
  if (withPerson) return withPerson
  if (talk.waitingFor && continues(situation)) return [{ intent: talk.waitingFor.intent, part: partFor(situation, talk.waitingFor.intent) }]
  const chosenIntent = asked.chosen?.match(/^intent:(.+)$/)?.[1]
  if (chosenIntent !== undefined) return [{ intent: chosenIntent, part: partFor(situation, chosenIntent) }]
  if (asked.crises.includes('legal-threat')) {
    return [{ intent: asked.intent, part: { ...toPerson(situation, asked.intent, 'crisis'), body: [say(situation, 'legal-threat')] } }]
  }
  if (wayOf(asked.intent) === 'ask-person' && declined.test(asked.text)) return [{ intent: 'small-talk', part: partFor(situation, 'small-talk') }]
  if (wayOf(asked.intent) === 'ask-person') return [{ intent: asked.intent, part: toPerson(situation, asked.intent, 'customer-asked') }]
  const answered = offerAnswered(situation)
  if (answered) return [{ intent: answered.intent, part: 'refused' in answered ? toPerson(situation, answered.intent, 'must-be-decided') : { kind: 'answer', ...answered } }]
  const course = goesOn(situation)
  if (course?.dropped) return [{ intent: 'small-talk', part: { kind: 'answer', body: [say(situation, 'request-dropped')], talk: { dialogue: course.dialogue } } }]
  const inHand = course?.dialogue.requests[course.dialogue.focus]?.intent
  if (inHand !== undefined) return [{ intent: inHand, part: partFor(situation, inHand, course) }]
  if (situation.term && (asked.intent === 'explain-term' || asksMeaning.test(asked.text))) {
    return [{ intent: 'explain-term', part: fromTerm(situation.term) }]
  }
  // Handing over needs less certainty than answering: whoever probably complains, of whatever, gets a person, not a guess.
  if (!asked.sure && wayOf(asked.intent) === 'person' && personShare(asked) >= probable) {
    return [{ intent: asked.intent, part: toPerson(situation, asked.intent, 'must-be-decided') }]
  }
  const waiting = talk.dialogue?.asking === undefined ? undefined : talk.dialogue
  const waitsFor = waiting?.requests[waiting.focus]?.intent
  if (waiting && waitsFor !== undefined && (!asked.sure || asked.intent === 'small-talk')) {
    return [{ intent: waitsFor, part: partFor(situation, waitsFor, { dialogue: waiting, took: false, dropped: false }) }]
  }
  if (!asked.sure) return [{ intent: asked.intent, part: notUnderstood(situation) }]
  const intents = [...new Set([asked.intent, ...asked.requests.map(({ intent }) => intent)])].slice(0, mostRequests)
  const worth = intents.length > 1 ? intents.filter((intent) => !['small-talk', 'out-of-scope'].includes(intent)) : intents
  return (worth.length > 0 ? worth : intents).map((intent) => ({ intent, part: partFor(situation, intent) }))
}

const talkAfter = (situation: Situation, intent: string, parts: readonly Part[]): Talk => {
  const asking = parts.find(({ missing }) => missing !== undefined)
  const loanRef = parts.findLast(({ talk }) => talk?.loanRef !== undefined)?.talk?.loanRef ?? situation.talk.loanRef
  return {
    ...freshTalk,
    said: parts.findLast(({ talk }) => talk?.said !== undefined)?.talk?.said ?? situation.talk.said,
    misunderstood: parts.findLast(({ talk }) => talk?.misunderstood !== undefined)?.talk?.misunderstood ?? 0,
    ...(asking?.missing === undefined ? {} : { waitingFor: { intent, missing: asking.missing } }),
    ...(loanRef === undefined ? {} : { loanRef }),
    ...dialogueKept(situation, parts),
    ...offeredNow(parts),
  }
}

/** A yes answers our last message alone: after anything else it might mean something else. */
const offeredNow = (parts: readonly Part[]): Pick<Talk, 'offered'> => {
  const offered = parts.some(({ kind }) => kind === 'hand-over') ? undefined : parts.findLast(({ talk }) => talk?.offered !== undefined)?.talk?.offered
  return offered ? { offered } : {}
}

/** Of the dialogue: what a part made of it, else as it was; with a person nothing is waited for. */
const dialogueKept = (situation: Situation, parts: readonly Part[]): Pick<Talk, 'dialogue'> => {
  if (parts.some(({ kind }) => kind === 'hand-over')) return {}
  const dialogue = parts.findLast(({ talk }) => talk?.dialogue !== undefined)?.talk?.dialogue ?? situation.talk.dialogue
  return dialogue && dialogue.requests.length > 0 ? { dialogue } : {}
}

/** After an answer about something else the machine comes back to what it had asked. */
const withReturn = (situation: Situation, found: Found): Found => {
  const { dialogue } = situation.talk
  if (!dialogue || found.some(({ part }) => part.kind !== 'answer' || part.talk?.dialogue !== undefined)) return found
  const back = backToTopic(situation, dialogue)
  const intent = found[0]?.intent ?? situation.asked.intent
  return back.body.length === 0 ? found : [...found, { intent, part: { kind: 'ask', body: back.body, talk: { dialogue: back.dialogue } } }]
}

/** One message carries one card. */
const cardOf = (parts: readonly Part[]): Pick<Reply, 'offer' | 'shows'> => {
  const part = parts.find(({ offer, shows }) => offer !== undefined || shows !== undefined)
  return { ...(part?.offer ? { offer: part.offer } : {}), ...(part?.shows === undefined ? {} : { shows: part.shows }) }
}

export const answer = (given: Situation): Reply => {
  const situation = withCaseOpened(given)
  const found = withReturn(situation, partsOf(situation))
  const parts = found.map(({ part }) => part)
  const intent = (found.find(({ part }) => part.kind !== 'answer') ?? found[0])?.intent ?? situation.asked.intent
  const handing = parts.find(({ kind }) => kind === 'hand-over')
  const kind = handing ? 'hand-over' : parts.some((part) => part.kind === 'ask') ? 'ask' : 'answer'
  const said = [...moodOpening(situation), ...parts.flatMap((part) => part.body), ...(handing ? [handedOver(situation)] : [])]
  // Two requests may have one answer; it is given once.
  const body = join(said.filter(({ text }, place) => said.findIndex((other) => other.text === text) === place))
  const talk = talkAfter(situation, intent, parts)
  const missing = parts.flatMap((part) => part.missingFacts ?? (part.missing === undefined ? [] : [part.missing]))
  const facts = parts.flatMap((part) => part.facts ?? [])
  const restsOn = new Map(parts.flatMap((part) => part.articles ?? []).map(({ id, version, title }) => [id, { articleId: id, version, title }]))
  const articles = [...restsOn.values()]
  if (unsourcedFigures(body).length > 0) {
    return {
      kind: 'hand-over', intent, body: handedOver(situation), choices: [], articles: [], talk,
      handOver: { reason: 'unsourced-figure', draft: body, missing, facts },
    }
  }
  const draft = handing?.draft ? join(handing.draft) : nothingSaid
  return {
    kind, intent, body, articles, talk, ...cardOf(parts),
    choices: handing ? [] : parts.flatMap((part) => part.choices ?? []),
    ...(handing?.reason === undefined ? {} : { handOver: { reason: handing.reason, missing, facts, ...(draft.text === '' ? {} : { draft }) } }),
  }
}
