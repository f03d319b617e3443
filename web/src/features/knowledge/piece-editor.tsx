import { useQueryClient } from '@tanstack/react-query'
import { getPiece, listPieces, previewPiece, proposePiece } from '@xinqiao/contract/knowledge-desk.ts'
import { listGaps, listSuggestions } from '@xinqiao/contract/knowledge-gaps.ts'
import { App, Button } from 'antd'
import { type JSX, type RefObject, useDeferredValue, useEffect, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { matchesKey } from '../../ui/keys.ts'
import { useTexts } from '../../ui/language.ts'
import { type Body, type Kind, sentBody } from './piece-fields.ts'
import { PieceForm } from './piece-form.tsx'
import { AsRead, Checks } from './piece-preview.tsx'

/** A piece being written: the form, beside it how a customer will read it, and what is still in the way. */

/** What the writing begins with, and what it is handed in as. */
export type Start = { readonly body: Body; readonly baseVersion?: number; readonly offerId?: string; readonly cameFrom?: string }

const useHandIn = (kind: Kind, start: Start, onDone: (pieceId: string) => void) => {
  const texts = useTexts(knowledgeTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const submit = async (body: Body, reason: string): Promise<void> => {
    if (busy || reason.trim() === '') return
    setBusy(true)
    const { baseVersion, offerId, cameFrom } = start
    const answer = await call(proposePiece, {
      params: { kind },
      body: {
        body, reason: reason.trim(), ...(baseVersion === undefined ? {} : { baseVersion }), ...(offerId === undefined ? {} : { offerId }), ...(cameFrom === undefined ? {} : { cameFrom }),
      },
    })
    setBusy(false)
    if (isCallRefusal(answer)) {
      void message.error(answer.sentence)
      return
    }
    void message.success(texts.saved)
    await Promise.all([listPieces.id, getPiece.id, listGaps.id, listSuggestions.id].map((id) => queries.invalidateQueries({ queryKey: [id] })))
    onDone(answer.id)
  }
  return { busy, submit }
}

/** Ctrl+Enter hands in from any field of the form. */
const useSendKey = (form: RefObject<HTMLFormElement | null>): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || !matchesKey(event, 'mod+enter')) return
      event.preventDefault()
      form.current?.requestSubmit()
    }
    document.addEventListener('keydown', onKey)
    return () => { document.removeEventListener('keydown', onKey) }
  }, [form])
}

export const PieceEditor = ({ kind, start, onDone, onLeave }: { kind: Kind; start: Start; onDone: (pieceId: string) => void; onLeave: () => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const [body, setBody] = useState(start.body)
  const [reason, setReason] = useState('')
  const asked = useDeferredValue(body)
  const { data: checked } = useAsk(previewPiece, { params: { kind }, body: { body: sentBody(kind, asked) } }, { keepShown: true })
  const { busy, submit } = useHandIn(kind, start, onDone)
  const ready = checked !== undefined && checked.problems.length === 0 && checked.findings.length === 0
  const form = useRef<HTMLFormElement>(null)
  useSendKey(form)
  return (
    <form
      ref={form} className="piece-editor"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void submit(sentBody(kind, body), reason)
      }}
    >
      <PieceForm
        kind={kind} body={body} fixed={start.baseVersion !== undefined} onChange={setBody}
        help={{ places: checked?.places ?? [], unlisted: (checked?.problems ?? []).flatMap(({ code, about }) => (code === 'unlisted-figure' && about !== undefined ? [about] : [])) }}
      />
      <aside className="piece-side">
        <h2>{texts.preview}</h2>
        <AsRead kind={kind} body={body} withLoan={checked?.withLoan} />
        {checked?.withLoan !== undefined && <p className="knowledge-hint">{texts.previewNote}</p>}
        {checked && <Checks checked={checked} />}
        <label className="piece-reason">{texts.reason}
          <input value={reason} maxLength={300} placeholder={texts.reasonHint} onChange={(event) => { setReason(event.target.value) }} />
        </label>
        <p className="piece-send">
          <Button htmlType="submit" type="primary" loading={busy} disabled={!ready || reason.trim() === ''}>{texts.submit} <KeyCaps keys="mod+enter" /></Button>
          <Button onClick={onLeave}>{texts.leave}</Button>
        </p>
      </aside>
    </form>
  )
}
