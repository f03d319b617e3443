import type { HandOver, MessageBody } from '@xinqiao/contract/conversations.ts'
import { answer } from '@xinqiao/core/answering/answer.ts'
import { saysNotHelpful } from '@xinqiao/core/answering/generalise.ts'
import { withDue } from '@xinqiao/core/answering/ready-disclosures.ts'
import type { FactTold, HandOverReason, Reply, Situation } from '@xinqiao/core/answering/situation.ts'
import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { handOver } from '../conversations/change-conversation.ts'
import { customerSaid, type Said, talkOf } from '../conversations/read-talk.ts'
import { judgeMessage, send } from '../conversations/send-message.ts'
import { termsTold } from '../knowledge/find-terms.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isDatabaseGone, type Tx } from '../platform/db.ts'
import { derivedId } from '../platform/derived-id.ts'
import { tellUnanswered } from './find-gaps.ts'
import type { GapReason } from './gap-store.ts'
import { factsAtHand, readyAtHand } from './gather-facts.ts'
import { gatherSituation } from './gather-situation.ts'
import { askedWithModel, modelTurn, stoppedByGate, type Wording, wordWithModel } from './model-turn.ts'
import { withoutOptOuts } from './stop-offers.ts'
import { lockTalk, saveTalk } from './store.ts'
import { askedIn } from './understand-message.ts'
import { bodyOf } from './wire.ts'

/** Answers what a customer has written since the last answer, or hands it to a person. Safe to repeat. */

const language: Language = 'zh'

/** The machine's message id follows from what it answers, so that a job that runs twice says it once. */
const replyId = (conversationId: string, seq: number): string => derivedId(`answer ${conversationId} ${seq}`)

type Notices = Situation['notices']

/** An approved sentence of the desk's; where it is not in force the hand-over goes on without words. */
const noticeText = (notices: Notices, id: string): string => notices.get(id)?.text[language] ?? ''

type Why = HandOverReason | 'blocked'

/** What was gathered for the request; without a request the facts that stand in the words. */
const factsSaid = ({ entities }: Situation['asked'], { handOver: handed }: Reply): readonly FactTold[] =>
  handed && handed.facts.length > 0 ? handed.facts : entities.map(({ type, text }) => ({ name: type, value: text }))

const handOverOf = ({ asked, intentName, notices }: Situation, reply: Reply, why: Why, said: readonly Said[], at: string): HandOver => ({
  reason: noticeText(notices, `why-${why}`),
  intent: { id: reply.intent, name: intentName(reply.intent), confidence: asked.confidence },
  mood: asked.mood,
  facts: factsSaid(asked, reply).map(({ name, value }) => ({ name, value, source: noticeText(notices, 'source-customer-said') })),
  missing: [...(reply.handOver?.missing ?? [])],
  asked: said.map(({ text }) => text),
  at,
  ...(reply.handOver?.draft
    ? { draft: { ...bodyOf(reply.handOver.draft, language), terms: [], articles: [...reply.articles], choices: [], attachments: [] } }
    : {}),
})

/** What the machine would have said and may not, with what was found in it: the person words it anew. */
const stoppedOf = (content: HandOver, { text, figures }: Pick<MessageBody, 'text' | 'figures'>, findings: readonly Finding[], notices: Notices): HandOver => ({
  ...content,
  facts: [...content.facts, ...findings.map(({ quote, why, basis }) => ({ name: noticeText(notices, 'fact-compliance-check'), value: `“${quote}” ${why}`, source: basis }))],
  draft: { text, figures, terms: [], articles: [], choices: [], attachments: [] },
})

/** What a tap stands for: the choice of our last message whose words the customer sent. */
const chosenBy = (text: string, offered: readonly { readonly text: string; readonly value?: string | undefined }[]): string | undefined =>
  offered.find((choice) => choice.text === text.trim())?.value

/** Something in the machine does not work: a person goes on, and nobody's question is left lying. */
const giveUp = async (context: Context, conversationId: string, error: unknown): Promise<void> => {
  if (isDatabaseGone(error)) throw error
  context.log.error({ conversation: conversationId, error }, 'the machine could not answer; a person goes on')
  const notices = await noticesInForce(context.db, today(context.clock)).catch((): Notices => new Map())
  const content: HandOver = {
    reason: noticeText(notices, 'why-machine-failed'), facts: [], missing: [], asked: [], at: new Date(context.clock.now()).toISOString(),
  }
  await handOver(context, { conversationId, by: 'machine', text: noticeText(notices, 'handed-over'), handOver: content })
}

export const answerConversation = (context: Context, conversationId: string): Promise<void> =>
  answerOpenQuestions(context, conversationId).catch((error: unknown) => giveUp(context, conversationId, error))

type Saying = {
  readonly conversationId: string
  readonly id: string
  readonly reply: Reply
  readonly channel: string
  readonly day: Day
  readonly wording: Wording | undefined
}

