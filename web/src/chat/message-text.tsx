import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useTexts } from '../ui/language.ts'
import { partsOf, type TextPart } from '../ui/text-parts.ts'
import { useChat } from './chat-context.ts'

type Said = Pick<MessageBody, 'text' | 'figures' | 'terms'>

/** The loan that a message speaks of, where it speaks of one: a term is then explained with that one. */
const loanOf = ({ figures }: Said): string | undefined => {
  for (const { source } of figures) if (source.from === 'loan') return source.loanRef
  return undefined
}

/** Punctuation at the start of what follows a figure. A browser would break the line before it, which Chinese never does. */
const closing = /^[\p{Pe}\p{Pf}\p{Po}]+/u

const closingOf = (part: TextPart | undefined): string => (part?.kind === 'plain' ? closing.exec(part.text)?.[0] ?? '' : '')

type Opened = Exclude<TextPart, { readonly kind: 'plain' }>

const Opener = ({ part, loanRef }: { readonly part: Opened; readonly loanRef: string | undefined }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { show } = useChat()
  const { text } = part
  if (part.kind === 'figure') {
    return <button type="button" className="figure" aria-label={texts.figureOf(text)} onClick={() => { show({ view: 'figure', text, figure: part.figure }) }}>{text}</button>
  }
  return <button type="button" className="term" aria-label={texts.termOf(text)} onClick={() => { show({ view: 'term', termId: part.termId, loanRef }) }}>{text}</button>
}

/** A text in which every figure opens its source and every term its explanation. */
export const MessageText = ({ body }: { readonly body: Said }): JSX.Element => {
  const parts = partsOf(body)
  const loanRef = loanOf(body)
  return (
    <p className="message-text">
      {parts.map((part, at) => {
        const before = parts[at - 1]
        if (part.kind === 'plain') return <span key={part.at}>{before && before.kind !== 'plain' ? part.text.slice(closingOf(part).length) : part.text}</span>
        return <span key={part.at} className="together"><Opener part={part} loanRef={loanRef} />{closingOf(parts[at + 1])}</span>
      })}
    </p>
  )
}
