import { type FormEvent, type JSX, useState } from 'react'
import { customerOperations } from '../api/light.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useTexts } from '../ui/language.ts'
import { useAnswer } from './ask.tsx'
import { useChat } from './chat-context.ts'

/** After a conversation that a person had: how it was, from 1 to 5, and a word if one likes. Said anew it replaces what was said. */

const scores = [1, 2, 3, 4, 5] as const

export const RatingCard = ({ conversationId }: { readonly conversationId: string }): JSX.Element | null => {
  const texts = useTexts(chatTexts).rating
  const { client } = useChat()
  const { answer } = useAnswer(`rating ${conversationId}`, (signal) => client.call(customerOperations.getMyRating, { params: { conversationId }, signal }))
  const [said, setSaid] = useState<number>()
  const [words, setWords] = useState('')
  const [state, setState] = useState<'open' | 'sending' | 'kept' | 'failed'>('open')
  const score = said ?? answer?.rating?.score
  if (!answer?.asked) return null
  const send = async (given: number): Promise<void> => {
    setSaid(given)
    setState('sending')
    const kept = await client.call(customerOperations.rateMyConversation, { params: { conversationId }, body: { score: given, words: words.trim() } })
    setState('refused' in kept ? 'failed' : 'kept')
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (score !== undefined) void send(score)
  }
  return (
    <form className="rating" onSubmit={submit} aria-label={texts.title}>
      <p>{texts.title}</p>
      <div role="group" aria-label={texts.title}>
        {scores.map((one) => (
          <button key={one} type="button" aria-pressed={one === score} className={score !== undefined && one <= score ? 'on' : ''} aria-label={texts.score(one)} onClick={() => { void send(one) }}>★</button>
        ))}
      </div>
      {score !== undefined && (
        <label><input value={words} maxLength={500} placeholder={texts.words} aria-label={texts.words} onChange={({ target }) => { setWords(target.value) }} /><button type="submit" disabled={words.trim() === '' || state === 'sending'}>{texts.send}</button></label>
      )}
      <p role="status">{state === 'kept' ? texts.thanks : state === 'failed' ? texts.failed : ''}</p>
    </form>
  )
}
