import type { CaseField } from '@xinqiao/contract/cases.ts'
import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import { type JSX, useState } from 'react'
import { isCallRefusal, type CallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { CaseFields } from '../features/cases/case-fields.tsx'
import type { Values } from '../features/cases/case-input.ts'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useCaseNews } from './case-parts.tsx'
import { useChat } from './chat-context.ts'
import './cases.css'

/** A case that the talk has come to: what will be filed, to be confirmed by one tap; once it is there, the way to it. */

type Offer = NonNullable<MessageBody['caseOffer']>

/** The form with what was said in it; of a choice only what may be chosen. */
const filled = (fields: readonly CaseField[], ask: Offer['ask']): CaseField[] =>
  fields.map((field) => {
    const said = ask[field.name]
    const value = field.choices ? field.choices.find(({ id, name }) => id === said || (typeof said === 'string' && name.includes(said)))?.id : said
    return value === undefined ? field : { ...field, value }
  })

const Form = ({ kind, ask, messageKey, onOpened }: Offer & { readonly messageKey: string; readonly onOpened: (caseId: string) => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const language = useLanguage()
  const { client } = useChat()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<CallRefusal>()
  const { answer, refusal: unknown, again } = useAnswer(`kinds ${language}`, (signal) => client.call(customerOperations.listMyCaseKinds, { signal }))
  if (!answer) return <Waiting refusal={unknown} again={again} />
  const openable = answer.kinds.find((one) => one.kind === kind)
  if (!openable) return <p className="loading-note">{texts.noKinds}</p>
  // The offer's own key, however often it is tapped: one offer is one case.
  const open = async (values: Values): Promise<void> => {
    setBusy(true)
    const opened = await client.call(customerOperations.openMyCase, { body: { key: messageKey, kind: openable.kind, ask: values } })
    setBusy(false)
    setRefusal(isCallRefusal(opened) ? opened : undefined)
    if (!isCallRefusal(opened)) onOpened(opened.case.id)
  }
  return (
    <section className="move-form">
      <h3>{texts.offered(openable.name)}</h3>
      <CaseFields
        title={texts.offered(openable.name)} fields={filled(openable.fields, ask)} refusal={refusal} onSend={(values) => { void open(values) }}
        acts={<button type="submit" className="main-button" disabled={busy}>{texts.confirmOffer}</button>}
      />
    </section>
  )
}

export const CaseOfferCard = ({ messageKey, offer, isLast }: { readonly messageKey: string; readonly offer: Offer; readonly isLast: boolean }): JSX.Element | null => {
  const texts = useTexts(chatCaseTexts)
  const { client, show } = useChat()
  const [opened, setOpened] = useState<string>()
  const news = useCaseNews(client)
  const { answer, before } = useAnswer(`offer ${messageKey} ${news}`, (signal) => client.call(customerOperations.findMyCase, { params: { key: messageKey }, signal }))
  const known = answer ?? before
  const caseId = opened ?? known?.caseId
  if (caseId !== undefined) return <p className="basis"><button type="button" onClick={() => { show({ view: 'case', caseId }) }}><Icon name="table" />{texts.offerOpened}</button></p>
  if (!known) return null
  return isLast ? <Form {...offer} messageKey={messageKey} onOpened={setOpened} /> : <p className="small-print">{texts.offerPast}</p>
}
