import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ConversationRow, listConversations } from '@xinqiao/contract/conversations.ts'
import { Button } from 'antd'
import { type JSX, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type CallAnswer, orThrow, RefusedError } from '../../api/call.ts'
import { useSession } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { peopleTexts } from '../../ui/catalogue/people.ts'
import { useNow } from '../../ui/clock.ts'
import { momentShown, spanShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './conversation-list.css'

export type ListView = 'waiting' | 'mine' | 'machine' | 'all' | 'closed'
export type Counts = { readonly waiting: number; readonly mine: number }

const pageSize = 100
const rowHeight = 80
const noRows: readonly ConversationRow[] = []

type ListPage = CallAnswer<typeof listConversations>

/** The lists may change many times at once: asked again at most about twice a second. */
const settle = 400
/** Up to so many pages are simply asked again. Who has scrolled further is told of news instead of having rows jump below him. */
const refreshedPages = 3

/** Whether the lists changed since the pages were asked for; with few pages they are asked again at once. */
const useListNews = (view: ListView) => {
  const { connection } = useSession()
  const queries = useQueryClient()
  const [news, setNews] = useState(false)
  const key = useMemo(() => [listConversations.id, view], [view])
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      due = undefined
      const pages = queries.getQueryData<InfiniteData<ListPage>>(key)?.pages.length ?? 0
      if (pages > refreshedPages) setNews(true)
      else void queries.invalidateQueries({ queryKey: [listConversations.id] })
    }
    const end = connection.onFrame((frame) => {
      if (frame.t === 'welcome') connection.send({ t: 'watch-lists' })
      if (frame.t === 'lists' || frame.t === 'welcome') due ??= setTimeout(refresh, settle)
    })
    return () => {
      clearTimeout(due)
      end()
    }
  }, [connection, queries, key])
  /** Back to the first page, fresh. */
  const showNews = useCallback(() => {
    setNews(false)
    queries.setQueryData<InfiniteData<ListPage>>(key, (held) => held && { pages: held.pages.slice(0, 1), pageParams: held.pageParams.slice(0, 1) })
    void queries.invalidateQueries({ queryKey: key })
  }, [queries, key])
  return { news, showNews }
}

