import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'
import type { Host } from './host.ts'

/** Who is at the other end, in a word: the machine, nobody yet, or a person by name. */
const useStatus = (head: ConversationHead | undefined, offline: boolean): { readonly text: string; readonly kind: 'off' | 'machine' | 'waiting' | 'person' } => {
  const texts = useTexts(chatTexts)
  if (offline) return { text: texts.connecting, kind: 'off' }
  if (head?.state === 'waiting') return { text: texts.waiting, kind: 'waiting' }
  if (head?.state === 'with-agent' && head.agent) return { text: texts.withAgent(head.agent.name), kind: 'person' }
  return { text: texts.withMachine, kind: 'machine' }
}

export const ChatHeader = ({ head, offline, host }: {
  readonly head: ConversationHead | undefined; readonly offline: boolean; readonly host: Host | undefined
}): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { facts, show } = useChat()
  const status = useStatus(head, offline)
  return (
    <header className="chat-header">
      <BridgeMark size={36} />
      <div className="chat-names">
        <h1>{facts?.lender.name ?? texts.service}</h1>
        <p className={`status ${status.kind}`} aria-live="polite"><span className="dot" aria-hidden="true" />{status.text}</p>
      </div>
      <button type="button" className="round" aria-label={texts.menu} onClick={() => { show({ view: 'menu' }) }}><Icon name="dots" size={26} /></button>
      {host && (
        <button type="button" className="round" aria-label={texts.closeChat} onClick={() => { host.tell({ xinqiao: 'close' }) }}><Icon name="down" size={22} /></button>
      )}
    </header>
  )
}
