import { useQueryClient } from '@tanstack/react-query'
import {
  closeConversation, type ConversationRow, type Entry, getConversation, handBackConversation, type HandOver, type MessageEntry, retractMessage, takeConversation,
} from '@xinqiao/contract/conversations.ts'
import { type Right, rolesWith } from '@xinqiao/core/people/rights.ts'
import { App, Button, Dropdown, Popconfirm, Tooltip } from 'antd'
import { type JSX, type ReactNode, type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { markOf, type Talk } from '../../api/talk-state.ts'
import { useAsk, useMay, useSession, useTalk } from '../../api/staff-session.ts'
import { type DeskTexts, deskTexts } from '../../ui/catalogue/desk.ts'
import { peopleTexts } from '../../ui/catalogue/people.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useTexts } from '../../ui/language.ts'
import { Composer } from './composer.tsx'
import type { ComposerHandle, ComposerMode } from './composition.ts'
import { Entries } from './entries.tsx'
import { UncoverContext } from './uncover.tsx'
import { HandOverCard } from './hand-over.tsx'
import type { Asking } from './keeping.ts'
import { Releases } from './releases.tsx'
import './conversation.css'
import { emptyDraft, purposeOf } from './draft.ts'

export type ConversationActions = {
  readonly take: () => Promise<boolean>
  readonly handBack: (to: 'machine' | 'queue') => void
  readonly askToClose: () => void
}

/** Whether a right is missing, as the sentence that says so and names whom to ask. */
const useLacking = (): ((right: Right) => string | undefined) => {
  const may = useMay()
  const texts = useTexts(deskTexts).composer
  const people = useTexts(peopleTexts)
  return (right) => may(right) ? undefined : texts.noRight(people.rights[right], rolesWith(right).map((role) => people.roles[role]).join(' · '))
}

const modeOf = (row: ConversationRow, myId: string, lacking: (right: Right) => string | undefined, texts: DeskTexts['composer']): ComposerMode => {
  if (row.state === 'closed') return { may: 'nothing', why: texts.closedPlaceholder }
  const noReply = lacking('conversation.reply')
  if (noReply !== undefined) return lacking('conversation.note') === undefined ? { may: 'note', why: noReply } : { may: 'nothing', why: noReply }
  if (row.agent?.staffId === myId) return { may: 'reply' }
  return row.agent ? { may: 'note', why: texts.notYours(row.agent.name) } : { may: 'take' }
}

/** Take, hand back and close, each telling its refusal; handing back can be undone, so it does not ask. */
const useActions = (row: ConversationRow | undefined) => {
  const { call } = useSession()
  const { message, notification } = App.useApp()
  const texts = useTexts(deskTexts).conversation
  const queries = useQueryClient()
  const id = row?.id
  const settled = useCallback(async (answer: unknown): Promise<boolean> => {
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    await Promise.all([queries.invalidateQueries({ queryKey: [getConversation.id] }), queries.invalidateQueries({ queryKey: ['listConversations'] })])
    return !isCallRefusal(answer)
  }, [message, queries])
  const take = useCallback(async () => (id === undefined ? false : settled(await call(takeConversation, { params: { conversationId: id } }))), [id, call, settled])
  const handBack = useCallback(async (to: 'machine' | 'queue') => {
    if (id === undefined || !await settled(await call(handBackConversation, { params: { conversationId: id }, body: { to } }))) return
    notification.info({
      key: 'handed-back', title: texts.returned, duration: 6,
      actions: <Button size="small" onClick={() => {
        notification.destroy('handed-back')
        void take()
      }}>{texts.undo}</Button>,
    })
  }, [id, call, settled, notification, take, texts])
  const close = useCallback(async () => {
    if (id !== undefined && await settled(await call(closeConversation, { params: { conversationId: id } }))) void message.success(texts.ended)
  }, [id, call, settled, message, texts])
  const retract = useCallback(async ({ id: messageId }: MessageEntry) => {
    if (id !== undefined) await settled(await call(retractMessage, { params: { conversationId: id, messageId } }))
  }, [id, call, settled])
  return { take, handBack, close, retract }
}

/** Where the newest is in sight, it stays in sight; a reader further up is told of news instead of moved. */
const useStickyEnd = (length: number, resetKey: string) => {
  const frame = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [below, setBelow] = useState(false)
  const toEnd = useCallback(() => {
    const at = frame.current
    if (at) at.scrollTop = at.scrollHeight
    setBelow(false)
  }, [])
  // Where the frame stands is known only after it is drawn, so that these follow the drawing.
  /* oxlint-disable react/set-state-in-effect */
  useLayoutEffect(() => {
    atEnd.current = true
    toEnd()
  }, [resetKey, toEnd])
  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
    else setBelow(true)
  }, [length, toEnd])
  /* oxlint-enable react/set-state-in-effect */
  useEffect(() => {
    const at = frame.current
    if (!at) return undefined
    // The composer and the hand-over grow and shrink; the end stays where it is looked at.
    const watch = new ResizeObserver(() => { if (atEnd.current) at.scrollTop = at.scrollHeight })
    watch.observe(at)
    // Pictures grow what is inside when they have loaded.
    if (at.firstElementChild) watch.observe(at.firstElementChild)
    return () => { watch.disconnect() }
  }, [resetKey])
  const onScroll = useCallback(() => {
    const at = frame.current
    if (!at) return
    atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 60
    if (atEnd.current) setBelow(false)
  }, [])
  const letGo = useCallback(() => { atEnd.current = false }, [])
  return { frame, below, toEnd, onScroll, letGo }
}

