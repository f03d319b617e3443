import type { HandOver, MessageBody } from '@xinqiao/contract/conversations.ts'
import { answer } from '@xinqiao/core/answering/answer.ts'
import type { HandOverReason, Reply, Situation } from '@xinqiao/core/answering/situation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { localTime } from '@xinqiao/core/primitives/instant.ts'
import { createHash } from 'node:crypto'
import { deskTimes } from '../compliance/desk-open.ts'
import { handOver } from '../conversations/change-conversation.ts'
import { customerSaid, type Said, talkOf } from '../conversations/read-talk.ts'
import { send } from '../conversations/send-message.ts'
import { termsIn } from '../knowledge/find-terms.ts'
import type { Context } from '../platform/context.ts'
import { isDatabaseGone, type Tx } from '../platform/db.ts'
import { gatherSituation } from './gather-situation.ts'
import { lockTalk, saveTalk } from './store.ts'
import { askedIn } from './understand-message.ts'
import { bodyOf } from './wire.ts'

/** Answers what a customer has written since the last answer, or hands it to a person. Safe to repeat. */

const language: Language = 'zh'

/** The machine's message id follows from what it answers, so that a job that runs twice says it once. */
const replyId = (conversationId: string, seq: number): string => {
  const hash = createHash('sha256').update(`answer ${conversationId} ${seq}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** Why a person goes on, for the desk. */
const reasons: Readonly<Record<HandOverReason, string>> = {
  'customer-asked': '客户要求转人工',
  'must-be-decided': '需要人工核实或决定',
  'not-understood': '没有听懂客户的问题',
  'no-approved-answer': '没有经过审核的答案',
  crisis: '客户言语中有危急或法律信号，请优先处理',
  'unsourced-figure': '答案里有说不出来源的数字，已拦下',
  'loan-system': '贷款系统暂时查不到',
}

const handOverOf = ({ asked, intentName }: Situation, reply: Reply, said: readonly Said[], at: string): HandOver => ({
  reason: reasons[reply.handOver?.reason ?? 'not-understood'],
  intent: { id: reply.intent, name: intentName(reply.intent), confidence: asked.confidence },
  mood: asked.mood,
  facts: asked.entities.map(({ type, text }) => ({ name: type, value: text, source: '客户所说' })),
  missing: [...(reply.handOver?.missing ?? [])],
  asked: said.map(({ text }) => text),
  at,
  ...(reply.handOver?.draft
    ? { draft: { ...bodyOf(reply.handOver.draft, language), terms: [], articles: [...reply.articles], choices: [], attachments: [] } }
    : {}),
})

/** What a tap stands for: the choice of our last message whose words the customer sent. */
const chosenBy = (text: string, offered: readonly { readonly text: string; readonly value?: string | undefined }[]): string | undefined =>
  offered.find((choice) => choice.text === text.trim())?.value

/** Something in the machine does not work: a person goes on, and nobody's question is left lying. */
const giveUp = async (context: Context, conversationId: string, error: unknown): Promise<void> => {
  if (isDatabaseGone(error)) throw error
  context.log.error({ conversation: conversationId, error }, 'the machine could not answer; a person goes on')
  const content: HandOver = { reason: '智能助手出错，请直接答复客户', facts: [], missing: [], asked: [], at: new Date(context.clock.now()).toISOString() }
  await handOver(context, { conversationId, by: 'machine', text: '已转人工客服', handOver: content })
}

/** Words of the field in our own words, each where it first stands: a tap explains it. */
const termsTold = async (tx: Tx, text: string, today: Day): Promise<MessageBody['terms']> => {
  const told = new Set<string>()
  return (await termsIn(tx, text, today)).flatMap(({ term: { id: termId }, start, end }) => {
    if (told.has(termId)) return []
    told.add(termId)
    return [{ start, end, termId }]
  })
}

export const answerConversation = (context: Context, conversationId: string): Promise<void> =>
  answerOpenQuestions(context, conversationId).catch((error: unknown) => giveUp(context, conversationId, error))

const answerOpenQuestions = async (context: Context, conversationId: string): Promise<void> => {
  const { db, clock } = context
  await db.transaction().execute(async (tx) => {
    const now = clock.now()
    const remembered = await lockTalk(context, tx, conversationId, now)
    const conversation = await talkOf(db, conversationId)
    if (!conversation) return
    const { customerId, dataKeyId, state, lastSeq } = conversation
    const { said, offered } = await customerSaid(context, conversationId, remembered.answeredSeq)
    const newest = said.at(-1)
    // While a person has the conversation, or none is open, the machine is silent, and does not answer it later either.
    if (state !== 'with-machine' || !newest) {
      await saveTalk(context, tx, { conversationId, dataKeyId, answeredSeq: Math.max(remembered.answeredSeq, state === 'with-machine' ? 0 : lastSeq), talk: remembered.talk }, now)
      return
    }
    const today = localTime(now, deskTimes().hours.zone).day
    const situation = await gatherSituation(context, { customerId, language, talk: remembered.talk, asked: askedIn(said.map(({ text }) => text), today, chosenBy(newest.text, offered)) })
    const reply = answer(situation)
    const sent = await send(context, {
      from: 'machine', conversationId, id: replyId(conversationId, newest.seq), ...bodyOf(reply.body, language),
      articles: [...reply.articles], choices: [...reply.choices], terms: await termsTold(tx, reply.body.text, today),
    })
    // Refused as reused: an earlier run of this job said it already, perhaps in other words. Blocked: a person goes on.
    const blocked = isRefusal(sent) && sent.refused === 'message-blocked'
    if (reply.kind === 'hand-over' || blocked) {
      const content = handOverOf(situation, reply, said, new Date(now).toISOString())
      await handOver(context, { conversationId, by: 'machine', text: situation.notices.get('handed-over')?.text[language] ?? '', handOver: content })
    }
    await saveTalk(context, tx, { conversationId, dataKeyId, answeredSeq: newest.seq, talk: reply.talk }, now)
  })
}
