import { type JSX, useState } from 'react'
import { isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useNow } from '../ui/clock.ts'
import { useTexts } from '../ui/language.ts'
import { useAnswer } from './ask.tsx'
import { useChat } from './chat-context.ts'

/** While a person is awaited: how many stand before, and how long it will take, as the queue of this moment says. */

const lookAgain = 20_000

export const Waiting = ({ closedSentence }: { readonly closedSentence: string }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const now = useNow()
  const { client } = useChat()
  const { answer, before: earlier } = useAnswer(`wait ${Math.floor(now / lookAgain)}`, (signal) => client.call(customerOperations.getMyWait, { signal }))
  const [asked, setAsked] = useState<{ readonly problem: string }>()
  const { before = 0, minutes, callBack = false } = answer ?? earlier ?? {}
  const noted = callBack || asked?.problem === ''
  const askToBeCalled = async (): Promise<void> => {
    const given = await client.call(customerOperations.askCallBack, { body: {} })
    setAsked({ problem: isCallRefusal(given) ? given.sentence : '' })
  }
  const queue = minutes ? texts.waitFor(before, minutes.from, minutes.to) : before > 0 ? texts.waitBehind(before) : ''
  return (
    <div className="notice" aria-live="polite">
      {closedSentence === '' ? texts.waitingLong : closedSentence}{queue !== '' && <b className="wait">{queue}</b>}
      {noted ? <b className="wait">{texts.callNoted}</b> : <button type="button" className="call-me" onClick={() => { void askToBeCalled() }}>{texts.callMe}</button>}
      {asked !== undefined && asked.problem !== '' && <span role="alert">{asked.problem}</span>}
    </div>
  )
}