const shownFor = 6000

/** Brings the entry that was jumped to into the middle, once it is there, and shows for a while which one it is. */
const useJump = (frame: RefObject<HTMLDivElement | null>, entry: number | undefined, isThere: boolean, letGo: () => void): void => {
  useEffect(() => {
    const target = isThere && entry !== undefined ? frame.current?.querySelector(`[data-seq="${entry}"]`) : undefined
    if (!target) return undefined
    letGo()
    target.scrollIntoView({ block: 'center' })
    target.classList.add('jumped')
    frame.current?.focus({ preventScroll: true })
    const timer = setTimeout(() => { target.classList.remove('jumped') }, shownFor)
    return () => {
      clearTimeout(timer)
      target.classList.remove('jumped')
    }
  }, [frame, entry, isThere, letGo])
}

/** The machine's draft, as long as no person has answered since it was made. */
const draftStillGood = (handOver: HandOver | undefined, entries: readonly Entry[]): HandOver['draft'] => {
  if (!handOver?.draft) return undefined
  const { at, draft } = handOver
  const answered = entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'agent' && entry.visibleTo === 'all' && !entry.retracted && entry.at > at)
  return answered ? undefined : draft
}

/** Which messages may be offered for taking back: one's own, or with the right anybody's at the desk, while the customer has them not. */
const useMayRetract = (row: ConversationRow | undefined, deliveredUpTo: number): ((entry: MessageEntry) => boolean) => {
  const { me } = useSession()
  const may = useMay()
  return ({ seq, author, visibleTo, retracted }) =>
    row?.state !== 'closed' && may('message.retract') && visibleTo === 'all' && author.kind !== 'customer' && !retracted && seq > deliveredUpTo
    && (author.staffId === me.id || may('conversation.take-over'))
}

/** Read marks are said only while the page is looked at, and only by the one who answers. */
const useReading = (conversationId: string, mine: boolean, upTo: number): void => {
  const { talks } = useSession()
  useEffect(() => {
    if (!mine) return undefined
    const say = (): void => { if (document.visibilityState === 'visible') talks.read(conversationId, upTo) }
    say()
    document.addEventListener('visibilitychange', say)
    return () => { document.removeEventListener('visibilitychange', say) }
  }, [talks, conversationId, mine, upTo])
}

