import type { ConversationHead, MessageBody } from '@xinqiao/contract/conversations.ts'
import { type JSX, useEffect, useState } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'
import type { Part } from './timeline.ts'

/** What stands below the last message: answers to tap, and that somebody is writing. */

export const Choices = ({ choices, onChoose }: { readonly choices: MessageBody['choices']; readonly onChoose: (text: string) => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  return (
    <ul className="choices" aria-label={texts.choices}>
      {choices.map(({ label, text, value }) => (
        <li key={value ?? label}><button type="button" onClick={() => { onChoose(text) }}>{label}</button></li>
      ))}
    </ul>
  )
}

/** The machine does not say that it thinks; it is believed to for as long as an answer usually takes. */
const thinksFor = 12_000

const useThinking = (parts: readonly Part[], head: ConversationHead | undefined): boolean => {
  const last = parts.at(-1)
  const entry = last?.entries.findLast((one) => one.kind === 'message')
  const asked = head?.state === 'with-machine' && entry?.kind === 'message' && entry.author.kind === 'customer' && last?.outgoing.length === 0
    ? entry.id : undefined
  const [waitedFor, setWaitedFor] = useState<string>()
  useEffect(() => {
    if (asked === undefined) return undefined
    const timer = setTimeout(() => { setWaitedFor(asked) }, thinksFor)
    return () => { clearTimeout(timer) }
  }, [asked])
  const since = useChat().client.since()
  return asked !== undefined && entry !== undefined && since !== undefined && entry.at > since && waitedFor !== asked
}

/** The name of whoever is writing to the customer now. */
export const useSomebodyTypes = (parts: readonly Part[], current: string | undefined, head: ConversationHead | undefined): string | undefined => {
  const texts = useTexts(chatTexts)
  const { client } = useChat()
  const thinking = useThinking(parts, head)
  const typing = current === undefined ? undefined : client.talks.talk(current).typing
  if (typing?.party === 'desk') return typing.name ?? head?.agent?.name ?? texts.deskSide
  return thinking ? texts.machine : undefined
}

export const SomebodyTypes = ({ name }: { readonly name: string }): JSX.Element => {
  const texts = useTexts(chatTexts)
  return (
    <div className="typing" aria-live="polite">
      <span className="unseen">{texts.typing(name)}</span>
      <span className="typing-dots" aria-hidden="true"><i /><i /><i /></span>
    </div>
  )
}
