import { type ConversationRow, getConversation, listCustomerConversations } from '@xinqiao/contract/conversations.ts'
import { suggestArticle } from '@xinqiao/contract/knowledge-gaps.ts'
import { App, Button, Tooltip } from 'antd'
import { type JSX, lazy, type RefObject, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isCallRefusal } from '../api/call.ts'
import { signOut } from '../api/sign-in.ts'
import { useAsk, useConnectionState, useMay, useSession } from '../api/staff-session.ts'
import { Conversation, type ConversationActions } from '../features/conversations/conversation.tsx'
import { ExportDialog } from '../features/conversations/export-dialog.tsx'
import { SearchDialog } from '../features/conversations/search.tsx'
import { IntentCorrection } from '../features/conversations/intent-correction.tsx'
import { IntentReview } from '../features/conversations/intent-review.tsx'
import { ConversationList, useConversations } from '../features/conversations/conversation-list.tsx'
import type { ComposerHandle } from '../features/conversations/composition.ts'
import { ReleaseQueue } from '../features/conversations/releases.tsx'
import type { Opened } from '../features/knowledge/article-search.tsx'
import type { CaseActions } from '../features/cases/case-page.tsx'
import { useLiveCases } from '../features/cases/live-cases.ts'
import type { KnowledgeActions } from '../features/knowledge/knowledge-page.tsx'
import { DutyButton } from '../features/routing/duty-button.tsx'
import { Passing } from '../features/routing/passing.tsx'
import { TransferDialog } from '../features/routing/transfer-dialog.tsx'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { caseTexts } from '../ui/catalogue/cases.ts'
import { dataDutiesTexts } from '../ui/catalogue/data-duties.ts'
import { insightTexts } from '../ui/catalogue/insight.ts'
import { knowledgeTexts } from '../ui/catalogue/knowledge.ts'
import { missingTexts } from '../ui/catalogue/missing.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { newId } from '../ui/id.ts'
import { KeyCaps } from '../ui/key-caps.tsx'
import { useTexts } from '../ui/language.ts'
import { OpenersProvider } from '../ui/sources.tsx'
import { remember, remembered } from '../ui/storage.ts'
import { Account } from './account.tsx'
import { type Command, useCommandKeys } from './commands.ts'
import { CustomerPane, type PaneTab } from './customer-pane.tsx'
import { Drawers, useDrawers } from './drawers.tsx'
import { Palette, ShortcutSheet } from './palette.tsx'
import { type CasesPlace, go, type KnowledgePlace, openCases, openKnowledge, openWall, usePlace, type View, views } from './place.ts'
import { useCaseCommands } from './use-case-commands.ts'
import { useDeskCommands } from './use-desk-commands.ts'
import { useKnowledgeCommands } from './use-knowledge-commands.ts'
import { useNews } from './use-news.ts'
import { catchTyping } from '../ui/type-ahead.ts'
import './desk.css'

/** The staff surface: three panes that keep their place, everything reachable by key, and the connection's state in sight. */

const ConnectionBar = ({ onSignedOut }: { onSignedOut: () => void }): JSX.Element | null => {
  const texts = useTexts(deskTexts).connection
  const { connection } = useSession()
  const state = useConnectionState()
  const [shown, setShown] = useState(false)
  const bad = state === 'waiting' || state === 'refused'
  useEffect(() => {
    // A blink of the network is nobody's business.
    const timer = setTimeout(() => { setShown(bad) }, bad ? 1200 : 0)
    return () => { clearTimeout(timer) }
  }, [bad])
  if (!shown || !bad) return null
  return (
    <div className="connection-bar" role="status">
      <Icon name="cut" /><span>{texts[state]}</span>
      {state === 'refused' ? <Button size="small" onClick={onSignedOut}>{texts.signIn}</Button> : <Button size="small" onClick={connection.retry}>{texts.now}</Button>}
    </div>
  )
}

/** Few at the desk have these duties; their pages come when somebody first wants them. */
const DataDuties = lazy(async () => ({ default: (await import('../features/cases/data-duties.tsx')).DataDuties }))

const DataDutiesButton = (): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never')
  return (
    <>
      <Tooltip placement="right" title={texts.title}>
        <button type="button" onClick={() => { setState('open') }} aria-label={texts.title}><Icon name="shield" size={19} /></button>
      </Tooltip>
      {state !== 'never' && <Suspense fallback={null}><DataDuties open={state === 'open'} onClose={() => { setState('closed') }} /></Suspense>}
    </>
  )
}

