import { useQueryClient } from '@tanstack/react-query'
import { agreeToErasure, listErasures, planErasure, refuseErasure } from '@xinqiao/contract/erasure.ts'
import { Button, Input } from 'antd'
import { type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { dataDutiesTexts } from '../../ui/catalogue/data-duties.ts'
import { useNow } from '../../ui/clock.ts'
import { momentShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'

/** Requests to erase: what would go and what stays, and the two people whose word it takes. */

type Erasure = CallAnswer<typeof listErasures>['erasures'][number]
type Report = NonNullable<Erasure['report']>

const ReportTable = ({ report, done }: { report: Report; done: boolean }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  return (
    <>
      <table className="duty-lines">
        <tbody>
          {report.lines.map((line) => (
            <tr key={`${line.class} ${line.year}`}>
              <td>{line.name}</td>
              <td>{texts.year(line.year)}</td>
              <td className={line.goes ? 'goes' : ''}>{line.goes ? (done ? texts.gone : texts.goes) : texts.stays}</td>
              <td>{line.goes ? '' : line.until === undefined ? texts.because[line.because ?? 'hold'] : texts.until(line.basis ?? '', line.until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="duty-hint">{report.ended ? texts.ends : texts.continues} {texts.backups(report.backupsUntil)}</p>
    </>
  )
}

const Decide = ({ erasure }: { erasure: Erasure }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const { call } = useSession()
  const queries = useQueryClient()
  const [answer, setAnswer] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const [busy, setBusy] = useState(false)
  const plan = useAsk(planErasure, { params: { erasureId: erasure.id } }).data?.plan
  const decide = async (agrees: boolean): Promise<void> => {
    setBusy(true)
    const params = { erasureId: erasure.id }
    const said = agrees ? await call(agreeToErasure, { params }) : await call(refuseErasure, { params, body: { answer } })
    setBusy(false)
    setComplaint(isCallRefusal(said) ? said.sentence : undefined)
    await queries.invalidateQueries({ queryKey: [listErasures.id] })
  }
  const waitsForOther = erasure.state === 'agreed' && !erasure.mayFinish
  return (
    <>
      {plan && <ReportTable report={plan} done={false} />}
      {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
      <div className="duty-acts">
        {waitsForOther
          ? <span className="duty-hint">{texts.waitsForOther}</span>
          : <Button type="primary" danger={erasure.state === 'agreed'} loading={busy} disabled={!plan} onClick={() => { void decide(true) }}>{erasure.state === 'agreed' ? texts.finish : texts.agree}</Button>}
        <Input aria-label={texts.refuseHint} placeholder={texts.refuseHint} maxLength={500} value={answer} onChange={(event) => { setAnswer(event.target.value) }} />
        <Button disabled={busy || answer.trim().length < 4} onClick={() => { void decide(false) }}>{texts.refuse}</Button>
      </div>
    </>
  )
}

const Duty = ({ erasure }: { erasure: Erasure }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  const [open, setOpen] = useState(false)
  const { state, customerName, requestedAt, askedBy, agreedBy, decidedBy, decidedAt, answer, report } = erasure
  const waits = state === 'open' || state === 'agreed'
  return (
    <article className="duty">
      <header>
        <b>{customerName}</b><span className={`duty-state ${state}`}>{texts.states[state]}</span>
        <small>{texts.requested(momentShown(requestedAt, language, now))}</small>
        {askedBy !== undefined && <small>{texts.askedBy(askedBy)}</small>}
        {agreedBy !== undefined && <small>{texts.agreed(agreedBy)}</small>}
        {decidedBy !== undefined && decidedAt !== undefined && <small>{texts.decided(decidedBy, momentShown(decidedAt, language, now))}</small>}
      </header>
      {answer !== undefined && <p>{answer}</p>}
      {report && <ReportTable report={report} done />}
      {waits && (open ? <Decide erasure={erasure} /> : <div className="duty-acts"><Button onClick={() => { setOpen(true) }}>{texts.plan}</Button></div>)}
    </article>
  )
}

export const ErasureDuties = (): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const erasures = useAsk(listErasures, { query: { limit: 50 } }).data?.erasures
  if (!erasures) return <></>
  if (erasures.length === 0) return <p className="duty-hint">{texts.none}</p>
  return <>{erasures.map((one) => <Duty key={one.id} erasure={one} />)}</>
}
