import type { JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { useNow } from '../ui/clock.ts'
import { dueShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer } from './ask.tsx'
import { useChat } from './chat-context.ts'
import type { Part } from './timeline.ts'

/** What the desk has promised and not yet done, in its own words, with the moment it is due. */

const minute = 60_000

export const Promised = ({ parts }: { readonly parts: readonly Part[] }): JSX.Element | null => {
  const texts = useTexts(chatTexts)
  const language = useLanguage()
  const now = useNow()
  const { client } = useChat()
  const said = parts.flatMap(({ entries }) => entries).findLast((entry) => entry.kind === 'message' && entry.author.kind === 'agent')
  // What a person said becomes a promise a moment after; whoever has not heard a person was promised nothing.
  const about = said === undefined ? 'nothing' : `promised ${said.seq} ${Math.floor(now / minute)}`
  const { answer, before } = useAnswer(about, async (signal) => (said === undefined ? { commitments: [] } : await client.call(customerOperations.listMyCommitments, { signal })))
  const open = ((answer ?? before)?.commitments ?? []).filter(({ state }) => state === 'open')
  if (open.length === 0) return null
  return (
    <ul className="promised" aria-label={texts.promised}>
      {open.map(({ id, quote, due }) => (
        <li key={id}><Icon name="clock" /><span>{texts.promise(quote, dueShown(due, language, new Date(now)))}{Date.parse(due) < now && <b>{texts.promiseLate}</b>}</span></li>
      ))}
    </ul>
  )
}
