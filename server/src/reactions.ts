import type { Reaction, Reactions } from './platform/outbox.ts'

/** Who gets which conversation is decided by jobs that run one after the other. */
const queue = (): string => 'routing'
const follow: Reaction = { job: 'routing.follow', queue }

/**
 * The ONE table of what happens after an event: its kind, and the jobs that follow. Whoever emits an event does not know them;
 * they are stored in the same transaction as the event.
 */
export const reactions: Reactions = {
  'people.customer-joined': [{ job: 'conversations.join' }],
  'compliance.year-announced': [{ job: 'cases.reckon-again', payload: ({ payload }) => ({ year: payload['year'] ?? 0, version: payload['version'] ?? 0 }) }],
  'cases.data-erased': [{ job: 'cases.list-erasures', payload: () => ({}) }],
  'materials.file-infected': [{ job: 'cases.count-materials' }],
  'answering.question-unanswered': [{ job: 'group-question' }],
  // Messages that come while the job waits are answered by it together.
  'conversations.customer-message-received': [{ job: 'answer-message', key: ({ payload }) => `answer ${String(payload['conversationId'])}` }],
  'conversations.handed-over': [follow],
  'conversations.taken': [follow],
  'conversations.handed-back': [follow],
  'conversations.transferred': [follow],
  'conversations.returned': [follow],
  'conversations.closed': [follow],
  'routing.duty-said': [{ job: 'routing.give-out', queue, key: () => 'routing.give-out' }],
  'routing.ability-saved': [{ job: 'routing.give-out', queue, key: () => 'routing.give-out' }],
  'routing.agent-lost': [{ job: 'routing.return', queue }],
  'conversations.offers-refused': [{ job: 'stop-offers' }],
}
