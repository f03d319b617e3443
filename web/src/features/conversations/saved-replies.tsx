import { listReplies } from '@xinqiao/contract/knowledge.ts'
import { type JSX, useEffect, useMemo, useRef } from 'react'
import { type CallAnswer } from '../../api/call.ts'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { useTexts } from '../../ui/language.ts'

export type SavedReply = CallAnswer<typeof listReplies>['replies'][number]

const noReplies: readonly SavedReply[] = []
const mostShown = 30

/** Those that hold every word that was typed, the ones for this intent and those with it in the title first. */
export const findReplies = (replies: readonly SavedReply[], wanted: string, intent: string | undefined): readonly SavedReply[] => {
  const words = wanted.trim().toLowerCase().split(/\s+/).filter((word) => word !== '')
  const rank = (reply: SavedReply): number =>
    (words.length > 0 && words.every((word) => reply.title.toLowerCase().includes(word)) ? 0 : 2) + (intent !== undefined && reply.intents.includes(intent) ? 0 : 1)
  return replies
    .filter((reply) => words.every((word) => `${reply.title}${reply.topic}${reply.text}`.toLowerCase().includes(word)))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, mostShown)
}

export const useReplies = (customerId: string, intent: string | undefined, wanted: string | undefined): readonly SavedReply[] => {
  const { data } = useAsk(listReplies, { query: { customerId } }, { enabled: wanted !== undefined, staleTime: 60_000 })
  const replies = data?.replies ?? noReplies
  return useMemo(() => (wanted === undefined ? noReplies : findReplies(replies, wanted, intent)), [replies, wanted, intent])
}

export const ReplyMenu = ({ replies, at, onPick, onPoint, menuId }: {
  replies: readonly SavedReply[]; at: number; onPick: (reply: SavedReply) => void; onPoint: (at: number) => void; menuId: string
}): JSX.Element => {
  const texts = useTexts(deskTexts).composer
  const chosen = useRef<HTMLLIElement>(null)
  useEffect(() => { chosen.current?.scrollIntoView({ block: 'nearest' }) }, [at])
  return (
    <div className="reply-menu">
      <ul role="listbox" id={menuId} aria-label={texts.replies}>
        {replies.map((reply, index) => (
          <li
            key={reply.id} id={`${menuId}-${index}`} role="option" aria-selected={index === at} ref={index === at ? chosen : undefined}
            onMouseDown={(event) => {
              event.preventDefault()
              onPick(reply)
            }}
            onMouseEnter={() => { onPoint(index) }}
          >
            <strong>{reply.title}</strong><small>{reply.topic}</small>
            <span>{reply.text}</span>
          </li>
        ))}
      </ul>
      {replies.length === 0 && <p className="reply-none">{texts.noReplies}</p>}
    </div>
  )
}
