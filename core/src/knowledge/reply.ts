/** A saved reply of an agent: words with named fields, found by topic, intent and the customer's mood. */
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import { placeholders } from '../primitives/filling.ts'
import { close, finish, idForm, note, noteDuplicates, open, type Problem, type Read, readText, takeChoice, takeList, takeText } from '../primitives/reading.ts'
import { unlistedFigures } from './stated-figure.ts'

/** What a reply may name. A field that cannot be filled from the conversation is left for the agent to fill before sending. */
export const replyFields = [
  'customerName', 'agentName', 'lenderName', 'hotline', 'deskHours', 'productName', 'loanRef', 'nextDueDate', 'dueAmount', 'remainingPrincipal',
  'payoffAmount', 'payoffGoodUntil', 'overdueAmount', 'daysOverdue', 'caseRef', 'answerBy', 'materials', 'amount', 'paidOn', 'cardTail',
] as const
export type ReplyField = (typeof replyFields)[number]

const kinds = ['opening', 'answer', 'question', 'closing'] as const
const moods = ['any', 'calm', 'anxious', 'angry'] as const

export type Reply = Governance & {
  readonly id: string
  readonly title: string
  readonly topic: string
  readonly kind: (typeof kinds)[number]
  readonly mood: (typeof moods)[number]
  readonly intents: readonly string[]
  /** Without figures of its own: they enter by fields, with their source. */
  readonly text: string
}

const readReply = (value: unknown, at: string, problems: Problem[]): Reply => {
  const source = open(value, at, problems)
  const reply: Reply = {
    id: takeText(source, 'id', 60, idForm),
    title: takeText(source, 'title', 30),
    topic: takeText(source, 'topic', 20),
    kind: takeChoice(source, 'kind', kinds),
    mood: takeChoice(source, 'mood', moods),
    intents: takeList(source, 'intents', readText, 0),
    text: takeText(source, 'text', 400),
    ...takeGovernance(source),
  }
  for (const name of placeholders(reply.text)) if (!replyFields.some((field) => field === name)) note(source, 'text', 'unknown-placeholder', name)
  for (const words of unlistedFigures(reply.text, [])) note(source, 'text', 'unlisted-figure', words)
  close(source)
  return reply
}

/** Reads a file of saved replies, a JSON list. */
export const parseReplies = (value: unknown): Read<readonly Reply[]> => {
  const source = open({ replies: value }, '', [])
  const replies = takeList(source, 'replies', readReply)
  noteDuplicates(source, 'replies', replies.map((reply) => reply.id))
  return finish(source, replies)
}
