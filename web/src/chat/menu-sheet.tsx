import { atLeast } from '@xinqiao/core/people/identity.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { Icon } from '../ui/icons.tsx'
import { chooseLanguage, useLanguage, useTexts } from '../ui/language.ts'
import { chooseScheme, type SchemeChoice, useSchemeChoice } from '../ui/scheme.ts'
import { useChat } from './chat-context.ts'

const Choice = <Value extends string>({ name, values, chosen, onChoose }: {
  readonly name: string; readonly values: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[]
  readonly chosen: Value; readonly onChoose: (value: Value) => void
}): JSX.Element => (
  <fieldset className="segments">
    <legend>{name}</legend>
    <div>
      {values.map(({ value, label, lang }) => (
        <label key={value} lang={lang}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => { onChoose(value) }} /><span>{label}</span>
        </label>
      ))}
    </div>
  </fieldset>
)

export const MenuSheet = (): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { client, facts, hide, leave, show } = useChat()
  const hotline = facts?.lender.hotline ?? ''
  const schemes: readonly { readonly value: SchemeChoice; readonly label: string }[] = [
    { value: 'system', label: texts.system }, { value: 'light', label: texts.light }, { value: 'dark', label: texts.dark },
  ]
  return (
    <div className="menu">
      <Choice
        name={texts.language} chosen={useLanguage()} onChoose={chooseLanguage}
        values={[{ value: 'zh', label: texts.chinese, lang: 'zh-CN' }, { value: 'en', label: texts.english, lang: 'en' }]}
      />
      <Choice name={texts.appearance} chosen={useSchemeChoice()} onChoose={chooseScheme} values={schemes} />
      <button type="button" className="menu-row" onClick={() => { show({ view: 'cases' }) }}>
        <Icon name="table" size={20} /><span>{texts.myCases}<small>{texts.myCasesHint}</small></span><Icon name="right" size={18} />
      </button>
      {atLeast(client.person.level, 'verified') && (
        <button type="button" className="menu-row" onClick={() => { show({ view: 'my-data' }) }}>
          <Icon name="shield" size={20} /><span>{texts.myData}<small>{texts.myDataHint}</small></span><Icon name="right" size={18} />
        </button>
      )}
      {hotline !== '' && <a className="menu-row" href={`tel:${hotline}`}><Icon name="phone" size={20} /><span>{texts.hotline}</span><span className="code">{hotline}</span></a>}
      <button
        type="button" className="menu-row leave"
        onClick={() => {
          hide()
          leave()
        }}
      >
        <Icon name="out" size={20} /><span>{texts.leave}<small>{texts.leaveHint}</small></span>
      </button>
    </div>
  )
}
