import type { AttachmentInfo, FigureInText, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import { remember, remembered } from '../../ui/storage.ts'

/** What an agent is writing in one conversation. Pure but for the two functions at the end, which keep it through a reload. */
export type Draft = {
  readonly text: string
  /** Figures taken over from a draft or a card, at their present places in the text. */
  readonly figures: readonly FigureInText[]
  readonly visibleTo: 'all' | 'staff'
  /** What it is for: limits of contact and what must be told hang on it. */
  readonly purpose: 'service' | 'collection' | 'marketing'
  readonly attachments: readonly AttachmentInfo[]
}

/** A notice is the desk's own; an agent who takes one up serves. */
export const purposeOf = (purpose: Purpose): Draft['purpose'] => (purpose === 'notice' ? 'service' : purpose)

export const emptyDraft: Draft = { text: '', figures: [], visibleTo: 'all', purpose: 'service', attachments: [] }

/** A digit that comes to touch a figure makes another number of it: 12 becomes 120. */
const standsAlone = (text: string, { start, end }: FigureInText): boolean =>
  !/[\d.,]/.test(text[start - 1] ?? '') && !/^(?:\d|[.,]\d)/.test(text.slice(end, end + 2))

/**
 * The figures after the text was edited: those before the change stay, those after it move along, and one whose own
 * characters were touched loses its source, since nobody vouches for it any more.
 */
export const moveFigures = (figures: readonly FigureInText[], before: string, after: string): readonly FigureInText[] => {
  if (figures.length === 0) return figures
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let tail = 0
  while (tail < before.length - start && tail < after.length - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  const end = before.length - tail
  const by = after.length - before.length
  return figures.flatMap((figure) => {
    const moved = figure.end <= start ? figure : figure.start >= end ? { ...figure, start: figure.start + by, end: figure.end + by } : undefined
    return moved && standsAlone(after, moved) ? [moved] : []
  })
}

export const edited = (draft: Draft, text: string): Draft => ({ ...draft, text, figures: moveFigures(draft.figures, draft.text, text) })

/** Puts a body's text at [start, end) of the draft, its figures with it. */
export const inserted = (draft: Draft, body: Pick<MessageBody, 'text' | 'figures'>, start: number, end: number): Draft => {
  const text = draft.text.slice(0, start) + body.text + draft.text.slice(end)
  const kept = moveFigures(draft.figures, draft.text, text)
  const brought = body.figures.map((figure) => ({ ...figure, start: figure.start + start, end: figure.end + start }))
  return { ...draft, text, figures: [...kept, ...brought].sort((one, other) => one.start - other.start) }
}

/** The first `{name}` that a saved reply left for the agent to fill. */
export const firstBlank = (text: string): { readonly start: number; readonly end: number; readonly name: string } | undefined => {
  const match = /\{([^{}\n]{1,20})\}/.exec(text)
  return match?.[1] === undefined ? undefined : { start: match.index, end: match.index + match[0].length, name: match[1] }
}

const place = (staffId: string, conversationId: string): string => `xinqiao.draft.${staffId}.${conversationId}`

export const loadDraft = (staffId: string, conversationId: string): Draft => {
  try {
    const held: unknown = JSON.parse(remembered(place(staffId, conversationId)) ?? 'null')
    return typeof held === 'object' && held !== null ? { ...emptyDraft, ...held } : emptyDraft
  } catch {
    return emptyDraft
  }
}

export const keepDraft = (staffId: string, conversationId: string, draft: Draft): void => {
  const empty = draft.text === '' && draft.attachments.length === 0 && draft.visibleTo === 'all'
  remember(place(staffId, conversationId), empty ? undefined : JSON.stringify(draft))
}
