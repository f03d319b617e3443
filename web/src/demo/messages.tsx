import { readDemoPhone } from '@xinqiao/contract/people.ts'
import { type JSX, useEffect, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../api/call.ts'
import { demoTexts } from '../ui/catalogue/demo.ts'
import { useTexts } from '../ui/language.ts'
import { call } from './demo-data.ts'

const every = 3000

/** The text messages of a borrower's phone, where one-time codes arrive in the demo. */
export const Messages = ({ borrower, expected }: {
  readonly borrower: { readonly ref: string; readonly name: string }
  /** Somebody unknown chats, who may want a code: the place where it will appear is shown before it does. */
  readonly expected: boolean
}): JSX.Element | null => {
  const texts = useTexts(demoTexts)
  const [held, setHeld] = useState<CallAnswer<typeof readDemoPhone>>()
  const { ref } = borrower
  useEffect(() => {
    let here = true
    const ask = async (): Promise<void> => {
      const answer = await call(readDemoPhone, { params: { customerRef: ref } })
      if (here && !isCallRefusal(answer)) setHeld(answer)
    }
    void ask()
    const timer = setInterval(() => { void ask() }, every)
    return () => {
      here = false
      clearInterval(timer)
    }
  }, [ref])
  if (!held || (!expected && held.messages.length === 0)) return null
  return (
    <section className="phone-messages" aria-label={texts.messagesOf(borrower.name)}>
      <p><strong>{texts.messagesOf(borrower.name)}</strong> <span className="figures">{held.phone}</span></p>
      {held.messages.length === 0
        ? <p className="hint">{texts.noMessages}</p>
        : <ul aria-live="polite">{held.messages.slice(0, 2).map(({ at, text }) => <li key={at} lang="zh-CN">{text}</li>)}</ul>}
    </section>
  )
}
