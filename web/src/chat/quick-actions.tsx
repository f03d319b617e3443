import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'

/** Always in sight: a person, the customer's loans and requests, the calculator. */
export const QuickActions = ({ head }: { readonly head: ConversationHead | undefined }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { say, show } = useChat()
  const waiting = head?.state === 'waiting'
  const here = head?.state === 'with-agent'
  return (
    <ul className="quick" aria-label={texts.quickActions}>
      <li>
        <button type="button" className="person" disabled={waiting || here} onClick={() => { say(texts.personText) }}>
          <Icon name="headset" size={18} />{here ? texts.personHere : waiting ? texts.personWaiting : texts.person}
        </button>
      </li>
      <li><button type="button" onClick={() => { show({ view: 'loans' }) }}><Icon name="wallet" size={18} />{texts.myLoans}</button></li>
      <li><button type="button" onClick={() => { show({ view: 'cases' }) }}><Icon name="table" size={18} />{texts.myCases}</button></li>
      <li><button type="button" onClick={() => { show({ view: 'calculator' }) }}><Icon name="calculator" size={18} />{texts.calculator}</button></li>
    </ul>
  )
}
