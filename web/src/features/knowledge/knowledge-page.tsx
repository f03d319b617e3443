import { useQueryClient } from '@tanstack/react-query'
import { getPiece } from '@xinqiao/contract/knowledge-desk.ts'
import { type JSX, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { localDay } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { idsOf, isSource, type Missing, MissingList, MissingView, useMissing } from './missing.tsx'
import { PieceEditor, type Start } from './piece-editor.tsx'
import { isKind, type Kind, newBody } from './piece-fields.ts'
import { ListTabs, PieceList, usePieces } from './piece-list.tsx'
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

type Writing = { readonly kind: Kind; readonly start: Start }

const Nothing = (): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  return <section className="piece-nothing"><Icon name="book" size={40} /><p>{texts.choose}</p></section>
}

/** What is written at the moment; whoever goes elsewhere leaves it. */
const useWriting = (at: KnowledgeAt, onGo: (at: KnowledgeAt) => void) => {
  const [writing, setWriting] = useState<Writing>()
  const [tab, setTab] = useState<Tab>('read')
  const go = (to: KnowledgeAt): void => {
    setWriting(undefined)
    setTab('read')
    onGo(to)
  }
  const choose = (pieceId: string): void => { go({ list: at.list, pieceId }) }
  return { writing, setWriting, tab, setTab, go, choose }
}

type Shown = ReturnType<typeof useWriting> & { readonly at: KnowledgeAt; readonly kind: Kind; readonly missing: Missing }

const Middle = ({ at, kind, missing, writing, setWriting, tab, setTab, go }: Shown): JSX.Element => {
  if (writing) {
    return (
      <PieceEditor
        key={`${writing.kind} ${String(writing.start.body['id'])} ${writing.start.offerId ?? ''}`} kind={writing.kind} start={writing.start}
        onDone={(pieceId) => { go({ list: writing.kind, pieceId }) }} onLeave={() => { setWriting(undefined) }}
      />
    )
  }
  if (at.pieceId === undefined) return <Nothing />
  if (isSource(at.list)) return <MissingView source={at.list} missing={missing} id={at.pieceId} onWrite={(start) => { setWriting({ kind: 'article', start }) }} />
  return <PieceView key={at.pieceId} kind={kind} pieceId={at.pieceId} tab={tab} onTab={setTab} onEdit={(start) => { setWriting({ kind, start }) }} />
}

export const KnowledgePage = ({ at, actions, onGo }: { at: KnowledgeAt; actions: Ref<KnowledgeActions>; onGo: (at: KnowledgeAt) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const kind: Kind = isKind(at.list) ? at.list : 'article'
  const source = isSource(at.list) ? at.list : undefined
  const pieces = usePieces(kind)
  const missing = useMissing(source)
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const shown = useWriting(at, onGo)
  const { writing, setWriting, choose, go, setTab } = shown
  const create = (): void => { setWriting({ kind, start: { body: newBody(kind, localDay(new Date())) } }) }
  useImperativeHandle(actions, () => ({
    step: (by) => {
      const ids = source === undefined ? pieces.rows.map(({ id }) => id) : idsOf(missing, source)
      const place = ids.indexOf(at.pieceId ?? '')
      const next = ids[place < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, place + by))]
      if (next !== undefined && !writing) choose(next)
    },
    search: () => { field.current?.focus() },
    create,
    edit: () => {
      const piece = queries.getQueryData<CallAnswer<typeof getPiece>>([getPiece.id, { params: { kind, pieceId: at.pieceId } }])
      const start = piece && startOf(piece, false)
      if (start && !writing) setWriting({ kind, start })
    },
    turn: () => { setTab((before) => (before === 'read' ? 'history' : 'read')) },
  }))
  return (
    <>
      <section className="list pieces" aria-label={texts.title}>
        <ListTabs list={source ?? kind} onList={(list) => { go({ list, pieceId: undefined }) }} />
        {source === undefined
          ? <PieceList pieces={pieces} chosen={at.pieceId} field={field} onChoose={choose} onCreate={create} />
          : <MissingList source={source} missing={missing} chosen={at.pieceId} onChoose={choose} />}
      </section>
      <main className="middle knowledge-middle">
        <h1 className="unseen">{texts.title}</h1>
        <Middle {...shown} at={at} kind={kind} missing={missing} />
      </main>
    </>
  )
}
