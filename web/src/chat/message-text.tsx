import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useTexts } from '../ui/language.ts'
import { partsOf } from '../ui/text-parts.ts'
import { useChat } from './chat-context.ts'

/** The loan that a message speaks of, where it speaks of one: a term is then explained with that one. */
const loanOf = ({ figures }: MessageBody): string | undefined => {
  for (const { source } of figures) if (source.from === 'loan') return source.loanRef
  return undefined
}

/** A text in which every figure opens its source and every term its explanation. */
export const MessageText = ({ body }: { readonly body: MessageBody }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { show } = useChat()
  return (
    <p className="message-text">
      {partsOf(body).map((part) => {
        if (part.kind === 'plain') return <span key={part.at}>{part.text}</span>
        if (part.kind === 'figure') {
          const { text, figure } = part
          return (
            <button type="button" key={part.at} className="figure" aria-label={texts.figureOf(text)} onClick={() => { show({ view: 'figure', text, figure }) }}>
              {text}
            </button>
          )
        }
        const { text, termId } = part
        return (
          <button type="button" key={part.at} className="term" aria-label={texts.termOf(text)} onClick={() => { show({ view: 'term', termId, loanRef: loanOf(body) }) }}>
            {text}
          </button>
        )
      })}
    </p>
  )
}
