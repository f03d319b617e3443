import { listDemoCustomers } from '@xinqiao/contract/people.ts'
import { type JSX, useCallback, useEffect, useState } from 'react'
import { type CallAnswer, type CallRefusal, isCallRefusal, makeCaller } from '../api/call.ts'
import { demoTexts } from '../ui/catalogue/demo.ts'
import { peopleTexts } from '../ui/catalogue/people.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { chooseLanguage, language, useLanguage, useTexts } from '../ui/language.ts'
import './demo.css'

/** The site of the demo lender: every borrower by his situation, and the staff of the desk. Everything here is made up. */

const call = makeCaller({ language })

type Demo = CallAnswer<typeof listDemoCustomers>
type Borrower = Demo['customers'][number]

/** The chat is entered by a fragment, which a browser keeps out of requests and logs. */
const chatAddress = (siteToken: string | undefined): string => (siteToken === undefined ? '/chat' : `/chat#token=${encodeURIComponent(siteToken)}`)

/** A token works once, so that each entrance asks for a fresh one. */
const freshToken = async (ref: string): Promise<string | undefined> => {
  const answer = await call(listDemoCustomers, {})
  return isCallRefusal(answer) ? undefined : answer.customers.find((customer) => customer.ref === ref)?.siteToken
}

const firstShown = 24

const BorrowerCard = ({ borrower, chosen, onChat }: { borrower: Borrower; chosen: boolean; onChat: () => void }): JSX.Element => {
  const texts = useTexts(demoTexts)
  const openTab = useCallback(async () => {
    // Opened before the wait, since a browser only lets a click open a window.
    const tab = window.open('about:blank', '_blank')
    const token = await freshToken(borrower.ref)
    if (tab) tab.location.href = chatAddress(token)
  }, [borrower.ref])
  return (
    <li className={chosen ? 'borrower chosen' : 'borrower'}>
      <button type="button" className="borrower-main" onClick={onChat} title={texts.here}>
        <span className="face" aria-hidden="true">{borrower.name.slice(0, 1)}</span>
        <span className="borrower-words">
          <strong>{borrower.name}</strong>
          <span>{borrower.situation}</span>
        </span>
      </button>
      <button type="button" className="quiet" onClick={() => { void openTab() }} aria-label={`${texts.open}: ${borrower.name}`} title={texts.open}>
        <Icon name="out" />
      </button>
    </li>
  )
}

const Borrowers = ({ borrowers, chosen, onChat }: {
  borrowers: readonly Borrower[]; chosen: string | undefined; onChat: (ref: string | undefined) => void
}): JSX.Element => {
  const texts = useTexts(demoTexts)
  const [wanted, setWanted] = useState('')
  const [shown, setShown] = useState(firstShown)
  const found = borrowers.filter((borrower) => `${borrower.name}${borrower.situation}${borrower.ref}`.includes(wanted.trim()))
  return (
    <section aria-labelledby="borrowers">
      <h2 id="borrowers">{texts.borrowers}</h2>
      <p className="hint">{texts.borrowersHint}</p>
      <div className="finder">
        <Icon name="search" />
        <input type="search" value={wanted} placeholder={texts.search} aria-label={texts.search} onChange={(event) => { setWanted(event.target.value) }} />
      </div>
      <ul className="borrowers">
        <li className="borrower">
          <button type="button" className="borrower-main" onClick={() => { onChat(undefined) }}>
            <span className="face anonymous" aria-hidden="true"><Icon name="user" /></span>
            <span className="borrower-words"><strong>{texts.anonymous}</strong><span>{texts.anonymousHint}</span></span>
          </button>
        </li>
        {found.slice(0, shown).map((borrower) => (
          <BorrowerCard key={borrower.ref} borrower={borrower} chosen={borrower.ref === chosen} onChat={() => { onChat(borrower.ref) }} />
        ))}
      </ul>
      {found.length === 0 && <p className="hint">{texts.none}</p>}
      {found.length > shown && (
        <button type="button" className="more" onClick={() => { setShown(shown + 60) }}>{texts.more(Math.min(60, found.length - shown))}</button>
      )}
    </section>
  )
}