const Header = ({ row, talk, mine, actions, closing, setClosing, onClose, passing, paneOpen, onPane }: {
  row: ConversationRow; talk: Talk; mine: boolean; actions: ReturnType<typeof useActions>; closing: boolean
  setClosing: (open: boolean) => void; onClose: () => void; passing: ReactNode; paneOpen: boolean; onPane: () => void
}): JSX.Element => {
  const all = useTexts(deskTexts)
  const texts = all.conversation
  const lacking = useLacking()
  const online = talk.customerOnline
  const takeable = row.state !== 'closed' && !row.agent
  const noTake = lacking('conversation.take')
  return (
    <header className="conversation-head">
      <div className="who">
        <h2>{row.customer.name}</h2>
        {online !== undefined && <span className={online ? 'presence on' : 'presence'} title={online ? texts.customerOnline : texts.customerOffline}><span>{online ? texts.customerOnline : texts.customerOffline}</span></span>}
        <p>
          <span className={`state ${row.state}`}>{row.agent && !mine ? all.list.withAgent(row.agent.name) : all.states[row.state]}</span>
          <span>{all.channels[row.channel]}</span>
          {row.intent !== undefined && <span>{row.intent}</span>}
        </p>
      </div>
      <div className="conversation-actions">
        {takeable && (
          <Tooltip title={noTake ?? <KeyCaps keys="alt+t" />}>
            <Button type="primary" disabled={noTake !== undefined} onClick={() => { void actions.take() }}>{texts.take}</Button>
          </Tooltip>
        )}
        {mine && (
          <Dropdown
            trigger={['click']}
            menu={{ items: [{ key: 'machine', label: texts.toMachine, extra: <KeyCaps keys="alt+b" /> }, { key: 'queue', label: texts.toQueue, extra: <KeyCaps keys="alt+shift+b" /> }], onClick: ({ key }) => { void actions.handBack(key === 'queue' ? 'queue' : 'machine') } }}
          >
            <Button icon={<Icon name="back" />}>{texts.back}</Button>
          </Dropdown>
        )}
        {passing}
        {mine && (
          <Popconfirm
            open={closing} onOpenChange={setClosing} placement="bottomRight" title={texts.endAsk} description={texts.endHint} okText={texts.endNow} cancelText={all.cancel}
            onConfirm={onClose} okButtonProps={{ autoFocus: true }}
          >
            <Button icon={<Icon name="finish" />}>{texts.end}</Button>
          </Popconfirm>
        )}
        <Tooltip title={<>{texts.customerPane} <KeyCaps keys="]" /></>}>
          <Button type="text" aria-label={texts.customerPane} aria-pressed={paneOpen} icon={<Icon name="pane" />} onClick={onPane} />
        </Tooltip>
      </div>
    </header>
  )
}

const TypingLine = ({ talk, mine, customerName }: { talk: Talk; mine: boolean; customerName: string }): JSX.Element => {
  const texts = useTexts(deskTexts).conversation
  const { typing } = talk
  return (
    <p className="typing" aria-live="polite">
      {typing && <><i /><i /><i />{typing.party === 'customer' ? texts.typing(customerName) : (mine ? texts.alsoTyping : texts.typing)(typing.name ?? texts.aColleague)}</>}
    </p>
  )
}

/** The server may know more than the page: what it wants before it lets the text out. */
const askedBy = (code: string | undefined): Asking | undefined =>
  code === 'message-needs-reason' ? 'reason' : code === 'message-needs-release' ? 'release' : undefined

