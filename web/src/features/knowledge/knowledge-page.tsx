import { useQueryClient } from '@tanstack/react-query'
import { getPiece } from '@xinqiao/contract/knowledge-desk.ts'
import { type JSX, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { localDay } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { PieceEditor, type Start } from './piece-editor.tsx'
import { isKind, type Kind, newBody } from './piece-fields.ts'
import { PieceList, usePieces } from './piece-list.tsx'
import { PieceView, startOf, type Tab } from './piece-view.tsx'
import './article-search.css'
import './knowledge-page.css'

/** The lender's knowledge at the desk: the list on the left, one piece beside it, read, compared or written. */

/** What the desk's keys do here. */
export type KnowledgeActions = {
  readonly step: (by: number) => void
  readonly search: () => void
  readonly create: () => void
  readonly edit: () => void
  readonly turn: () => void
}

export type KnowledgeAt = { readonly list: string; readonly pieceId: string | undefined }

type Writing = { readonly kind: Kind; readonly start: Start; readonly isNew: boolean }

const Nothing = (): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  return <section className="piece-nothing"><Icon name="book" size={40} /><p>{texts.choose}</p></section>
}

export const KnowledgePage = ({ at, actions, onGo }: { at: KnowledgeAt; actions: Ref<KnowledgeActions>; onGo: (at: KnowledgeAt) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const kind: Kind = isKind(at.list) ? at.list : 'article'
  const pieces = usePieces(kind)
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [tab, setTab] = useState<Tab>('read')
  const [writing, setWriting] = useState<Writing>()
  const choose = (pieceId: string): void => {
    setWriting(undefined)
    setTab('read')
    onGo({ list: kind, pieceId })
  }
  const create = (): void => { setWriting({ kind, isNew: true, start: { body: newBody(kind, localDay(new Date())) } }) }
  useImperativeHandle(actions, () => ({
    step: (by) => {
      const place = pieces.rows.findIndex(({ id }) => id === at.pieceId)
      const next = pieces.rows[place < 0 ? (by > 0 ? 0 : pieces.rows.length - 1) : Math.min(pieces.rows.length - 1, Math.max(0, place + by))]
      if (next && !writing) choose(next.id)
    },
    search: () => { field.current?.focus() },
    create,
    edit: () => {
      const piece = queries.getQueryData<CallAnswer<typeof getPiece>>([getPiece.id, { params: { kind, pieceId: at.pieceId } }])
      const start = piece && startOf(piece, false)
      if (start && !writing) setWriting({ kind, start, isNew: false })
    },
    turn: () => { setTab((before) => (before === 'read' ? 'history' : 'read')) },
  }))
  return (
    <>
      <PieceList
        kind={kind} pieces={pieces} chosen={at.pieceId} field={field} onChoose={choose} onCreate={create}
        onKind={(list) => {
          setWriting(undefined)
          onGo({ list, pieceId: undefined })
        }}
      />
      <main className="middle knowledge-middle">
        <h1 className="unseen">{texts.title}</h1>
        {writing
          ? <PieceEditor key={`${writing.kind} ${String(writing.start.body['id'])} ${writing.start.offerId ?? ''}`} kind={writing.kind} start={writing.start} onDone={choose} onLeave={() => { setWriting(undefined) }} />
          : at.pieceId === undefined ? <Nothing /> : <PieceView key={at.pieceId} kind={kind} pieceId={at.pieceId} tab={tab} onTab={setTab} onEdit={(start) => { setWriting({ kind, start, isNew: false }) }} />}
      </main>
    </>
  )
}
