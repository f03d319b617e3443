import { type CaseRow, listCaseKinds, listCases, openCase } from '@xinqiao/contract/cases.ts'
import { Button, Modal } from 'antd'
import { type JSX, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { CaseForm } from './case-form.tsx'
import type { Values } from './case-input.ts'
import { DueMark } from './case-marks.tsx'
import { useShowCase } from './case-moves.tsx'
import { useSending } from './sending.ts'
import './customer-cases.css'

/** A customer's open cases beside the conversation with him, and the way to a new one. */

type Openable = CallAnswer<typeof listCaseKinds>['kinds'][number]

const NewCase = ({ customerId, kind: { kind, name, fields }, onBack, onOpened }: {
  customerId: string; kind: Openable; onBack: () => void; onOpened: (caseId: string) => void
}): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { call } = useSession()
  const { busy, refusal, send } = useSending()
  const show = useShowCase()
  const open = async (ask: Values): Promise<void> => {
    const answer = await send((key) => call(openCase, { params: { customerId }, body: { key, kind, ask } }))
    if (!answer) return
    show(answer)
    onOpened(answer.case.id)
  }
  return (
    <>
      <h3 className="new-case-kind">{name}</h3>
      <CaseForm title={name} fields={fields} action={texts.openNow} leave={texts.otherKind} busy={busy} refusal={refusal} onSend={(ask) => { void open(ask) }} onLeave={onBack} />
    </>
  )
}

const Kinds = ({ customerId, onOpened }: { customerId: string; onOpened: (caseId: string) => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { data, error } = useAsk(listCaseKinds, { params: { customerId } })
  const [chosen, choose] = useState<string>()
  const kind = data?.kinds.find((one) => one.kind === chosen)
  if (error && !data) return <p role="alert" className="case-why">{error.message}</p>
  if (!data) return <div className="case-ghost" aria-busy="true" />
  if (kind) return <NewCase customerId={customerId} kind={kind} onBack={() => { choose(undefined) }} onOpened={onOpened} />
  if (data.kinds.length === 0) return <p>{texts.openNothing}</p>
  return <ul className="new-case-kinds">{data.kinds.map((one) => <li key={one.kind}><button type="button" onClick={() => { choose(one.kind) }}>{one.name}<Icon name="right" size={14} /></button></li>)}</ul>
}

const Row = ({ row, onCase }: { row: CaseRow; onCase: (caseId: string) => void }): JSX.Element => (
  <li>
    <button type="button" onClick={() => { onCase(row.id) }}>
      <span><b>{row.kindName}</b><DueMark due={row.due} /></span>
      <small>{row.stateName}</small>
    </button>
  </li>
)

export const CustomerCases = ({ customerId, onCase }: { customerId: string; onCase: (caseId: string) => void }): JSX.Element | null => {
  const texts = useTexts(caseTexts)
  const may = useMay()
  const [opening, setOpening] = useState(false)
  const { data, error } = useAsk(listCases, { query: { view: 'all', customerId } }, { enabled: may('case.read') })
  if (!may('case.read')) return null
  return (
    <section className="customer-cases" aria-label={texts.title}>
      <header>
        <h3>{texts.title}</h3>
        {may('case.work') && <Button size="small" onClick={() => { setOpening(true) }}>{texts.open}</Button>}
      </header>
      {error && !data && <p role="alert">{error.message}</p>}
      {data?.rows.length === 0 && <p>{texts.customersNone}</p>}
      <ul>{data?.rows.map((row) => <Row key={row.id} row={row} onCase={onCase} />)}</ul>
      <Modal open={opening} title={texts.openTitle} footer={null} onCancel={() => { setOpening(false) }} closable={{ 'aria-label': texts.cancel }} destroyOnHidden width={560}>
        <Kinds
          customerId={customerId} onOpened={(caseId) => {
            setOpening(false)
            onCase(caseId)
          }}
        />
      </Modal>
    </section>
  )
}