const Staff = ({ staff }: { staff: Demo['staff'] }): JSX.Element => {
  const texts = useTexts(demoTexts)
  const people = useTexts(peopleTexts)
  const [copied, setCopied] = useState<string>()
  const copy = useCallback(async (person: Demo['staff'][number]) => {
    await navigator.clipboard.writeText(person.password)
    setCopied(person.email)
  }, [])
  return (
    <section aria-labelledby="staff">
      <h2 id="staff">{texts.staff}</h2>
      <p className="hint">{texts.staffHint} <a href="/desk" target="_blank" rel="noreferrer">{texts.desk}</a></p>
      <ul className="staff">
        {staff.map((person) => (
          <li key={person.email}>
            <span className="borrower-words">
              <strong>{person.name}</strong>
              <span>{person.roles.map((role) => people.roles[role]).join(' · ')}</span>
            </span>
            <span className="account"><code>{person.email}</code><code>{person.password}</code></span>
            <button
              type="button" className="quiet" aria-label={`${texts.copy}: ${person.name}`} title={copied === person.email ? texts.copied : texts.copy}
              onClick={() => { void copy(person) }}
            >
              <Icon name={copied === person.email ? 'check' : 'file'} />
            </button>
            <a className="enter" href={`/desk?as=${encodeURIComponent(person.email)}`} target="_blank" rel="noreferrer">{texts.desk}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

const ChatFrame = ({ address, onClose }: { address: string; onClose: () => void }): JSX.Element => {
  const texts = useTexts(demoTexts)
  return (
    <aside className="chat-frame" aria-label={texts.chatFrame}>
      <button type="button" className="quiet chat-close" onClick={onClose} aria-label={texts.closeChat}><Icon name="close" /></button>
      {/* Our own page on our own origin; a sandbox that allows its script and its storage would keep nothing out. */}
      {/* oxlint-disable-next-line react/iframe-missing-sandbox */}
      <iframe src={address} title={texts.chatFrame} />
    </aside>
  )
}

const useDemo = (): { demo: Demo | undefined; refusal: CallRefusal | undefined; load: () => void } => {
  const [answer, setAnswer] = useState<Demo | CallRefusal>()
  useEffect(() => {
    const first = async (): Promise<void> => { setAnswer(await call(listDemoCustomers, {})) }
    void first()
  }, [])
  const load = useCallback(() => { void call(listDemoCustomers, {}).then(setAnswer) }, [])
  return isCallRefusal(answer) ? { demo: undefined, refusal: answer, load } : { demo: answer, refusal: undefined, load }
}

export const DemoPage = (): JSX.Element => {
  const texts = useTexts(demoTexts)
  const shownLanguage = useLanguage()
  const { demo, refusal, load } = useDemo()
  const [chat, setChat] = useState<{ ref: string | undefined; address: string }>()
  useEffect(() => { document.title = texts.title }, [texts])
  const startChat = useCallback(async (ref: string | undefined) => {
    const token = ref === undefined ? undefined : await freshToken(ref)
    // The fragment alone would not reload the frame for the next borrower; a changed query does.
    setChat({ ref, address: chatAddress(token).replace('/chat', `/chat?visit=${Date.now()}`) })
  }, [])
  return (
    <div className={chat ? 'demo with-chat' : 'demo'}>
      <header>
        <BridgeMark size={36} />
        <div><h1>{texts.title}</h1><p>{texts.tagline}</p></div>
        <button type="button" className="quiet" lang={shownLanguage === 'zh' ? 'en' : 'zh-CN'} onClick={() => { chooseLanguage(shownLanguage === 'zh' ? 'en' : 'zh') }}>
          <Icon name="globe" /> {texts.language}
        </button>
      </header>
      <main>
        <p className="lead">{texts.lead}</p>
        {refusal && (
          <p className="failed" role="alert">
            {refusal.refused === 'not-found' ? texts.notDemo : `${texts.failed} · ${refusal.sentence}`} <button type="button" onClick={load}>{texts.retry}</button>
          </p>
        )}
        {!demo && !refusal && <p className="hint">{texts.loading}</p>}
        {demo && <Borrowers borrowers={demo.customers} chosen={chat?.ref} onChat={(ref) => { void startChat(ref) }} />}
        {demo && <Staff staff={demo.staff} />}
      </main>
      {chat && <ChatFrame address={chat.address} onClose={() => { setChat(undefined) }} />}
    </div>
  )
}
