import { type LoanFacts } from '../loan/facts.ts'
import type { PrepaymentChoice } from '../loan/payoff.ts'
import { atLeast } from '../people/identity.ts'
import { civil, isoDay, parseDay } from '../primitives/day.ts'
import { type Fen, parseYuan } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { asked as askedFor, type Dialogue, freshDialogue, hear, type Heard, knownTo, missingIn, nextQuestion, type Question, type Request } from '../understanding/dialogue/dialogue.ts'
import { type ProcedureIntent, type SlotName, type Slots } from '../understanding/dialogue/procedure.ts'
import { offerFor, type Offered, wantsOn, withoutOpened } from './case-offer.ts'
import type { Composed } from './compose.ts'
import { payoffOf, say } from './own-loan.ts'
import { type Choice, type FactTold, freshTalk, type HandOverReason, type Situation, type Talk } from './situation.ts'

/**
 * The procedures whose facts the machine gathers: it asks for one after the other what neither the customer nor the record
 * has said, and then quotes (early repayment) or hands over to a person with all of it. Who only asks how an application or a change goes
 * is answered by the article; a quote is reckoned at once.
 */

const gathered: ReadonlySet<string> = new Set<ProcedureIntent>([
  'prepayment', 'extension', 'payment-not-booked', 'complaint', 'how-to-apply', 'change-repayment-date', 'change-bank-card',
])

export const isGathered = (intent: string): boolean => gathered.has(intent)

/** What a tap on a choice says, beside what its words say. */
const guessesOf = ({ asked }: Situation, opening: boolean): Heard['guesses'] => {
  const meant = asked.chosen?.match(/^intent:(.+)$/)?.[1] ?? asked.intent
  const first = { intent: meant, confidence: opening ? 1 : asked.confidence }
  return [first, ...asked.alternatives.filter(({ intent }) => intent !== meant)] as Heard['guesses']
}

const heardIn = (situation: Situation, opening: boolean): Heard => {
  const { text, plain, entities } = situation.asked
  return { text, plain, entities, guesses: guessesOf(situation, opening) }
}

const dropped = /^(?:那|就)?(?:(?:算了|不用了?|不办了?|不要了|先不(?:办|用|还)了?|没事了|取消吧?|不弄了)(?:吧|啊|谢谢|[，,。！!\s])*)+$/u

export type Course = {
  /** What is known after this message. */
  readonly dialogue: Dialogue
  /** Whether the message said something for a request that was open. */
  readonly took: boolean
  readonly dropped: boolean
  /** He wants it done with what was said so far. */
  readonly on?: boolean
}

/** A finished quote may be asked for again with another day or sum, in a short message. */
const longestAfterthought = 14

const saidSomething = (before: Dialogue, after: Dialogue): boolean =>
  after.requests.some((request, place) => request.slots !== before.requests[place]?.slots || request.refused.length > (before.requests[place]?.refused.length ?? 0))

/** How this message goes on with the procedure under way; undefined where none is, or where it is about something else. */
export const goesOn = (situation: Situation): Course | undefined => {
  const { asked, talk: { dialogue } } = situation
  if (!dialogue) return undefined
  if (dropped.test(asked.plain)) return { dialogue: freshDialogue, took: false, dropped: true }
  if (dialogue.requests.length > 0 && wantsOn(asked.plain)) return { dialogue, took: false, dropped: false, on: true }
  const after = hear(dialogue, heardIn(situation, false))
  const took = saidSomething(dialogue, after)
  const [open] = dialogue.requests
  const other = asked.sure && open !== undefined && asked.intent !== open.intent && !['small-talk', 'out-of-scope'].includes(asked.intent)
  if (dialogue.asking === undefined && (other || asked.plain.length > longestAfterthought)) return undefined
  if (isGathered(asked.intent) && other && !took) return undefined
  return took ? { dialogue: after, took, dropped: false } : undefined
}

/** A talk of its own for a request that this message opens. */
export const opens = (situation: Situation, intent: string): Dialogue =>
  hear(freshDialogue, { ...heardIn(situation, true), guesses: [{ intent, confidence: 1 }] as Heard['guesses'] })

const asksHow = /怎么|怎样|咋|如何|哪里|哪儿|在哪|什么|啥|多久|多少|条件|要求|材料|吗|么|[能会可要]不|行不|[?？]/u
const wants = /我?(?:想|要|得|打算|准备|需要|申请)|帮我|给我|麻烦|换成|改成|改到|换到|调到/u

/** Whether a message asks for the thing itself, not how it goes: it wishes it, or names what it takes. */
export const asksFor = ({ asked: { plain } }: Situation, { requests, focus }: Dialogue): boolean =>
  Object.keys(requests[focus]?.slots ?? {}).length > 0 || (wants.test(plain) && !asksHow.test(plain))

