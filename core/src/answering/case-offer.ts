import type { Dialogue, Request } from '../understanding/dialogue/dialogue.ts'
import type { Slots } from '../understanding/dialogue/procedure.ts'
import type { LoanFacts } from '../loan/facts.ts'
import { wishedBy, wishFrom, wishOf } from './case-wish.ts'
import type { Composed } from './compose.ts'
import { say } from './own-loan.ts'
import type { CaseTold, CaseWish, Situation, Talk } from './situation.ts'

/**
 * A case offered at the end of a talk. The offer binds nobody: it is opened by a tap on the card or a plain yes to it, and what it costs is
 * agreed to in the case itself, on figures that were seen there.
 */

/** What is said beside an offer, or beside the case that is there already. */
export type Offered = { readonly body: readonly Composed[]; readonly offer?: CaseWish; readonly shows?: string; readonly talk?: Pick<Talk, 'offered'> }

/** Nobody is kept from complaining of a second thing while the first is looked into. */
const manyAtOnce: ReadonlySet<string> = new Set(['complaint'])

/** The open case of the same kind and loan, which is shown instead of opening another. */
export const sameOpen = ({ cases = [] }: Pick<Situation, 'cases'>, { kind, loanRef }: CaseWish): CaseTold | undefined =>
  manyAtOnce.has(kind) ? undefined : cases.find((one) => one.acts !== undefined && one.kind === kind && one.loanRef === loanRef)

const offers = ({ openable, notices }: Situation, { kind }: CaseWish): boolean => openable?.has(kind) === true && notices.has('offer-case')

/** Undefined where such a case cannot be opened by him: a person goes on. `beside`: a person has the talk from now on, who hears the yes. */
const offered = (situation: Situation, intent: string, wish: CaseWish | undefined, beside: boolean): Offered | undefined => {
  if (!wish || !offers(situation, wish)) return undefined
  const open = sameOpen(situation, wish)
  if (open) return { body: [say(situation, 'case-already-open', { kind: { name: open.kindName }, since: open.since })], shows: open.id }
  const body = [say(situation, beside ? 'offer-case-beside' : 'offer-case', { topic: { name: situation.intentName(intent) } })]
  return beside ? { body, offer: wish } : { body, offer: wish, talk: { offered: { intent } } }
}

/** For a request whose facts were gathered. */
export const offerFor = (
  situation: Situation, dialogue: Dialogue, request: Request,
  { known, loan, beside }: { readonly known: Slots; readonly loan: LoanFacts | undefined; readonly beside: boolean },
): Offered | undefined => offered(situation, request.intent, wishOf(situation, dialogue, request, known, loan), beside)

/** What one message asks for, without a talk before it. */
const atOnce: ReadonlySet<string> = new Set(['hardship', 'credit-dispute', 'suggestion', 'refund', 'settlement-certificate', 'special-approval'])

/** 结清证明怎么开 is a question. */
const asksHow = /怎么|怎样|咋|如何|哪里|哪儿|在哪|什么|啥|多久|多少/u

export const offerAtOnce = (situation: Situation, intent: string, beside: boolean): Offered | undefined => {
  const { asked: { text, plain }, loans } = situation
  const name = wishedBy(intent, plain)
  if (!atOnce.has(name) || (!beside && asksHow.test(plain))) return undefined
  const inHand = loans.find(({ loanRef }) => plain.includes(loanRef))
  return offered(situation, intent, wishFrom(name, { situation, words: [text], known: {}, loan: inHand, dayOf: () => undefined }), beside)
}

const yes = /^(?:[嗯恩哦噢]+|对|是|好|行|中|可以|同意|确认|确定|没错|没问题|就这样|麻烦|谢谢|办|提交|登记|帮我|给我|申请|的|了|吧|呀|啊|呢|哈|您|你|ok|okay|yes|[，,。.！!\s])+$/iu
const means = /[嗯恩]|对|是|好|行|可以|同意|确认|确定|没错|没问题|就这样|办|提交|登记|ok|yes/iu

/** Whether a message is a plain yes to the case that was just offered. */
export const saysYes = ({ offered: open }: Talk, plain: string): boolean => open !== undefined && yes.test(plain) && means.test(plain)

/** 直接帮我办吧: who has said enough wants no more questions. */
const goOn = /^(?:那|就|那就|你|您|麻烦)*(?:直接|现在|马上|先)?(?:帮我|给我)?(?:办理?|申请|提交|登记|预约)(?:了|吧|一下|一个|掉|好了|就行|[，,。！!\s])*$/u

export const wantsOn = (plain: string): boolean => goOn.test(plain)

/** The talk without the request that has become a case: what is said from now on is about something else. */
export const withoutOpened = (talk: Talk, intent: string): Talk => {
  const { dialogue, offered: _, ...rest } = talk
  const requests = dialogue?.requests.filter((request) => request.intent !== intent) ?? []
  if (!dialogue || requests.length === 0) return rest
  const { asking: __, ...open } = dialogue
  return { ...rest, dialogue: { ...open, requests, focus: 0 } }
}

/** The situation in which what has become a case is no longer talked through. */
export const withCaseOpened = (situation: Situation): Situation =>
  (situation.offer?.state === 'opened' ? { ...situation, talk: withoutOpened(situation.talk, situation.offer.intent) } : situation)

type Answered = { readonly intent: string } & (Offered | { readonly refused: true })

/** What is said once he has answered an offer by his word; undefined where he answered none. `refused`: a person goes on. */
export const offerAnswered = (situation: Situation): Answered | undefined => {
  const { offer } = situation
  if (!offer || (offer.state === 'opened' && !offer.byWord)) return undefined
  const { intent } = offer
  if (offer.state === 'refused') return { intent, refused: true }
  if (offer.state === 'incomplete') return { intent, body: [say(situation, 'offer-incomplete')], talk: { offered: { intent } } }
  return { intent, body: [say(situation, 'case-opened', { topic: { name: situation.intentName(intent) } })], shows: offer.caseId }
}
