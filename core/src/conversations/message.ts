import { type Refusal, refuse } from '../primitives/refusal.ts'

/** What a message may be, whoever sends it. */

/** In characters as people count them (code points), not UTF-16 units. */
export const maximumTextLength = 4000
export const maximumAttachments = 10

export type Purpose = 'service' | 'notice' | 'collection' | 'marketing'

export type MessageRefusal = Refusal<'message-empty' | 'message-too-long'>

/** Whether a text may be sent with so many attachments. It is kept as it was typed: what was said is not altered. */
export const checkText = (text: string, attachments: number): MessageRefusal | undefined => {
  if (text.trim() === '' && attachments === 0) return refuse('message-empty', {}, 'text')
  // The number of UTF-16 units bounds the number of characters; only longer texts are counted.
  if (text.length > maximumTextLength && [...text].length > maximumTextLength) {
    return refuse('message-too-long', { limit: maximumTextLength }, 'text')
  }
  return undefined
}