/** What need not be asked, because the lender knows it. */
const recordOf = (situation: Situation, loan: LoanFacts | undefined, intent: ProcedureIntent): Slots => ({
  ...(loan?.next ? { dueDate: isoDay(loan.next.due.value) } : {}),
  ...(loan?.next ? { currentDay: civil(loan.next.due.value).dayOfMonth } : {}),
  // The number at another bank is that bank's to know.
  ...(atLeast(situation.level, 'verified') && intent !== 'change-bank-card' ? { phone: say(situation, 'registered-phone').text } : {}),
})

export type Gathered = {
  readonly kind: 'answer' | 'ask' | 'hand-over'
  readonly body: readonly Composed[]
  readonly choices?: readonly Choice[]
  readonly reason?: HandOverReason
  readonly facts?: readonly FactTold[]
  /** The names of what a person must still ask. */
  readonly missingFacts?: readonly string[]
  readonly talk: Pick<Talk, 'dialogue' | 'offered'>
} & Pick<Offered, 'offer' | 'shows'>

const factId = (slot: SlotName): string => `fact-${slot.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`

const notice = (situation: Situation, id: string): string | undefined => situation.notices.get(id)?.text[situation.language]

const factsOf = (situation: Situation, known: Slots): FactTold[] =>
  Object.entries(known).flatMap(([slot, value]) => {
    const name = notice(situation, factId(slot as SlotName))
    return name === undefined ? [] : [{ name, value: notice(situation, `value-${String(value)}`) ?? String(value) }]
  })

const choicesFor = (situation: Situation, slot: SlotName): readonly Choice[] =>
  slot === 'scope' ? ['choice-prepay-all', 'choice-prepay-part'].map((id) => ({ label: say(situation, id).text, text: say(situation, id).text })) : []

/** The day that the customer named, by the message in which it was last said. */
const dayOf = ({ heard }: Dialogue, value: Slots['date']): ReturnType<typeof parseDay> => {
  const found = heard.flatMap(({ entities }) => entities).findLast((entity) => entity.type === 'date' && entity.value === value)?.resolved
  return found === undefined ? undefined : parseDay(found)
}

const partQuote = (situation: Situation, loan: LoanFacts, on: NonNullable<ReturnType<typeof parseDay>>, amount: Fen): Composed => {
  const quoted = (effect: NonNullable<PrepaymentChoice['effect']>) => loan.payoff(on, { amount, effect })
  const [less, shorter] = [quoted('instalment'), quoted('term')]
  const called = { product: { name: loan.product.name }, loan: { name: loan.loanRef } }
  const first = isRefusal(less) ? shorter : less
  if (isRefusal(first)) return say(situation, 'loan-prepay-part-not-possible')
  // Who offers at least what settles the loan is quoted for settling it.
  if (first.total.value < amount) return payoffOf(situation, loan, on)
  const sums = { ...called, on: first.on, total: first.total, principal: first.principal, interest: first.interest, charge: first.prepaymentCharge }
  return isRefusal(less) || isRefusal(shorter)
    ? say(situation, 'loan-prepay-part-one', { ...sums, saved: first.interestSaved })
    : say(situation, 'loan-prepay-part', { ...sums, savedInstalment: less.interestSaved, savedTerm: shorter.interestSaved })
}

const prepaymentQuote = (situation: Situation, loan: LoanFacts, dialogue: Dialogue, known: Slots): Composed => {
  const on = dayOf(dialogue, known.date) ?? situation.today
  const amount = known.scope === 'part' && known.amount !== undefined ? parseYuan(String(known.amount)) : undefined
  return amount === undefined ? payoffOf(situation, loan, on) : partQuote(situation, loan, on, amount)
}

const asksHowMuch = /多少|几|怎么算|费|违约|利息|划算|合算|省/u

/** Whether a question is answered by the figure for today before anything is asked. */
const answersAtOnce = ({ heard }: Dialogue, { slots }: Request): boolean =>
  slots.scope !== 'part' && slots.date === undefined && heard.some(({ plain }) => asksHowMuch.test(plain))

const corrected = (situation: Situation, course: Course | undefined): readonly Composed[] =>
  course?.took === true && /不对|不是|错了|改成|改到|还是/u.test(situation.asked.plain) ? [say(situation, 'fact-corrected')] : []

/** Of the other requests that are open the next question, so that none is forgotten once this one is done. */
const onToOthers = (situation: Situation, dialogue: Dialogue, record: Slots): { readonly body: readonly Composed[]; readonly dialogue: Dialogue } => {
  const { asking: _, ...done } = dialogue
  const others = done.requests.map((request, place) => (place === done.focus ? { ...request, refused: missingIn(request, record) } : request))
  const question = nextQuestion({ ...done, requests: others }, record)
  if (!question) return { body: [], dialogue: done }
  return { body: [say(situation, 'back-to-topic', { topic: { name: situation.intentName(question.intent) } }), say(situation, question.ask)], dialogue: askedFor(done, question) }
}

