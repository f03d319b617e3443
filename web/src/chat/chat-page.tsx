import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { Component, type JSX, lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { BridgeMark } from '../ui/icons.tsx'
import { newId } from '../ui/id.ts'
import { useTexts } from '../ui/language.ts'
import { fragmentFor, viewInFragment } from './address.ts'
import { type Chat, ChatContext, type View } from './chat-context.ts'
import { useEarlier, useFacts, useFollowed, useOffline, useParts, useRoomAboveKeyboard, useTalks } from './chat-hooks.ts'
import { ChatHeader } from './chat-header.tsx'
import './chat.css'
import type { Client } from './client.ts'
import { Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import type { Entering } from './entrance.ts'
import type { Host } from './host.ts'
import type { Visiting } from './visit.ts'

/** Sheets, calculators and their words are loaded after the conversation stands. */
const loadSheets = () => import('./sheet-host.tsx')
const SheetHost = lazy(async () => ({ default: (await loadSheets()).SheetHost }))

/** A sheet that cannot be loaded (the line is down) must not take the conversation with it. */
class Apart extends Component<{ readonly children: ReactNode; readonly onFault: () => void }, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError(): { readonly failed: boolean } { return { failed: true } }
  override componentDidCatch(): void { this.props.onFault() }
  override render(): ReactNode { return this.state.failed ? null : this.props.children }
}

const addressed = (): readonly View[] => {
  const view = viewInFragment(location.hash)
  return view ? [view] : []
}

const useViews = () => {
  const [views, setViews] = useState(addressed)
  const [visit, setVisit] = useState(0)
  const show = useCallback((view: View) => { setViews((before) => [...before, view]) }, [])
  const back = useCallback(() => { setViews((before) => before.slice(0, -1)) }, [])
  const hide = useCallback(() => { setViews([]) }, [])
  const fault = useCallback(() => {
    setViews([])
    setVisit((before) => before + 1)
  }, [])
  useEffect(() => {
    const fragment = fragmentFor(location.hash, views.at(-1))
    if (fragment !== location.hash) history.replaceState(history.state, '', `${location.pathname}${location.search}${fragment}`)
  }, [views])
  useEffect(() => {
    const follow = (): void => {
      const view = viewInFragment(location.hash)
      if (view) setViews([view])
    }
    window.addEventListener('hashchange', follow)
    return () => { window.removeEventListener('hashchange', follow) }
  }, [])
  return { views, visit, show, back, hide, fault }
}

type RoomProps = { readonly client: Client; readonly host: Host | undefined; readonly leave: Chat['leave']; readonly proven: Chat['proven'] }

const ChatRoom = ({ client, host, leave, proven }: RoomProps): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { talks } = client
  const version = useTalks(talks)
  const open = talks.openConversation()
  const { facts, failed } = useFacts(client, `${open} ${open === undefined ? '' : talks.head(open)?.state}`)
  const followed = useFollowed(client, facts)
  const earlier = useEarlier(client, facts, followed)
  const parts = useParts(client, followed, earlier.parts, version)
  const offline = useOffline(client)
  const { views, visit, show, back, hide, fault } = useViews()
  const [returned, setReturned] = useState<{ readonly text: string; readonly at: number }>()
  const say = useCallback((text: string, attachments: readonly AttachmentInfo[] = []) => {
    const message = { id: newId(), text, attachments: attachments.map(({ id }) => id), visibleTo: 'all' as const, purpose: 'service' as const, figures: [] }
    talks.send(undefined, message, new Date().toISOString())
  }, [talks])
  const chat = useMemo((): Chat => ({ client, facts, say, show, hide, leave, proven }), [client, facts, say, show, hide, leave, proven])
  useEffect(() => { document.title = `${facts?.lender.name ?? ''} ${texts.service}`.trim() }, [facts, texts])
  useEffect(() => {
    const timer = setTimeout(() => { void loadSheets().catch(() => undefined) }, 1500)
    return () => { clearTimeout(timer) }
  }, [])
  const current = followed.at(-1)
  const state = (current === undefined ? undefined : talks.head(current)) ?? facts?.conversation
  return (
    <ChatContext value={chat}>
      <div className="chat">
        <ChatHeader head={state} offline={offline} host={host} />
        <Conversation parts={parts} current={current} head={state} earlier={earlier} told={facts !== undefined || failed} offline={offline} host={host} onEdit={(text) => { setReturned({ text, at: Date.now() }) }} />
        <Composer current={current} head={state} returned={returned} />
      </div>
      <Apart key={visit} onFault={fault}>
        {views.length > 0 && <Suspense fallback={null}><SheetHost views={views} onBack={back} onClose={hide} /></Suspense>}
      </Apart>
    </ChatContext>
  )
}

const Threshold = ({ trouble }: { readonly trouble: string | undefined }): JSX.Element => {
  const texts = useTexts(chatTexts)
  return (
    <main className="threshold">
      <span className="threshold-mark"><BridgeMark size={56} /></span>
      <p aria-live="polite">{trouble === undefined ? texts.entering : texts.enterTrouble}</p>
      {trouble !== undefined && <p className="quiet-text">{trouble}</p>}
    </main>
  )
}

const Outside = ({ sentence, onEnter }: { readonly sentence: string; readonly onEnter: () => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  return (
    <main className="threshold">
      <BridgeMark size={56} />
      <h1>{texts.outsideTitle}</h1>
      <p role="alert">{sentence}</p>
      <p className="quiet-text">{texts.outsideHint}</p>
      <button type="button" className="main-button" onClick={onEnter}>{texts.enterAnonymously}</button>
    </main>
  )
}

export const ChatPage = ({ visiting, entering, host }: { readonly visiting: Visiting; readonly entering: Entering; readonly host: Host | undefined }): JSX.Element => {
  const visit = useSyncExternalStore(visiting.onChange, visiting.state)
  useRoomAboveKeyboard()
  if (visit.at === 'entering') return <Threshold trouble={visit.trouble} />
  if (visit.at === 'outside') return <Outside sentence={visit.sentence} onEnter={entering.enterAnonymously} />
  return <ChatRoom key={visit.client.session} client={visit.client} host={host} leave={entering.leave} proven={entering.proven} />
}
