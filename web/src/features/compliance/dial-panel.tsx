import { useQueryClient } from '@tanstack/react-query'
import { listContacts, reportCall, reserveDial } from '@xinqiao/contract/compliance.ts'
import { type CallResult, callResults } from '@xinqiao/core/compliance/dial-permit.ts'
import { Button, Input, Select } from 'antd'
import { type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { accessTexts } from '../../ui/catalogue/access.ts'
import { useNow } from '../../ui/clock.ts'
import { clockShown, momentShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { newId } from '../../ui/id.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './dial-panel.css'

/** Calls by hand: whether one may be made now, the permit to make it, and what came of it. */

type Contacts = CallAnswer<typeof listContacts>
type Call = Contacts['calls'][number]
type Permit = CallAnswer<typeof reserveDial>['permit']

/** While somebody dials: the number, until when, and what came of it. */
const Dialling = ({ permit, onDone, onComplaint }: { permit: Permit; onDone: () => void; onComplaint: (sentence: string | undefined) => void }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const language = useLanguage()
  const { call } = useSession()
  const [result, setResult] = useState<CallResult>('reached')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const say = async (): Promise<void> => {
    setBusy(true)
    const answer = await call(reportCall, { params: { permitId: permit.id }, body: { result, note } })
    setBusy(false)
    onComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (!isCallRefusal(answer)) onDone()
  }
  return (
    <form
      className="dialling"
      onSubmit={(event) => {
        event.preventDefault()
        void say()
      }}
    >
      <p><Icon name="phone" size={15} /><b className="figures">{permit.phone}</b><small>{texts.until(clockShown(permit.endsAt, language))}</small></p>
      <Select aria-label={texts.result} value={result} onChange={setResult} options={callResults.map((value) => ({ value, label: texts.results[value] }))} />
      <Input.TextArea aria-label={texts.note} placeholder={texts.note} value={note} maxLength={1000} autoSize={{ minRows: 1, maxRows: 4 }} onChange={(event) => { setNote(event.target.value) }} />
      <Button htmlType="submit" type="primary" loading={busy}>{texts.report}</Button>
    </form>
  )
}

const Calls = ({ calls }: { calls: readonly Call[] }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  if (calls.length === 0) return <p className="nothing">{texts.noCalls}</p>
  return (
    <ul>
      {calls.map((one) => (
        <li key={one.id} className={one.state}>
          <span><b>{texts.purposes[one.purpose]} · {one.result === undefined ? texts.states[one.state] : texts.results[one.result]}</b><time dateTime={one.at}>{momentShown(one.at, language, now)}</time></span>
          <small>{texts.by(one.by.name, texts.states[one.state])}</small>
          {one.note !== undefined && <small>{one.note}</small>}
        </li>
      ))}
    </ul>
  )
}

type Purpose = Call['purpose']

export const DialPanel = ({ customerId }: { customerId: string }): JSX.Element | null => {
  const texts = useTexts(accessTexts)
  const may = useMay()
  const { call, me } = useSession()
  const client = useQueryClient()
  const { data } = useAsk(listContacts, { params: { customerId }, query: { limit: 6 } })
  const purposes: readonly Purpose[] = may('collection.contact') ? ['collection', 'service', 'notice'] : ['service', 'notice']
  const [purpose, setPurpose] = useState<Purpose>(purposes[0] ?? 'service')
  const [permit, setPermit] = useState<Permit>()
  const [complaint, setComplaint] = useState<string>()
  if (!data) return null
  const renew = (): void => void client.invalidateQueries({ queryKey: [listContacts.id] })
  // One that was asked for before the page was loaded anew is taken up again: the same id gives the same permit.
  const open = data.calls.find(({ state, by }) => state === 'reserved' && by.staffId === me.id)
  const ask = async (): Promise<void> => {
    const answer = await call(reserveDial, { params: { customerId }, body: open ? { id: open.id, purpose: open.purpose } : { id: newId(), purpose } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (!isCallRefusal(answer)) setPermit(answer.permit)
    renew()
  }
  const done = (): void => {
    setPermit(undefined)
    renew()
  }
  const { today, whyNot } = data
  return (
    <section className="dial" aria-label={texts.dial}>
      <h3>{texts.dial}</h3>
      <p className="count">{texts.today(today.connected, today.most, today.reserved)}</p>
      <p className={whyNot ? 'why-not' : 'may'}><Icon name={whyNot ? 'alert' : 'check'} size={14} />{whyNot ? whyNot.sentence : texts.mayCollect}</p>
      {permit
        ? <Dialling permit={permit} onDone={done} onComplaint={setComplaint} />
        : may('call.dial') && (
          <div className="ask">
            <Select aria-label={texts.purpose} value={open?.purpose ?? purpose} disabled={open !== undefined} onChange={setPurpose} options={purposes.map((value) => ({ value, label: texts.purposes[value] }))} />
            <Button onClick={() => void ask()}><Icon name="phone" size={14} />{texts.ask}</Button>
          </div>
        )}
      {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
      <Calls calls={data.calls} />
    </section>
  )
}
