import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import { type JSX, useEffect, useState } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'
import { usePageSeen, type useEarlier } from './chat-hooks.ts'
import { Choices, SomebodyTypes, useSomebodyTypes } from './after-last.tsx'
import type { Host } from './host.ts'
import { Lines } from './lines.tsx'
import { Promised } from './promised.tsx'
import { openQuestion, type Part, rowsOf } from './timeline.ts'
import { RatingCard } from './rating.tsx'
import { useStickToEnd } from './stick-to-end.ts'
import { Waiting } from './waiting.tsx'
import { Welcome } from './welcome.tsx'

/** How many rows stand on the screen at first, and how many more each time: a long history must not slow a phone. */
const rowsAtOnce = 150

type ConversationProps = {
  readonly parts: readonly Part[]
  readonly current: string | undefined
  readonly head: ConversationHead | undefined
  readonly earlier: ReturnType<typeof useEarlier>
  /** Whether the server has said what it says of this customer, or has failed to. */
  readonly told: boolean
  readonly offline: boolean
  readonly host: Host | undefined
  readonly onEdit: (text: string) => void
}

/** Tells the desk what has been seen, and the embedding page what has not. */
const useReadMarks = (parts: readonly Part[], current: string | undefined, seen: boolean, host: Host | undefined): void => {
  const { client } = useChat()
  const entries = parts.findLast((part) => part.conversationId === current)?.entries ?? []
  const last = entries.findLast((entry) => entry.kind === 'message' && entry.author.kind !== 'customer')?.seq ?? 0
  const [readUpTo, setReadUpTo] = useState(0)
  if (seen && last > readUpTo) setReadUpTo(last)
  useEffect(() => { if (seen && current !== undefined) client.talks.read(current, last) }, [client, current, last, seen])
  const unread = seen ? 0 : entries.filter((entry) => entry.kind === 'message' && entry.author.kind !== 'customer' && entry.seq > readUpTo).length
  useEffect(() => { host?.tell({ xinqiao: 'unread', count: unread }) }, [host, unread])
}

/** What has just been said to the customer, for those who hear the page. */
const JustSaid = ({ parts }: { readonly parts: readonly Part[] }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const since = useChat().client.since()
  const last = parts.at(-1)?.entries.findLast((entry) => entry.kind === 'message')
  const fresh = last?.kind === 'message' && last.author.kind !== 'customer' && since !== undefined && last.at > since ? last : undefined
  return (
    <div className="unseen" aria-live="polite">
      {fresh && `${fresh.author.name ?? (fresh.author.kind === 'machine' ? texts.machine : texts.deskSide)}: ${fresh.body.text}`}
    </div>
  )
}

export const Conversation = ({ parts, current, head, earlier, told, offline, host, onEdit }: ConversationProps): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { client, facts, say } = useChat()
  const [most, setMost] = useState(rowsAtOnce)
  const all = rowsOf(parts)
  const rows = all.slice(-most)
  const typing = useSomebodyTypes(parts, current, head)
  const last = rows.at(-1)
  const { scroller, content, atEnd, unseen, toEnd, keepPlace } = useStickToEnd(rows.length === 0 ? '' : last?.key ?? '', last?.row === 'outgoing', typing !== undefined)
  useReadMarks(parts, current, usePageSeen() && atEnd, host)
  const question = head?.state === 'closed' ? undefined : openQuestion(parts)
  const hidden = all.length > rows.length
  const loading = !told || (current !== undefined && !client.talks.talk(current).upToDate && rows.length === 0 && !offline)
  const showEarlier = (): void => {
    keepPlace()
    if (hidden) setMost(most + rowsAtOnce)
    else void earlier.load()
  }
  return (
    <main className="conversation">
      {offline && (
        <div className="offline" aria-live="polite">
          <Icon name="cut" /><span>{texts.offline}</span>
          <button type="button" onClick={() => { client.connection.retry() }}>{texts.retryNow}</button>
        </div>
      )}
      {/* Scrolled by keyboard too, for which it must be reachable. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="scroller" ref={scroller} tabIndex={0} aria-label={texts.messages}>
        <div className="content" ref={content}>
          {(hidden || earlier.more) && (
            <button type="button" className="earlier" disabled={earlier.loading} onClick={showEarlier}>
              {earlier.loading ? texts.loadingEarlier : hidden ? texts.earlierMore : texts.earlier}
            </button>
          )}
          {!hidden && told && <Welcome facts={facts} asked={rows.length > 0 || current !== undefined} />}
          {loading && <div className="skeleton" aria-label={texts.loadingEarlier}><i /><i /><i /></div>}
          <Lines rows={rows} offline={offline} onEdit={onEdit} />
          {question && question.body.choices.length > 0 && <Choices choices={question.body.choices} onChoose={say} />}
          {typing !== undefined && <SomebodyTypes name={typing} />}
          <Promised parts={parts} />
          {head?.state === 'waiting' && <Waiting closedSentence={facts?.desk.open === false ? facts.desk.sentence : ''} />}
          {head?.state === 'closed' && rows.length > 0 && <RatingCard key={head.id} conversationId={head.id} />}
          {head?.state === 'closed' && rows.length > 0 && <p className="notice">{texts.closedNow}</p>}
        </div>
      </section>
      {!atEnd && <button type="button" className="to-end" onClick={toEnd}><Icon name="down" />{texts.newMessages(unseen)}</button>}
      <JustSaid parts={parts} />
    </main>
  )
}
