import { useQueryClient } from '@tanstack/react-query'
import { decideOffer, decidePiece, getPiece, listPieces, retirePiece } from '@xinqiao/contract/knowledge-desk.ts'
import { App, Button } from 'antd'
import { type JSX, type ReactNode, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useMay, useSession } from '../../api/staff-session.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { localDay } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import type { Kind } from './piece-fields.ts'

/** What a second person decides: a version that waits, a text that the release offers, the end of a piece. */

type Piece = CallAnswer<typeof getPiece>

/** Runs one decision at a time, says how it went, and has what is shown read anew. */
const useDecision = () => {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const decide = async (asked: Promise<unknown>, done: string): Promise<void> => {
    if (busy) return
    setBusy(true)
    const answer = await asked
    setBusy(false)
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    else void message.success(done)
    await Promise.all([listPieces.id, getPiece.id].map((id) => queries.invalidateQueries({ queryKey: [id] })))
  }
  return { busy, decide }
}

const ReasonInput = ({ hint, reason, onReason }: { hint: string; reason: string; onReason: (reason: string) => void }): JSX.Element => (
  <input className="decision-reason" aria-label={hint} placeholder={hint} maxLength={300} value={reason} onChange={(event) => { onReason(event.target.value) }} />
)

const Bar = ({ tone, children }: { tone: 'waiting' | 'offered'; children: ReactNode }): JSX.Element => <section className={`decision ${tone}-bar`}>{children}</section>

export const WaitingBar = ({ kind, pieceId, piece, onDifference }: { kind: Kind; pieceId: string; piece: Piece; onDifference: (from: number, to: number) => void }): JSX.Element | null => {
  const texts = useTexts(knowledgeTexts)
  const { me, call } = useSession()
  const may = useMay()
  const { busy, decide } = useDecision()
  const [reason, setReason] = useState('')
  const waiting = piece.versions.find(({ state }) => state === 'waiting')
  if (!waiting) return null
  const { version, by, baseVersion } = waiting
  const own = by.staffId === me.id
  const params = { kind, pieceId, version: String(version) } as never
  return (
    <Bar tone="waiting">
      <p><Icon name="clock" size={15} /><b>{own ? texts.waitingOwn(version) : texts.waitingFor(by.name, version)}</b></p>
      {waiting.reason !== '' && <p>{texts.reasonOf(waiting.reason)}</p>}
      <p className="decision-acts">
        {baseVersion !== undefined && <Button size="small" onClick={() => { onDifference(baseVersion, version) }}>{texts.seeDifference}</Button>}
        {!own && may('knowledge.approve') && (
          <>
            <Button size="small" type="primary" loading={busy} onClick={() => { void decide(call(decidePiece, { params, body: { decision: 'approve' } }), texts.approved) }}>{texts.approve}</Button>
            <ReasonInput hint={texts.returnHint} reason={reason} onReason={setReason} />
            <Button size="small" danger disabled={busy || reason.trim() === ''} onClick={() => { void decide(call(decidePiece, { params, body: { decision: 'return', reason: reason.trim() } }), texts.returned) }}>{texts.returnAction}</Button>
          </>
        )}
      </p>
    </Bar>
  )
}

export const OfferBar = ({ piece, onDifference, onEdit }: { piece: Piece; onDifference: (() => void) | undefined; onEdit: () => void }): JSX.Element | null => {
  const texts = useTexts(knowledgeTexts)
  const { call } = useSession()
  const may = useMay()
  const { busy, decide } = useDecision()
  const [reason, setReason] = useState('')
  const { offer } = piece
  if (!offer) return null
  const answer = (accept: boolean): void => void decide(call(decideOffer, { params: { offerId: offer.id }, body: { accept, reason: reason.trim() } }), accept ? texts.accepted : texts.declined)
  return (
    <Bar tone="offered">
      <p><Icon name="spark" size={15} /><b>{piece.row ? texts.offerTitle : texts.offerNew}</b></p>
      <p className="decision-acts">
        {onDifference && <Button size="small" onClick={onDifference}>{texts.seeDifference}</Button>}
        {may('knowledge.approve') && <ReasonInput hint={texts.offerHint} reason={reason} onReason={setReason} />}
        {may('knowledge.approve') && <Button size="small" type="primary" loading={busy} disabled={reason.trim() === ''} onClick={() => { answer(true) }}>{texts.accept}</Button>}
        {may('knowledge.write') && <Button size="small" onClick={onEdit}>{texts.acceptEdited}</Button>}
        {may('knowledge.approve') && <Button size="small" danger disabled={busy || reason.trim() === ''} onClick={() => { answer(false) }}>{texts.decline}</Button>}
      </p>
    </Bar>
  )
}

export const RetireBar = ({ kind, pieceId, onDone }: { kind: Kind; pieceId: string; onDone: () => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const { call } = useSession()
  const { busy, decide } = useDecision()
  const [reason, setReason] = useState('')
  const [from, setFrom] = useState(() => localDay(new Date()))
  return (
    <Bar tone="waiting">
      <p className="decision-acts">
        <label>{texts.retireFrom} <input type="date" value={from} onChange={(event) => { setFrom(event.target.value) }} /></label>
        <ReasonInput hint={texts.retireHint} reason={reason} onReason={setReason} />
        <Button
          size="small" danger loading={busy} disabled={reason.trim() === '' || from === ''}
          onClick={() => { void decide(call(retirePiece, { params: { kind, pieceId }, body: { from, reason: reason.trim() } }), texts.retired).then(onDone) }}
        >{texts.retireAction}</Button>
        <Button size="small" onClick={onDone}>{texts.cancel}</Button>
      </p>
    </Bar>
  )
}
