import { useQueryClient } from '@tanstack/react-query'
import { liftHold, listHolds, readRetention, setHold } from '@xinqiao/contract/erasure.ts'
import { Button, Drawer, Input, Segmented } from 'antd'
import { type FormEvent, type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { dataDutiesTexts } from '../../ui/catalogue/data-duties.ts'
import { useNow } from '../../ui/clock.ts'
import { momentShown } from '../../ui/format.ts'
import { newId } from '../../ui/id.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { ErasureDuties } from './erasure-duties.tsx'
import './data-duties.css'

/** What is owed to the law about personal data: requests to erase, legal holds, and what is kept for how long. */

const HoldForm = ({ onDone }: { onDone: () => void }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const { call } = useSession()
  const [id, setId] = useState(newId)
  const [customer, setCustomer] = useState('')
  const [reason, setReason] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const set = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await call(setHold, { body: { id, customer, reason } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (isCallRefusal(answer)) return
    setId(newId())
    setCustomer('')
    setReason('')
    onDone()
  }
  return (
    <form className="hold-form" onSubmit={(event) => { void set(event) }}>
      <label>{texts.customerId}<Input value={customer} placeholder={texts.customerIdHint} onChange={(event) => { setCustomer(event.target.value) }} /></label>
      <label>{texts.reason}<Input value={reason} maxLength={500} placeholder={texts.reasonHint} onChange={(event) => { setReason(event.target.value) }} /></label>
      <Button htmlType="submit" disabled={customer.trim() === '' || reason.trim().length < 4}>{texts.setHold}</Button>
      {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
    </form>
  )
}

type Hold = CallAnswer<typeof listHolds>['holds'][number]

const HoldCard = ({ hold, onLift }: { hold: Hold; onLift: () => void }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  const { customerName, reason, setBy, setAt, liftAskedBy, liftedBy, liftedAt, mayLift } = hold
  return (
    <article className="duty">
      <header><b>{customerName}</b>{liftedAt === undefined && <span className="duty-state">{texts.hold}</span>}<small>{texts.setBy(setBy, momentShown(setAt, language, now))}</small></header>
      <p>{reason}</p>
      {liftedAt !== undefined && liftedBy !== undefined && <small>{texts.lifted(liftedBy, momentShown(liftedAt, language, now))}</small>}
      {liftedAt === undefined && liftAskedBy !== undefined && !mayLift && <small>{texts.liftAsked(liftAskedBy)}</small>}
      {liftedAt === undefined && (liftAskedBy === undefined || mayLift) && <div className="duty-acts"><Button danger={mayLift} onClick={onLift}>{mayLift ? texts.liftNow : texts.lift}</Button></div>}
    </article>
  )
}

const Holds = (): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const { call } = useSession()
  const queries = useQueryClient()
  const [complaint, setComplaint] = useState<string>()
  const holds = useAsk(listHolds, { query: { limit: 100 } }).data?.holds
  const renew = (): void => void queries.invalidateQueries({ queryKey: [listHolds.id] })
  const lift = async (holdId: string): Promise<void> => {
    const answer = await call(liftHold, { params: { holdId } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    renew()
  }
  return (
    <>
      <HoldForm onDone={renew} />
      {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
      {holds?.length === 0 && <p className="duty-hint">{texts.noHolds}</p>}
      {holds?.map((hold) => <HoldCard key={hold.id} hold={hold} onLift={() => { void lift(hold.id) }} />)}
    </>
  )
}

type RetentionAnswer = CallAnswer<typeof readRetention>

const Terms = ({ terms }: { terms: RetentionAnswer['terms'] }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  return (
    <table className="duty-lines">
      <tbody>
        {terms.map(({ class: dataClass, name, from, law, years, reason }) => (
          <tr key={dataClass}>
            <td>{name}</td>
            <td>{texts.from[from]}</td>
            <td>
              {law && <>{texts.years(law.years)}{texts.when[law.when]}<br /><small>{law.basis}</small><br /></>}
              {texts.years(years)}<br /><small>{texts.own} · {reason}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Retention = (): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const data = useAsk(readRetention, {}).data
  if (!data) return <></>
  const counted = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts).map(([name, count]) => texts.count(texts.classes[name] ?? name, count)).join(' · ')
  const { terms, backupDays, next, runs } = data
  return (
    <>
      <h2>{texts.next}</h2>
      <p>{next.customers === 0 ? texts.nothing : `${texts.customers(next.customers)} · ${counted(next.due)}`}{next.held > 0 && ` · ${texts.held(next.held)}`}</p>
      <h2>{texts.runs}</h2>
      {runs.length === 0 && <p className="duty-hint">{texts.noRuns}</p>}
      {runs.length > 0 && (
        <table className="duty-lines">
          <tbody>
            {runs.map(({ day, finishedAt, customers, held, disposed }) => (
              <tr key={day}><td>{day}</td><td>{finishedAt === undefined ? texts.running : texts.customers(customers)}</td><td>{counted(disposed)}</td><td>{held > 0 ? texts.held(held) : ''}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{texts.terms}</h2>
      <Terms terms={terms} />
      <p className="duty-hint">{texts.keepsBackups(backupDays)}</p>
    </>
  )
}

const tabs = ['erasures', 'holds', 'retention'] as const
type Tab = (typeof tabs)[number]
const bodies: Readonly<Record<Tab, () => JSX.Element>> = { erasures: ErasureDuties, holds: Holds, retention: Retention }

export const DataDuties = ({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const [tab, setTab] = useState<Tab>('erasures')
  const Body = bodies[tab]
  return (
    <Drawer title={texts.title} open={open} onClose={onClose} size={760} destroyOnHidden>
      <Segmented<Tab> aria-label={texts.title} value={tab} onChange={setTab} options={tabs.map((value) => ({ value, label: texts.tabs[value] }))} />
      <div className="data-duties"><Body /></div>
    </Drawer>
  )
}
