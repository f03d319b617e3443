import type { listMyCaseKinds, listMyCases } from '@xinqiao/contract/cases.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { type JSX, useState } from 'react'
import type { CallAnswer } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { CaseFields } from '../features/cases/case-fields.tsx'
import type { Values } from '../features/cases/case-input.ts'
import { useSending } from '../features/cases/sending.ts'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { FormActs } from './case-moves.tsx'
import { Due, isYourTurn, Part, Turn, useCaseNews } from './case-parts.tsx'
import { useChat } from './chat-context.ts'
import './cases.css'

/** All that the customer has asked for, what waits for him on top, and the way to ask for something new. */

type Row = CallAnswer<typeof listMyCases>['cases'][number]
type Kind = CallAnswer<typeof listMyCaseKinds>['kinds'][number]

const NewCase = ({ kind: { kind, name, fields }, onBack, onOpened }: { readonly kind: Kind; readonly onBack: () => void; readonly onOpened: (caseId: string) => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { client } = useChat()
  const { busy, refusal, send } = useSending()
  const open = async (ask: Values): Promise<void> => {
    const answer = await send((key) => client.call(customerOperations.openMyCase, { body: { key, kind, ask } }))
    if (answer) onOpened(answer.case.id)
  }
  return (
    <section className="move-form">
      <h3>{name}</h3>
      {fields.length === 0 && <p>{texts.confirmHint(name)}</p>}
      <CaseFields title={name} fields={fields} refusal={refusal} onSend={(ask) => { void open(ask) }} acts={<FormActs action={texts.submit} leave={texts.otherKind} busy={busy} onLeave={onBack} />} />
    </section>
  )
}

const Verify = (): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { show } = useChat()
  return <button type="button" className="second-button" onClick={() => { show({ view: 'verify' }) }}><Icon name="shield" size={18} />{texts.verifyForMore}</button>
}

const Kinds = ({ onOpened }: { readonly onOpened: (caseId: string) => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const language = useLanguage()
  const { client } = useChat()
  const [chosen, choose] = useState<Kind['kind']>()
  const { answer, refusal, again } = useAnswer(`kinds ${language}`, (signal) => client.call(customerOperations.listMyCaseKinds, { signal }))
  if (!answer) return <Waiting refusal={refusal} again={again} />
  const kind = answer.kinds.find((one) => one.kind === chosen)
  if (kind) return <NewCase kind={kind} onBack={() => { choose(undefined) }} onOpened={onOpened} />
  return (
    <Part title={texts.openTitle}>
      {answer.kinds.length === 0 && <p className="loading-note">{texts.noKinds}</p>}
      {answer.kinds.map((one) => <button type="button" key={one.kind} className="menu-row" onClick={() => { choose(one.kind) }}><span /><span>{one.name}</span><Icon name="right" size={18} /></button>)}
      {!atLeast(client.person.level, 'verified') && <Verify />}
    </Part>
  )
}

const Card = ({ row }: { readonly row: Row }): JSX.Element => {
  const { show } = useChat()
  return (
    <li className="loan-card">
      <button type="button" onClick={() => { show({ view: 'case', caseId: row.id }) }}>
        <span className="loan-top"><strong>{row.kindName}</strong><Turn head={row} /><Icon name="right" size={18} /></span>
        <span className="case-state">{row.stateName}</span>
      </button>
      <Due head={row} />
    </li>
  )
}

const Rows = ({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }): JSX.Element | null =>
  (rows.length === 0 ? null : <Part title={title}><ul className="loan-cards">{rows.map((row) => <Card key={row.id} row={row} />)}</ul></Part>)

const yourTurnFirst = (rows: readonly Row[]): readonly Row[] => [...rows.filter(isYourTurn), ...rows.filter((row) => !isYourTurn(row))]

export const CasesSheet = (): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const language = useLanguage()
  const { client, show } = useChat()
  const [opening, setOpening] = useState(false)
  const news = useCaseNews(client)
  const { answer, before, refusal, again } = useAnswer(`cases ${language} ${news}`, (signal) => client.call(customerOperations.listMyCases, { signal }))
  if (opening) {
    return <Kinds
      onOpened={(caseId) => {
        setOpening(false)
        show({ view: 'case', caseId })
      }}
    />
  }
  const cases = (answer ?? before)?.cases
  if (!cases) return <Waiting refusal={refusal} again={again} />
  const own = cases.filter(({ role }) => role === 'customer')
  return (
    <div className="cases">
      <Rows title={texts.asGuarantor} rows={cases.filter(({ role }) => role === 'guarantor')} />
      <Rows title={texts.running} rows={yourTurnFirst(own.filter(({ waitsFor }) => waitsFor !== 'nobody'))} />
      <Rows title={texts.ended} rows={own.filter(({ waitsFor }) => waitsFor === 'nobody')} />
      {cases.length === 0 && <p className="loading-note">{texts.none}</p>}
      <button type="button" className="main-button" onClick={() => { setOpening(true) }}><Icon name="plus" size={18} />{texts.open}</button>
    </div>
  )
}