const Rail = ({ onPalette, onShortcuts, onAccount }: { onPalette: () => void; onShortcuts: () => void; onAccount: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const knowledge = useTexts(knowledgeTexts)
  const cases = useTexts(caseTexts)
  const insight = useTexts(insightTexts)
  const { me } = useSession()
  const may = useMay()
  const place = usePlace()
  const state = useConnectionState()
  const online = state === 'online'
  return (
    <nav className="rail" aria-label={texts.desk}>
      <BridgeMark size={30} />
      <Tooltip placement="right" title={<>{texts.list.label} <KeyCaps keys="alt+i" /></>}>
        <button type="button" aria-current={place.knowledge === undefined && place.cases === undefined && !place.wall} onClick={() => { go({}) }} aria-label={texts.list.label}><Icon name="inbox" size={19} /></button>
      </Tooltip>
      {may('knowledge.read') && (
        <Tooltip placement="right" title={<>{knowledge.title} <KeyCaps keys="alt+k" /></>}>
          <button type="button" aria-current={place.knowledge !== undefined} onClick={openKnowledge} aria-label={knowledge.title}><Icon name="book" size={19} /></button>
        </Tooltip>
      )}
      {may('case.read') && (
        <Tooltip placement="right" title={<>{cases.title} <KeyCaps keys="alt+g" /></>}>
          <button type="button" aria-current={place.cases !== undefined} onClick={() => { openCases(undefined) }} aria-label={cases.title}><Icon name="table" size={19} /></button>
        </Tooltip>
      )}
      {may('insight.team') && (
        <Tooltip placement="right" title={<>{insight.title} <KeyCaps keys="alt+h" /></>}>
          <button type="button" aria-current={place.wall} onClick={openWall} aria-label={insight.title}><Icon name="chart" size={19} /></button>
        </Tooltip>
      )}
      {may('record.dispose') && <DataDutiesButton />}
      <span className="rail-gap" />
      <DutyButton />
      <Tooltip placement="right" title={<>{texts.commands.palette} <KeyCaps keys="mod+k" /></>}>
        <button type="button" onClick={onPalette} aria-label={texts.commands.palette}><Icon name="search" size={19} /></button>
      </Tooltip>
      <Tooltip placement="right" title={<>{texts.commands.shortcuts} <KeyCaps keys="?" /></>}>
        <button type="button" onClick={onShortcuts} aria-label={texts.commands.shortcuts}><Icon name="keyboard" size={19} /></button>
      </Tooltip>
      <Tooltip placement="right" title={`${me.name} · ${online ? texts.connection.online : texts.connection.connecting}`}>
        <button type="button" className="rail-me" onClick={onAccount} aria-label={`${texts.account.title}: ${me.name}`}>
          {me.name.slice(0, 1)}<i className={online ? 'on' : ''} />
        </button>
      </Tooltip>
    </nav>
  )
}

const Views = ({ view, counts }: { view: View; counts: { waiting: number; mine: number } | undefined }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const count = (name: View): number | undefined => (name === 'waiting' ? counts?.waiting : name === 'mine' ? counts?.mine : undefined)
  return (
    <div className="views" role="tablist" aria-label={texts.list.views}>
      {views.map((name, index) => (
        <button type="button" key={name} role="tab" aria-selected={name === view} onClick={() => { go({ view: name }) }} title={`${index + 1}`}>
          {texts.views[name]}{(count(name) ?? 0) > 0 && <b className={name === 'waiting' ? 'hot' : ''}>{count(name)}</b>}
        </button>
      ))}
    </div>
  )
}

const Nothing = (): JSX.Element => {
  const texts = useTexts(deskTexts).conversation
  return <section className="conversation nothing-open"><BridgeMark size={44} /><p>{texts.none}</p><span>{texts.noneHint}</span></section>
}

/** Most of those at the desk talk to customers; the pages of knowledge and of cases come when somebody first wants them. */
const KnowledgePage = lazy(async () => ({ default: (await import('../features/knowledge/knowledge-page.tsx')).KnowledgePage }))
const WallPage = lazy(async () => ({ default: (await import('../features/insight/wall-page.tsx')).WallPage }))
const CasePage = lazy(async () => ({ default: (await import('../features/cases/case-page.tsx')).CasePage }))

/** A page that stands in the place of the conversations. */
const OtherPage = ({ knowledge, cases, knowing, working, onCustomer, onConversation }: {
  knowledge: KnowledgePlace | undefined; cases: CasesPlace | undefined; knowing: RefObject<KnowledgeActions | null>; working: RefObject<CaseActions | null>
  onCustomer: (customerId: string) => void; onConversation: (conversationId: string) => void
}): JSX.Element => (
  <Suspense fallback={<main className="middle" />}>
    {knowledge && <KnowledgePage at={knowledge} actions={knowing} onGo={(at) => { go({ knowledge: at }) }} />}
    {cases && <CasePage at={cases} actions={working} onGo={(at) => { go({ cases: at }) }} onCustomer={onCustomer} />}
    {!knowledge && !cases && <WallPage onConversation={onConversation} />}
  </Suspense>
)

const panePlace = 'xinqiao.pane'

/** The third pane: whether it is open and what it shows. */
const usePane = (openLoan: (loanRef: string) => void) => {
  const [open, setOpen] = useState(remembered(panePlace) !== 'closed')
  const [tab, setTab] = useState<PaneTab>('customer')
  const [article, setArticle] = useState<Opened>()
  const field = useRef<HTMLInputElement>(null)
  const toggle = useCallback(() => {
    setOpen((before) => {
      remember(panePlace, before ? 'closed' : 'open')
      return !before
    })
  }, [])
  const showCustomer = useCallback(() => {
    setOpen(true)
    setTab('customer')
    setArticle(undefined)
  }, [])
  const showKnowledge = useCallback(() => {
    setOpen(true)
    setTab('knowledge')
    setTimeout(() => field.current?.focus(), 0)
  }, [])
  const openers = useMemo(() => ({
    openLoan,
    openArticle: (articleId: string, version: number | undefined) => {
      setOpen(true)
      setTab('knowledge')
      setArticle({ articleId, version })
    },
  }), [openLoan])
  return { open, toggle, tab, setTab, article, setArticle, field, showCustomer, showKnowledge, openers }
}

/** From a customer found by name to his latest conversation. */
const useCustomerOpener = (choose: (conversationId: string) => void) => {
  const texts = useTexts(deskTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  return useCallback(async (customerId: string) => {
    const answer = await call(listCustomerConversations, { params: { customerId }, query: { limit: 1 } })
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    else if (answer.rows[0]) choose(answer.rows[0].id)
    else void message.info(texts.palette.noConversation)
  }, [call, message, choose, texts])
}

/** The answer just given becomes the beginning of an article, without a further question. */
const useSuggestion = (conversationId: string | undefined): (() => void) => {
  const texts = useTexts(missingTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  return useCallback(() => {
    if (conversationId === undefined) return
    void call(suggestArticle, { params: { conversationId }, body: { id: newId() } }).then((answer) => isCallRefusal(answer) ? message.error(answer.sentence) : message.success(texts.suggested))
  }, [call, message, texts, conversationId])
}

type Overlay = 'palette' | 'search' | 'export' | 'shortcuts' | 'account' | 'intent' | 'intent-review' | 'transfer'

/** What lies over the desk, one at a time. */
const Overlays = ({ overlay, row, wanted, commands, onClose, onJump, onSearch, onCustomer, onLeave }: {
  overlay: Overlay | undefined; row: ConversationRow | undefined; wanted: string; commands: readonly Command[]; onClose: () => void
  onJump: (place: { conversationId: string; seq: number }) => void; onSearch: (words: string) => void; onCustomer: (customerId: string) => void; onLeave: () => void
}): JSX.Element => (
  <>
    <SearchDialog open={overlay === 'search'} initial={wanted} subject={row?.customer} onClose={onClose} onJump={onJump} />
    <IntentCorrection open={overlay === 'intent'} conversationId={row?.id} onClose={onClose} />
    <IntentReview open={overlay === 'intent-review'} onClose={onClose} />
    <TransferDialog open={overlay === 'transfer'} conversation={row} onClose={onClose} />
    <ExportDialog open={overlay === 'export'} conversation={row} onClose={onClose} />
    <Palette open={overlay === 'palette'} commands={commands} onClose={onClose} onSearch={onSearch} onCustomer={onCustomer} />
    <ShortcutSheet open={overlay === 'shortcuts'} commands={commands} onClose={onClose} />
    <Account open={overlay === 'account'} onClose={onClose} onSignOut={onLeave} />
  </>
)

/** The list, the conversation that is open, and beside it whom it is with. */
const Conversations = ({ list, view, entry, chosen, row, intent, composer, actions, pane, onChoose, onLoan, onInsert, onTransfer, onSignedOut }: {
  list: ReturnType<typeof useConversations>; view: View; entry: number | undefined; chosen: string | undefined; row: ConversationRow | undefined; intent: string | undefined
  composer: RefObject<ComposerHandle | null>; actions: RefObject<ConversationActions | null>; pane: ReturnType<typeof usePane>
  onChoose: (conversationId: string) => void; onLoan: (loanRef: string) => void; onInsert: ReturnType<typeof useDrawers>['insert'] | undefined; onTransfer: () => void; onSignedOut: () => void
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  return (
    <>
      <section className="list" aria-label={texts.list.label}>
        <Views view={view} counts={list.counts} />
        <ReleaseQueue onChoose={onChoose} />
        <ConversationList
          key={view} view={view} rows={list.rows} loading={list.loading || list.stale} error={list.error} chosen={chosen} onChoose={onChoose} more={list.more}
          onAgain={() => { void list.again() }} onNews={list.news ? list.showNews : undefined}
        />
      </section>
      <main className="middle">
        <h1 className="unseen">{texts.desk}</h1>
        <ConnectionBar onSignedOut={onSignedOut} />
        {chosen === undefined
          ? <Nothing />
          : <Conversation key={chosen} conversationId={chosen} entry={entry} composer={composer} actions={actions} paneOpen={pane.open} onPane={pane.toggle} passing={row && <Passing row={row} onTransfer={onTransfer} />} />}
      </main>
      {pane.open && (
        <CustomerPane
          row={row} intent={intent} tab={pane.tab} onTab={pane.setTab} article={pane.article} onArticle={pane.setArticle} field={pane.field}
          onLoan={onLoan} onConversation={onChoose} onInsert={onInsert}
        />
      )}
    </>
  )
}

// The surface's one stage: it joins the panes and holds what they have in common.
export const Desk = ({ onSignedOut }: { onSignedOut: () => void }): JSX.Element => {
  const { conversationId: chosen, view, entry, knowledge, cases, wall } = usePlace()
  const list = useConversations(view)
  const composer = useRef<ComposerHandle>(null)
  const actions = useRef<ConversationActions>(null)
  const knowing = useRef<KnowledgeActions>(null)
  const working = useRef<CaseActions>(null)
  const drawers = useDrawers(composer)
  const pane = usePane(drawers.openLoan)
  const { showCustomer } = pane
  const [overlay, show] = useState<Overlay>()
  const [wanted, setWanted] = useState('')
  const shown = useAsk(getConversation, { params: { conversationId: chosen ?? '' } }, { enabled: chosen !== undefined }).data
  const row = chosen === undefined ? undefined : shown?.conversation
  const hide = useCallback(() => { show(undefined) }, [])
  const choose = useCallback((conversationId: string) => {
    go({ conversationId })
    showCustomer()
  }, [showCustomer])
  const jump = useCallback(({ conversationId, seq }: { conversationId: string; seq: number }) => {
    show(undefined)
    go({ conversationId, entry: seq })
    showCustomer()
  }, [showCustomer])
  const search = useCallback((words: string) => {
    setWanted(words)
    show('search')
  }, [])
  const findCustomer = useCustomerOpener(choose)
  const openCustomer = useCallback((customerId: string) => { void findCustomer(customerId) }, [findCustomer])
  const leave = useCallback(() => { void signOut().then(onSignedOut) }, [onSignedOut])
  const onInsert = row !== undefined && row.state !== 'closed' ? drawers.insert : undefined
  const suggest = useSuggestion(chosen)
  const talking = useDeskCommands({
    rows: list.rows, chosen: row, hasDraft: shown?.handOver?.draft !== undefined, composer, actions, choose, show, search: () => {
      catchTyping()
      search('')
    }, leave,
    showKnowledge: pane.showKnowledge, togglePane: pane.toggle, showCustomer, calculate: drawers.calculate, suggest,
  })
  const commands = useCaseCommands(useKnowledgeCommands(talking, knowledge !== undefined, knowing), cases !== undefined, working)
  useCommandKeys(commands)
  useLiveCases()
  useNews(list.counts, view === 'mine' ? list.rows : undefined)
  return (
    <OpenersProvider value={pane.openers}>
      <div className={cases ? 'desk cases-desk' : knowledge ? 'desk knowledge-desk' : pane.open || wall ? 'desk' : 'desk without-pane'}>
        <Rail onPalette={() => { show('palette') }} onShortcuts={() => { show('shortcuts') }} onAccount={() => { show('account') }} />
        {knowledge || cases || wall
          ? <OtherPage knowledge={knowledge} cases={cases} knowing={knowing} working={working} onCustomer={openCustomer} onConversation={choose} />
          : (
            <Conversations
              list={list} view={view} entry={entry} chosen={chosen} row={row} intent={shown?.handOver?.intent?.id} composer={composer} actions={actions} pane={pane}
              onChoose={choose} onLoan={drawers.openLoan} onInsert={onInsert} onTransfer={() => { show('transfer') }} onSignedOut={onSignedOut}
            />
          )}
      </div>
      <Drawers drawers={drawers} customer={row?.customer} onInsert={onInsert} />
      <Overlays overlay={overlay} row={row} wanted={wanted} commands={commands} onClose={hide} onJump={jump} onSearch={search} onCustomer={openCustomer} onLeave={leave} />
    </OpenersProvider>
  )
}
