import type { Mood } from '@xinqiao/core/understanding/mood.ts'
import { type ToneNote, toneNotes } from '@xinqiao/core/understanding/tone.ts'
import { type JSX, useDeferredValue, useMemo } from 'react'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { replyPhrases } from '../../ui/catalogue/reply-phrases.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'

/** At most two pieces of advice on a reply, each with a sentence to put in or the words to look at again. */

const mostShown = 2

type Span = { readonly start: number; readonly end: number }

const phraseFor = (note: ToneNote, mood: Mood | undefined): string | undefined =>
  note.kind === 'no-acknowledgement' ? replyPhrases.acknowledge[mood === 'angry' ? 'angry' : 'anxious'] : note.kind === 'no-time' ? replyPhrases.time : undefined

export const ToneAdvice = ({ text, mood, onInsert, onShow }: {
  text: string; mood: Mood | undefined; onInsert: (phrase: string, at: Span) => void; onShow: (span: Span) => void
}): JSX.Element | null => {
  const texts = useTexts(deskTexts).tone
  const settled = useDeferredValue(text)
  const notes = useMemo(() => toneNotes(settled, mood).slice(0, mostShown), [settled, mood])
  if (notes.length === 0) return null
  return (
    <ul className="tone" aria-label={texts.label}>
      {notes.map((note) => {
        const phrase = phraseFor(note, mood)
        return (
          <li key={note.kind}>
            <Icon name="spark" size={13} />{texts.notes[note.kind]}
            {phrase === undefined
              ? note.kind !== 'too-long' && <button type="button" className="link" onClick={() => { onShow(note) }}>{texts.show}</button>
              : <button type="button" className="link" title={phrase} onClick={() => { onInsert(phrase, note) }}>{texts.insert}</button>}
          </li>
        )
      })}
    </ul>
  )
}
