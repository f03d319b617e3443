import type { JSX } from 'react'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { type Facts, useChat } from './chat-context.ts'

/** The beginning of every conversation: who answers here, and what can be asked. */
export const Welcome = ({ facts, asked }: { readonly facts: Facts | undefined; readonly asked: boolean }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const shownLanguage = useLanguage()
  const { client, say, show } = useChat()
  const suggestions = facts && facts.suggestions.length > 0 ? facts.suggestions : texts.suggestions
  const greeting = facts && facts.greeting !== '' ? facts.greeting : undefined
  const known = atLeast(client.person.level, 'verified')
  return (
    <div className={asked ? 'welcome asked' : 'welcome'}>
      <div className="hello">
        <h2>{texts.hello(shownLanguage === 'zh' ? client.person.name : undefined)}</h2>
        {greeting === undefined
          ? <><p>{texts.greeting}</p><p className="machine-notice"><Icon name="bot" size={18} />{texts.machineNotice}</p></>
          : <p>{texts.afterHello(greeting)}</p>}
      </div>
      {!known && (
        <p className="anonymous">
          <Icon name="shield" size={18} />
          <span>{texts.anonymousNotice} <button type="button" className="link" onClick={() => { show({ view: 'verify' }) }}>{texts.howToVerify}</button></span>
        </p>
      )}
      {facts && !facts.desk.open && facts.desk.sentence !== '' && greeting === undefined && !asked && <p className="anonymous"><Icon name="clock" size={18} /><span>{facts.desk.sentence}</span></p>}
      {!asked && (
        <section className="often" aria-label={texts.often}>
          <h3>{texts.often}</h3>
          <ul>
            {suggestions.map(({ label, text }) => (
              <li key={label}><button type="button" onClick={() => { say(text) }}><span>{label}</span><Icon name="right" size={18} /></button></li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
