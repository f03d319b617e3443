import { type JSX, useCallback, useEffect, useState } from 'react'
import { demoTexts } from '../ui/catalogue/demo.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { chooseLanguage, useLanguage, useTexts } from '../ui/language.ts'
import { chooseScheme, useScheme } from '../ui/scheme.ts'
import { Borrowers } from './borrowers.tsx'
import { chatAddress, freshToken, useDemo } from './demo-data.ts'
import './demo.css'
import { Messages } from './messages.tsx'
import { Phone } from './phone.tsx'
import { Staff } from './staff.tsx'

/** The site of the demo lender: every borrower by his situation, and the staff of the desk. Everything here is made up. */

const Top = (): JSX.Element => {
  const texts = useTexts(demoTexts)
  const shownLanguage = useLanguage()
  const scheme = useScheme()
  return (
    <header className="top">
      <BridgeMark size={34} />
      <p className="brand"><strong>{texts.title}</strong><span>{texts.made}</span></p>
      <button type="button" className="quiet" lang={shownLanguage === 'zh' ? 'en' : 'zh-CN'} onClick={() => { chooseLanguage(shownLanguage === 'zh' ? 'en' : 'zh') }}>
        <Icon name="globe" size={18} /> {texts.language}
      </button>
      <button type="button" className="quiet" aria-label={scheme} onClick={() => { chooseScheme(scheme === 'dark' ? 'light' : 'dark') }}><Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={18} /></button>
    </header>
  )
}

type Chat = { readonly ref: string; readonly address: string }

export const DemoPage = (): JSX.Element => {
  const texts = useTexts(demoTexts)
  const { demo, refusal, load } = useDemo()
  const [chat, setChat] = useState<Chat>()
  useEffect(() => { document.title = texts.title }, [texts])
  const startChat = useCallback(async (ref: string | undefined) => {
    const token = ref === undefined ? undefined : await freshToken(ref)
    // The fragment alone would not reload the frame for the next borrower; a changed query does.
    setChat({ ref: ref ?? '', address: chatAddress(token).replace('/chat', `/chat?visit=${Date.now()}`) })
  }, [])
  const start = (ref: string | undefined): void => { void startChat(ref) }
  // A visitor may prove to be the first of them.
  const owner = demo?.customers.find(({ ref }) => ref === chat?.ref) ?? demo?.customers[0]
  return (
    <div className="demo">
      <Top />
      <div className="sides">
        <main>
          <div className="hero">
            <h1>{texts.tagline}</h1>
            <p className="lead">{texts.lead}</p>
            <ol className="steps">{texts.steps.map((step) => <li key={step}>{step}</li>)}</ol>
          </div>
          {refusal && (
            <p className="failed" role="alert">
              {refusal.refused === 'not-found' ? texts.notDemo : `${texts.failed} · ${refusal.sentence}`} <button type="button" onClick={load}>{texts.retry}</button>
            </p>
          )}
          {!demo && !refusal && <p className="hint">{texts.loading}</p>}
          {demo && <Borrowers borrowers={demo.customers} chosen={chat?.ref} onChat={start} />}
          {demo && <Staff staff={demo.staff} />}
          {chat && owner && <Messages borrower={owner} expected={chat.ref === ''} />}
          <p className="foot">{texts.foot}</p>
        </main>
        <Phone address={chat?.address} onClose={() => { setChat(undefined) }} onAnonymous={() => { start(undefined) }} />
      </div>
    </div>
  )
}
