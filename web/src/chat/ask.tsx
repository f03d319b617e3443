import { type JSX, type ReactNode, useEffect, useState } from 'react'
import { type CallRefusal, isCallRefusal } from '../api/call.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { useTexts } from '../ui/language.ts'

/** Asks the server once for what `about` names, and again when that changes or the customer wants it. */
export const useAnswer = <Answer,>(about: string, ask: (signal: AbortSignal) => Promise<Answer | CallRefusal>) => {
  const [held, setHeld] = useState<{ readonly about: string; readonly answer: Answer | CallRefusal }>()
  const [round, setRound] = useState(0)
  useEffect(() => {
    const asking = new AbortController()
    const listen = async (): Promise<void> => {
      const answer = await ask(asking.signal)
      if (!asking.signal.aborted) setHeld({ about, answer })
    }
    // Only its own end makes a question fail; what the server refuses is an answer.
    listen().catch(() => undefined)
    return () => { asking.abort() }
    // `about` stands for everything that `ask` closes over.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [about, round])
  const answer = held?.about === about ? held.answer : undefined
  return {
    answer: isCallRefusal(answer) ? undefined : answer,
    /** What was known before the present question, to show while it is asked. */
    before: held && !isCallRefusal(held.answer) ? held.answer : undefined,
    refusal: isCallRefusal(answer) ? answer : undefined,
    again: () => {
      setHeld(undefined)
      setRound(round + 1)
    },
  }
}

export const Waiting = ({ refusal, again }: { readonly refusal: CallRefusal | undefined; readonly again: () => void }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  if (!refusal) return <p className="loading-note" aria-live="polite">{texts.loading}</p>
  return (
    <div className="loading-note" role="alert">
      <p>{refusal.sentence}</p>
      <button type="button" className="second-button" onClick={again}>{texts.retry}</button>
    </div>
  )
}

export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }): JSX.Element => (
  <div className="fact"><dt>{name}</dt><dd>{children}</dd></div>
)
