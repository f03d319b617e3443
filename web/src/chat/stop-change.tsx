import { type JSX, useState } from 'react'
import { type Caller, isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { dataTexts } from '../ui/catalogue/chat-data.ts'
import { useTexts } from '../ui/language.ts'
import './my-data-sheet.css'

/** Where the link of a notice leads: whoever holds the old phone stops the change with one tap, and need not sign in for it. */
export const StopChange = ({ token, call }: { readonly token: string; readonly call: Caller }): JSX.Element => {
  const texts = useTexts(dataTexts)
  const [outcome, setOutcome] = useState<{ readonly sentence: string; readonly done: boolean }>()
  const stop = async (): Promise<void> => {
    const answer = await call(customerOperations.cancelChangeByLink, { body: { token } })
    setOutcome(isCallRefusal(answer) ? { sentence: answer.sentence, done: false } : { sentence: texts.stopped, done: true })
  }
  return (
    <main className="stop-change">
      <h1>{texts.stopTitle}</h1>
      {outcome?.done !== true && <p>{texts.stopLead}</p>}
      {outcome && <p role="alert">{outcome.sentence}</p>}
      {outcome?.done !== true && <button type="button" className="main-button" onClick={() => void stop()}>{texts.stopNow}</button>}
    </main>
  )
}