/** What stands beside the words: a case to be opened by a tap, or the one that is there. */
const cardOf = ({ offer, shows }: Reply): Pick<MessageBody, 'caseId' | 'caseOffer'> => ({
  ...(offer ? { caseOffer: { kind: offer.kind, ask: { ...offer.ask } } } : {}), ...(shows === undefined ? {} : { caseId: shows }),
})

type Stopped = { readonly body: Pick<MessageBody, 'text' | 'figures'>; readonly findings: readonly Finding[] }

/**
 * Says the reply with what must be told beside it. What the gate stops is not said: a machine has no reasons to give, so that what would
 * only warn a person stops it too; the answer comes back with what was found. Words of a model that the gate stops give way to the plain ones.
 */
const sayOrStop = async (context: Context, tx: Tx, saying: Saying): Promise<Stopped | undefined> => {
  const { conversationId, id, reply, channel, day, wording } = saying
  const hand = await factsAtHand(context, conversationId)
  const composed = wording?.accepted ?? reply.body
  const whole = hand ? withDue(composed, { speaker: 'machine', purpose: 'service', channel }, readyAtHand(hand), reply.body.text) : composed
  const body = bodyOf(whole, language)
  const message = {
    from: 'machine' as const, conversationId, id, ...body, ...cardOf(reply), articles: [...reply.articles], choices: [...reply.choices], terms: await termsTold(tx, whole.text, day),
    byModel: wording?.use,
  }
  const sent = await send(context, message)
  // Refused as reused: an earlier run of this job said it already, perhaps in other words.
  if (!isRefusal(sent) || sent.refused !== 'message-blocked') return undefined
  if (wording?.accepted) return await sayOrStop(context, tx, { ...saying, wording: stoppedByGate(wording, String(sent.about?.['rules'] ?? '')) })
  const judged = await judgeMessage(context, message)
  return { body, findings: isRefusal(judged) ? [] : judged.findings }
}

/** The question that approved knowledge did not answer: this one, or the one before it where the customer says that its answer was no help. */
const unansweredIn = ({ kind, handOver: handed }: Reply, { seq, text }: Said, answeredSeq: number): { readonly seq: number; readonly reason: GapReason } | undefined => {
  if (answeredSeq > 0 && saysNotHelpful(text)) return { seq: answeredSeq, reason: 'not-helpful' }
  const reason = kind === 'hand-over' ? handed?.reason ?? 'not-understood' : undefined
  return reason === 'not-understood' || reason === 'no-approved-answer' ? { seq, reason } : undefined
}

const answerOpenQuestions = async (context: Context, conversationId: string): Promise<void> => {
  const { db, clock } = context
  await db.transaction().execute(async (tx) => {
    const now = clock.now()
    const remembered = await lockTalk(context, tx, conversationId, now)
    const conversation = await talkOf(db, conversationId)
    if (!conversation) return
    const { customerId, dataKeyId, channel, state, lastSeq } = conversation
    const { said: written, offered, caseOffered } = await customerSaid(context, conversationId, remembered.answeredSeq)
    const said = await withoutOptOuts(context, customerId, written)
    const newest = said.at(-1)
    // While a person has the conversation, or none is open, the machine is silent, and does not answer it later either.
    if (state !== 'with-machine' || !newest) {
      await saveTalk(context, tx, { conversationId, dataKeyId, answeredSeq: Math.max(remembered.answeredSeq, state === 'with-machine' ? (written.at(-1)?.seq ?? 0) : lastSeq), talk: remembered.talk }, now)
      return
    }
    const day = today(clock)
    const { talk } = remembered
    const turn = modelTurn(context)
    const understood = askedIn(said.map(({ text }) => text), day, chosenBy(newest.text, offered))
    const { asked, choice } = await askedWithModel(context, turn, { customerId, talk, asked: understood })
    const situation = await gatherSituation(context, { customerId, language, talk, asked, caseOffered })
    const reply = answer(situation)
    const wording = await wordWithModel(turn, situation, reply, choice)
    const stopped = await sayOrStop(context, tx, { conversationId, id: replyId(conversationId, newest.seq), reply, channel, day, wording })
    if (reply.kind === 'hand-over' || stopped) {
      const content = handOverOf(situation, reply, stopped ? 'blocked' : (reply.handOver?.reason ?? 'not-understood'), said, new Date(now).toISOString())
      const handed = stopped ? stoppedOf(content, stopped.body, stopped.findings, situation.notices) : content
      await handOver(context, { conversationId, by: 'machine', text: noticeText(situation.notices, 'handed-over'), handOver: handed })
    }
    await saveTalk(context, tx, { conversationId, dataKeyId, answeredSeq: newest.seq, talk: reply.talk }, now)
    const unanswered = unansweredIn(reply, newest, remembered.answeredSeq)
    if (unanswered) await tellUnanswered(context, tx, { conversationId, ...unanswered })
  })
}
