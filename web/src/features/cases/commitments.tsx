import { listCommitments, settleCommitment } from '@xinqiao/contract/commitments.ts'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { commitmentTexts } from '../../ui/catalogue/commitments.ts'
import { useNow } from '../../ui/clock.ts'
import { dueShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './commitments.css'

/** What the desk has promised this customer, what came of it, and the word of who promised. */

type Row = CallAnswer<typeof listCommitments>['rows'][number]

const Settle = ({ row, onDone }: { row: Row; onDone: () => void }): JSX.Element => {
  const texts = useTexts(commitmentTexts)
  const { call } = useSession()
  const [reason, setReason] = useState<string>()
  const [complaint, setComplaint] = useState<string>()
  const settle = async (outcome: 'kept' | 'broken'): Promise<void> => {
    const answer = await call(settleCommitment, { params: { commitmentId: row.id }, body: { outcome, reason: reason ?? '' } })
    if (isCallRefusal(answer)) setComplaint(answer.sentence)
    else onDone()
  }
  return (
    <div className="settle">
      {reason === undefined
        ? <>
          <Button size="small" type="primary" onClick={() => void settle('kept')}>{texts.kept}</Button>
          <Button size="small" onClick={() => { setReason('') }}>{texts.broken}</Button>
        </>
        : <>
          <Input size="small" aria-label={texts.reason} placeholder={texts.reason} value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value) }} onPressEnter={() => void settle('broken')} />
          <Button size="small" disabled={reason.trim() === ''} onClick={() => void settle('broken')}>{texts.save}</Button>
        </>}
      {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
    </div>
  )
}

const Line = ({ row, now, mine, onDone }: { row: Row; now: number; mine: boolean; onDone: () => void }): JSX.Element => {
  const texts = useTexts(commitmentTexts)
  const language = useLanguage()
  const isLate = row.state === 'open' && Date.parse(row.due) < now
  return (
    <li className={isLate ? 'overdue' : row.state}>
      <q>{row.quote}</q>
      <small>{texts.due(dueShown(row.due, language, new Date(now)))} · {isLate ? texts.overdue : texts.states[row.state]} · {texts.by(row.owner.name)}</small>
      {row.reason !== undefined && <small>{row.reason}</small>}
      {row.state === 'open' && mine && <Settle row={row} onDone={onDone} />}
    </li>
  )
}

export const Commitments = ({ customerId }: { customerId: string }): JSX.Element | null => {
  const texts = useTexts(commitmentTexts)
  const { me } = useSession()
  const may = useMay()
  const now = useNow()
  const queries = useQueryClient()
  const { data } = useAsk(listCommitments, { query: { view: 'all', customerId, limit: 10 } })
  if (!data || data.rows.length === 0) return null
  const renew = (): void => void queries.invalidateQueries({ queryKey: [listCommitments.id] })
  return (
    <section className="commitments" aria-label={texts.label}>
      <h3>{texts.label}</h3>
      <ul>{data.rows.map((row) => <Line key={row.id} row={row} now={now} mine={row.owner.staffId === me.id || may('conversation.take-over')} onDone={renew} />)}</ul>
    </section>
  )
}
