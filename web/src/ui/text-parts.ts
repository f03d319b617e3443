import type { FigureInText, MessageBody } from '@xinqiao/contract/conversations.ts'

/** A message's text cut at its figures and terms, so that each can be shown as something to open. */
export type TextPart =
  | { readonly kind: 'plain'; readonly text: string; readonly at: number }
  | { readonly kind: 'figure'; readonly text: string; readonly at: number; readonly figure: FigureInText }
  | { readonly kind: 'term'; readonly text: string; readonly at: number; readonly termId: string }

/** Where two overlap, the one that starts first is kept, figures before terms; offsets outside the text are left out. */
export const partsOf = ({ text, figures, terms }: Pick<MessageBody, 'text' | 'figures' | 'terms'>): readonly TextPart[] => {
  const spans = [
    ...figures.map((figure) => ({ start: figure.start, end: figure.end, rank: 0, figure, termId: '' })),
    ...terms.map((term) => ({ start: term.start, end: term.end, rank: 1, figure: undefined, termId: term.termId })),
  ].filter((span) => span.start >= 0 && span.start < span.end && span.end <= text.length)
    .sort((one, other) => one.start - other.start || one.rank - other.rank)
  const parts: TextPart[] = []
  let at = 0
  for (const span of spans) {
    if (span.start < at) continue
    if (span.start > at) parts.push({ kind: 'plain', text: text.slice(at, span.start), at })
    const shown = text.slice(span.start, span.end)
    parts.push(span.figure
      ? { kind: 'figure', text: shown, at: span.start, figure: span.figure }
      : { kind: 'term', text: shown, at: span.start, termId: span.termId })
    at = span.end
  }
  if (at < text.length) parts.push({ kind: 'plain', text: text.slice(at), at })
  return parts
}
