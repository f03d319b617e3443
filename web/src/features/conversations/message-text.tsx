import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import { readTerm } from '@xinqiao/contract/knowledge.ts'
import { type JSX, memo } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { Figure, Opened } from '../../ui/figure-card.tsx'
import { useTexts } from '../../ui/language.ts'
import { partsOf } from '../../ui/text-parts.ts'

/** A message's words; every figure in them opens to its source, every term to its explanation. */

const TermCard = ({ termId }: { termId: string }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { data, error } = useAsk(readTerm, { params: { termId } }, { staleTime: 600_000 })
  if (error) return <div className="source-card"><p>{error.message}</p></div>
  if (!data) return <div className="source-card"><p>{texts.loading}</p></div>
  return <div className="source-card"><strong>{data.name}</strong><p>{data.plain}</p><footer><span>{data.source}</span></footer></div>
}

export const MessageText = memo(({ body }: { body: Pick<MessageBody, 'text' | 'figures' | 'terms'> }): JSX.Element => {
  const texts = useTexts(deskTexts).source
  return (
    <p className="words">
      {partsOf(body).map((part) => {
        if (part.kind === 'plain') return part.text
        if (part.kind === 'figure') return <Figure key={part.at} figure={part.figure} text={part.text} />
        return <Opened key={part.at} kind="term" text={part.text} label={texts.term} card={<TermCard termId={part.termId} />} />
      })}
    </p>
  )
})
