import { z } from 'zod'
import { figureInText, purposes, sendMessageBody, sentMessage } from './conversations.ts'
import { composingExample, releaseExample, releasedExample } from './examples-gate.ts'
import { finding } from './finding.ts'
import { defineOperation } from './operation.ts'

/** The gate at the desk: what the composer judges by while somebody types, and what a supervisor releases. */

const conversationParams = z.object({ conversationId: z.uuid() })

const knownFigure = z.object({ kind: z.string(), value: z.string() })

/** A text that must be told beside certain messages, filled for one product or loan. */
export const readyDisclosure = z.object({
  id: z.string(),
  name: z.string(),
  moment: z.string(),
  placement: z.enum(['before', 'after', 'confirm']),
  channels: z.array(z.string()).exactOptional(),
  basis: z.array(z.string()),
  ground: z.object({ basis: z.string(), confidence: z.enum(['seen', 'sec']).exactOptional() }),
  about: z.array(z.string()),
  figures: z.array(knownFigure),
  saidBy: z.array(z.string()),
  text: z.string(),
  placed: z.array(figureInText),
})

export const composing = z.object({
  ruleVersion: z.string(),
  facts: z.object({
    figures: z.array(knownFigure),
    case: z.object({ filed: z.boolean().exactOptional(), registered: z.boolean().exactOptional() }),
    /** What may be granted, and whether it is; `words`: how a text names it. */
    matters: z.array(z.object({ kind: z.string(), words: z.array(z.string()), standing: z.enum(['granted', 'pending', 'none']) })),
    /** The day of the desk, and the worked days of the weeks after it. */
    today: z.iso.date(),
    workingDays: z.array(z.iso.date()),
    products: z.array(z.object({ name: z.string(), fees: z.array(z.string()), zeroInterest: z.boolean(), his: z.boolean() })),
    customer: z.object({ optedOut: z.boolean() }),
  }),
  disclosures: z.array(readyDisclosure),
  /** For each rule the ground it stands on when an agent, or somebody who collects, breaks it. */
  grounds: z.array(z.object({ rule: z.string(), speaker: z.enum(['agent', 'collector']), basis: z.string(), confidence: z.enum(['seen', 'sec']).exactOptional() })),
  /** Approved sentences that may stand in place of what a rule finds. */
  wordings: z.array(z.object({ rule: z.string(), text: z.string() })),
})

export const getComposing = defineOperation({
  id: 'getComposing', method: 'GET', path: '/v1/desk/conversations/{conversationId}/composing', room: 'answering',
  summary: 'The facts, laws and disclosures by which the composer judges a reply while it is typed',
  access: { for: 'staff', right: 'conversation.reply' },
  params: conversationParams, response: composing,
  refusals: ['not-found'],
  example: { response: composingExample },
})

const person = z.object({ staffId: z.string(), name: z.string() })

export const release = z.object({
  /** Of the message, which is sent under it. */
  id: z.uuid(),
  conversationId: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  by: person,
  at: z.iso.datetime(),
  text: z.string(),
  purpose: z.enum(purposes),
  findings: z.array(finding),
  /** Why it should go out, in the words of whoever asks. */
  why: z.string(),
  state: z.enum(['open', 'released', 'refused']),
  decided: z.object({ by: person, at: z.iso.datetime(), reason: z.string() }).exactOptional(),
})
export type Release = z.infer<typeof release>

export const askRelease = defineOperation({
  id: 'askRelease', method: 'POST', path: '/v1/desk/conversations/{conversationId}/releases', room: 'conversations',
  summary: 'Ask a supervisor to let a blocked message out; repeating the same id changes nothing',
  access: { for: 'staff', right: 'conversation.reply' },
  params: conversationParams,
  /** `reason`: why it should go out. */
  body: sendMessageBody.omit({ visibleTo: true, reason: true }).extend({ reason: z.string().trim().min(1).max(500) }),
  response: release,
  refusals: [
    'not-found', 'conversation-closed', 'conversation-not-yours', 'message-empty', 'message-too-long', 'message-id-reused', 'message-blocked', 'message-passes',
  ],
  example: {
    body: { id: releaseExample.id, text: releaseExample.text, reason: releaseExample.why, attachments: [], purpose: 'service', figures: [] },
    response: releaseExample,
  },
})

export const listReleases = defineOperation({
  id: 'listReleases', method: 'GET', path: '/v1/desk/releases', room: 'conversations',
  summary: 'Blocked messages that wait for a supervisor, the longest first',
  access: { for: 'staff', right: 'message.release' },
  response: z.object({ releases: z.array(release) }),
  refusals: [],
  example: { response: { releases: [releaseExample] } },
})

export const listConversationReleases = defineOperation({
  id: 'listConversationReleases', method: 'GET', path: '/v1/desk/conversations/{conversationId}/releases', room: 'conversations',
  summary: 'What was asked to be let out in a conversation and what became of it, the newest first',
  access: { for: 'staff', right: 'conversation.read' },
  params: conversationParams, response: z.object({ releases: z.array(release) }),
  refusals: ['not-found'],
  example: { response: { releases: [releasedExample] } },
})

export const decideRelease = defineOperation({
  id: 'decideRelease', method: 'POST', path: '/v1/desk/releases/{messageId}/decision', room: 'conversations',
  summary: 'Let a blocked message out, which sends it as from its writer, or refuse it; both with a reason',
  access: { for: 'staff', right: 'message.release' },
  params: z.object({ messageId: z.uuid() }),
  body: z.object({ release: z.boolean(), reason: z.string().trim().min(1).max(500) }),
  response: z.object({ release, sent: sentMessage.exactOptional() }),
  refusals: ['not-found', 'same-person', 'version-conflict', 'conversation-closed', 'conversation-not-yours', 'message-blocked', 'message-needs-reason', 'message-needs-release',
    'contact-quiet-hours', 'contact-third-person', 'contact-plan-kept', 'contact-no-consent'],
  example: {
    body: { release: true, reason: '审批记录已核实' },
    response: { release: releasedExample, sent: { conversationId: releasedExample.conversationId, id: releasedExample.id, seq: 9, at: '2026-11-23T02:05:00.000Z' } },
  },
})