export const Conversation = ({ conversationId, entry, composer, actions: handle, paneOpen, onPane, passing }: {
  conversationId: string; entry: number | undefined; composer: RefObject<ComposerHandle | null>; actions: RefObject<ConversationActions | null>; paneOpen: boolean; onPane: () => void
  /** Ways out of it that other rooms know. */
  passing: ReactNode
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { me, talks } = useSession()
  const { message } = App.useApp()
  const { data, error, refetch } = useAsk(getConversation, { params: { conversationId } })
  const { talk, outgoing } = useTalk(conversationId)
  const lacking = useLacking()
  const row = data?.conversation
  const actions = useActions(row)
  const [closing, setClosing] = useState(false)
  const mine = row?.agent?.staffId === me.id && row.state !== 'closed'
  const customerId = row?.customer.id
  const whose = useMemo(() => (customerId === undefined ? undefined : { conversationId, customerId }), [conversationId, customerId])
  const { frame, below, toEnd, onScroll, letGo } = useStickyEnd(talk.entries.length + outgoing.length + (talk.typing ? 1 : 0), `${conversationId}${row ? '' : ' loading'}`)
  useJump(frame, entry, row !== undefined && entry !== undefined && talk.upToDate && talk.entries.some(({ seq }) => seq === entry), letGo)
  const marks = { delivered: markOf(talk, 'customer', 'delivered'), read: markOf(talk, 'customer', 'read') }
  const mayRetract = useMayRetract(row, Math.max(marks.delivered, marks.read))
  useReading(conversationId, mine, talk.entries.at(-1)?.seq ?? 0)
  useImperativeHandle(handle, () => ({ take: actions.take, handBack: (to) => { void actions.handBack(to) }, askToClose: () => { setClosing(true) } }), [actions])
  const problem = useCallback((sentence: string) => { void message.error(sentence) }, [message])
  const change = useCallback((messageId: string) => {
    const taken = talks.withdraw(messageId)
    if (!taken) return
    const { text, figures, visibleTo, purpose } = taken.message
    composer.current?.restore({ text, figures, visibleTo, purpose: purposeOf(purpose), attachments: [] }, askedBy(taken.refusal?.code))
  }, [talks, composer])

  if (error && !row) {
    return <section className="conversation"><div className="list-empty" role="alert"><p>{error.message}</p><Button size="small" onClick={() => { void refetch() }}>{texts.retry}</Button></div></section>
  }
  if (!row) return <section className="conversation" aria-busy="true" aria-label={texts.conversation.loading} />
  const offered = row.state === 'closed' ? undefined : draftStillGood(data.handOver, talk.entries)
  return (
    <section className="conversation" aria-label={`${texts.conversation.label}: ${row.customer.name}`}>
      <Header
        row={row} talk={talk} mine={mine} actions={actions} closing={closing} setClosing={setClosing} paneOpen={paneOpen} onPane={onPane}
        onClose={() => { void actions.close() }} passing={passing}
      />
      {data.handOver && row.state !== 'closed' && <HandOverCard handOver={data.handOver} />}
      <div className="entries" ref={frame} onScroll={onScroll} role="log" aria-label={texts.conversation.label} aria-busy={!talk.upToDate} tabIndex={0}>
        <div className="entries-inner">
          <UncoverContext value={whose}>
            <Entries
              entries={talk.entries} outgoing={outgoing} marks={marks} customerName={row.customer.name}
              mayRetract={mayRetract} onRetract={actions.retract} onRetry={talks.retry} onChange={change}
            />
          </UncoverContext>
          <TypingLine talk={talk} mine={mine} customerName={row.customer.name} />
        </div>
      </div>
      {below && <button type="button" className="news" onClick={toEnd}><Icon name="down" size={14} />{texts.conversation.newBelow}</button>}
      <Releases
        conversationId={conversationId} entries={talk.entries}
        onRewrite={({ text }) => { composer.current?.restore({ ...emptyDraft, text }) }}
      />
      <Composer
        key={conversationId} conversationId={conversationId} customerId={row.customer.id} intent={data.handOver?.intent?.id} mood={row.mood} handle={composer} entries={talk.entries}
        mode={modeOf(row, me.id, lacking, texts.composer)} offered={offered} onTake={actions.take} onProblem={problem} onSent={toEnd}
      />
    </section>
  )
}