/** The end of a talk: its case, on a card to be confirmed, after the quote where there is one; undefined where none can be opened. */
const offering = (situation: Situation, dialogue: Dialogue, offer: Offered | undefined, before: readonly Composed[], record: Slots): Gathered | undefined => {
  if (!offer) return undefined
  const { body, talk = {}, ...card } = offer
  const intent = dialogue.requests[dialogue.focus]?.intent ?? ''
  if (card.shows !== undefined) return { kind: 'answer', body, ...card, talk: { dialogue: withoutOpened({ ...freshTalk, dialogue }, intent).dialogue ?? freshDialogue } }
  const others = onToOthers(situation, dialogue, record)
  return { kind: 'answer', body: [...before, ...body, ...others.body], ...card, talk: { dialogue: others.dialogue, ...talk } }
}

type InHand = { readonly request: Request; readonly record: Slots; readonly known: Slots; readonly offer: Offered | undefined }

const quoted = (situation: Situation, dialogue: Dialogue, loan: LoanFacts, course: Course | undefined, { request, record, known, offer }: InHand): Gathered => {
  const lacking = missingIn(request, record).length > 0 && course?.on !== true ? [say(situation, 'fact-refused')] : []
  const { asking: _, ...done } = dialogue
  const said = [...corrected(situation, course), ...lacking, prepaymentQuote(situation, loan, dialogue, known)]
  return offering(situation, dialogue, offer, said, record) ?? { kind: 'answer', body: said, talk: { dialogue: done } }
}

/** What is said for the request in hand: its next question, its quote and the case that follows from it, or that a person has it now with all the facts. */
export const gather = (situation: Situation, dialogue: Dialogue, loan: LoanFacts | undefined, course: Course | undefined): Gathered => {
  const request = dialogue.requests[dialogue.focus]
  if (!request) throw new Error('a dialogue without a request is not gathered')
  const record = recordOf(situation, loan, request.intent)
  const known = knownTo(request, record)
  const isComplaint = request.intent === 'complaint'
  const isPrepayment = request.intent === 'prepayment' && loan !== undefined
  if (isPrepayment && course?.on !== true && answersAtOnce(dialogue, request)) {
    return { kind: 'answer', body: [prepaymentQuote(situation, loan, dialogue, known)], talk: { dialogue } }
  }
  const offer = offerFor(situation, dialogue, request, { known, loan, beside: isComplaint })
  const question = offer?.shows !== undefined || (offer && course?.on === true) ? undefined : nextQuestion({ ...dialogue, requests: dialogue.requests.slice(0, dialogue.focus + 1) }, record)
  if (question && !isComplaint) {
    return {
      kind: 'ask', body: [...corrected(situation, course), say(situation, question.ask)], choices: choicesFor(situation, question.slot),
      talk: { dialogue: askedFor(dialogue, question) },
    }
  }
  if (isPrepayment) return quoted(situation, dialogue, loan, course, { request, record, known, offer })
  const ended = isComplaint ? undefined : offering(situation, dialogue, offer, corrected(situation, course), record)
  if (ended) return ended
  const missing = missingIn(request, record)
  return {
    kind: 'hand-over', body: [...handingWords(situation, request, question, missing.length), ...(offer?.body ?? [])], reason: 'must-be-decided', facts: factsOf(situation, known),
    missingFacts: missing.map((slot) => notice(situation, factId(slot)) ?? slot), ...(offer?.offer ? { offer: offer.offer } : {}), talk: {},
  }
}

/** Whoever complains has a person at once; one question stands beside it, so that the answer is there when he comes. */
const handingWords = (situation: Situation, { intent }: Request, question: Question | undefined, missing: number): readonly Composed[] => {
  if (intent === 'complaint') return [...(question ? [say(situation, question.ask)] : []), say(situation, 'handover-reason-decision')]
  return [say(situation, missing === 0 ? 'facts-complete' : 'facts-incomplete')]
}

/** After a question about something else: back to what was asked, once more. */
export const backToTopic = (situation: Situation, dialogue: Dialogue): { readonly body: readonly Composed[]; readonly dialogue: Dialogue } => {
  const inHand = situation.loans.find(({ loanRef }) => loanRef === situation.talk.loanRef)
  const open = dialogue.requests[dialogue.focus]
  const question = dialogue.asking === undefined || !open ? undefined : nextQuestion(dialogue, recordOf(situation, inHand, open.intent))
  if (!question || question.slot !== dialogue.asking) return { body: [], dialogue }
  const topic = { name: situation.intentName(question.intent) }
  return { body: [say(situation, 'back-to-topic', { topic }), say(situation, question.ask)], dialogue: askedFor(dialogue, question) }
}