/** The rows of a view, page by page; `more` fetches the next page when the end comes into sight. */
export const useConversations = (view: ListView) => {
  const { call } = useSession()
  const { news, showNews } = useListNews(view)
  const query = useInfiniteQuery<ListPage, RefusedError>({
    queryKey: [listConversations.id, view],
    queryFn: ({ pageParam, signal }) => orThrow<ListPage>(call(listConversations, {
      query: { view, limit: pageSize, ...(typeof pageParam === 'string' ? { cursor: pageParam } : {}) }, signal,
    })),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => {
    // A row that moved between two pages while they were fetched stands once, where it was seen first.
    const byId = new Map<string, ConversationRow>()
    for (const page of query.data?.pages ?? []) for (const row of page.rows) if (!byId.has(row.id)) byId.set(row.id, row)
    return byId.size === 0 ? noRows : [...byId.values()]
  }, [query.data])
  const counts: Counts | undefined = query.data?.pages[0]?.counts
  return {
    rows, counts, news, showNews, error: query.error, loading: query.isLoading, stale: query.isPlaceholderData, again: query.refetch,
    more: query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined,
  }
}

/** How pressing a wait is, from the promise of an answer within five minutes to one that is lost. */
const urgency = (milliseconds: number): 'calm' | 'soon' | 'late' => (milliseconds < 5 * 60_000 ? 'calm' : milliseconds < 15 * 60_000 ? 'soon' : 'late')

const Waiting = ({ since }: { since: string }): JSX.Element => {
  const language = useLanguage()
  const waited = useNow() - Date.parse(since)
  const texts = useTexts(deskTexts).list
  const span = spanShown(waited, language)
  return <span className={`waiting ${urgency(waited)}`} title={texts.waited(span)}><Icon name="clock" size={13} />{span}</span>
}

/** What stands below a row's name: who spoke last, and what. */
const lastLine = (row: ConversationRow, texts: (typeof deskTexts)['zh'], myId: string): string => {
  const who = row.lastAuthor === 'machine' ? `${texts.list.machine}: ` : row.lastAuthor === 'agent' && row.agent?.staffId === myId ? `${texts.list.you}: ` : ''
  return `${who}${row.lastText === '' ? texts.list.attachment : row.lastText}`
}

const Row = memo(({ row, chosen, onChoose }: { row: ConversationRow; chosen: boolean; onChoose: (id: string) => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const people = useTexts(peopleTexts)
  const language = useLanguage()
  const { me } = useSession()
  const sinceLast = momentShown(row.lastAt, language, new Date(useNow()))
  return (
    <button type="button" className={`row ${chosen ? 'chosen' : ''} ${row.unread > 0 ? 'unread' : ''}`} aria-current={chosen} onClick={() => { onChoose(row.id) }}>
      <span className={`face mood-${row.mood ?? 'calm'}`} aria-hidden="true">{row.customer.name.slice(0, 1)}</span>
      <span className="row-words">
        <span className="row-top">
          <span className="row-name">{row.customer.name}</span>
          {(row.customer.level === 'anonymous' || row.customer.level === 'identified') && (
            <span className="level-hint" title={people.levels[row.customer.level]}><Icon name="lock" size={12} label={people.levels[row.customer.level]} /></span>
          )}
          <span className="row-time">{row.waitingSince === undefined ? sinceLast : <Waiting since={row.waitingSince} />}</span>
        </span>
        <span className="row-last">{lastLine(row, texts, me.id)}</span>
        <span className="row-foot">
          {row.intent !== undefined && <span className="tag">{row.intent}</span>}
          {row.mood !== undefined && row.mood !== 'calm' && <span className={`tag mood ${row.mood}`}>{texts.moods[row.mood]}</span>}
          <span className="row-state">
            {row.state === 'with-machine' && <><Icon name="bot" size={13} />{texts.list.machine}</>}
            {row.state === 'with-agent' && row.agent && row.agent.staffId !== me.id && texts.list.withAgent(row.agent.name)}
            {row.state === 'closed' && texts.states.closed}
          </span>
          {row.unread > 0 && <span className="count" aria-label={texts.list.unread(row.unread)}>{row.unread > 99 ? '99+' : row.unread}</span>}
        </span>
      </span>
    </button>
  )
})

export const ConversationList = ({ view, rows, loading, error, chosen, onChoose, more, onAgain, onNews }: {
  view: ListView; rows: readonly ConversationRow[]; loading: boolean; error: RefusedError | null; chosen: string | undefined
  onChoose: (id: string) => void; more: (() => unknown) | undefined; onAgain: () => void; onNews: (() => void) | undefined
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => frame.current, estimateSize: () => rowHeight, overscan: 8, getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (more && lastShown >= rows.length - 20) more()
  }, [more, lastShown, rows.length])
  useEffect(() => {
    const at = rows.findIndex((row) => row.id === chosen)
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // Only the choice moves the list; rows that come and go must not pull it from under the reader.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [chosen])
  if (error && rows.length === 0) {
    return <div className="list-empty" role="alert"><p>{error.message}</p>{error.refusal.refused !== 'not-allowed' && <Button size="small" onClick={onAgain}>{texts.retry}</Button>}</div>
  }
  if (loading) return <div className="list-frame" aria-busy="true">{Array.from({ length: 6 }, (_, n) => <div key={n} className="row-ghost" />)}</div>
  if (rows.length === 0) return <div className="list-empty"><Icon name="inbox" size={28} /><p>{texts.list.empty[view]}</p><span>{texts.list.emptyHint[view]}</span></div>
  return (
    <div className="list-frame" ref={frame} tabIndex={-1}>
      {onNews && (
        <button
          type="button" className="list-news" onClick={() => {
            if (frame.current) frame.current.scrollTop = 0
            onNews()
          }}
        >
          <Icon name="again" size={14} />{texts.list.news}
        </button>
      )}
      <ul style={{ height: virtual.getTotalSize() }} aria-label={texts.views[view]}>
        {items.map((item) => {
          const row = rows[item.index]
          return row && (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: rowHeight }} aria-setsize={rows.length} aria-posinset={item.index + 1}>
              <Row row={row} chosen={row.id === chosen} onChoose={onChoose} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
