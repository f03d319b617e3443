import { getPiece, type PieceVersion, previewPiece } from '@xinqiao/contract/knowledge-desk.ts'
import { Button } from 'antd'
import { type JSX, useState } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { clockShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { Differences, type Sides } from './difference.tsx'
import { OfferBar, RetireBar, WaitingBar } from './piece-decisions.tsx'
import type { Start } from './piece-editor.tsx'
import { isLasting, type Kind } from './piece-fields.ts'
import { AsRead } from './piece-preview.tsx'

/** One piece: what is in force as a customer reads it, what waits to be decided, and everything that ever became of it. */

export type Tab = 'read' | 'history'

const Event = ({ version }: { version: PieceVersion }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const language = useLanguage()
  const { by, at, reason, origin, approved, returned, withdrawn, validFrom, validUntil } = version
  return (
    <li>
      <header><b>{texts.version(version.version)}</b> <i className={`mark ${version.state}`}>{texts.state[version.state]}</i></header>
      <p>{texts.wrote(by.name)} · {at.slice(0, 10)} {clockShown(at, language)}{texts.origin[origin] === '' ? '' : ` · ${texts.origin[origin]}`}</p>
      {reason !== '' && <p>{texts.reasonOf(reason)}</p>}
      {approved && <p>{texts.approvedBy(approved.by.name, approved.on)}</p>}
      {returned && <p>{texts.returnedBy(returned.by.name, returned.reason)}</p>}
      {withdrawn && <p>{texts.withdrawnBy(withdrawn.by.name, withdrawn.from, withdrawn.reason)}</p>}
      <p>{texts.valid(validFrom, validUntil)}</p>
    </li>
  )
}

const History = ({ kind, pieceId, versions, offered, sides }: { kind: Kind; pieceId: string; versions: readonly PieceVersion[]; offered: boolean; sides: Sides | undefined }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const [newest, before] = versions
  const last = String(newest?.version ?? '')
  const initial = sides ?? { from: String(before?.version ?? newest?.version ?? ''), to: offered ? 'release' : last }
  return (
    <div className="history">
      {newest && <Differences key={`${initial.from} ${initial.to}`} kind={kind} pieceId={pieceId} versions={versions} offered={offered} initial={initial} />}
      <section><h3>{texts.history}</h3><ol>{versions.map((version) => <Event key={version.version} version={version} />)}</ol></section>
    </div>
  )
}

const Content = ({ kind, version }: { kind: Kind; version: Pick<PieceVersion, 'body'> }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const may = useMay()('knowledge.write')
  const { data } = useAsk(previewPiece, { params: { kind }, body: { body: version.body } }, { enabled: may && typeof version.body['withLoan'] === 'string', staleTime: 600_000 })
  const { source, phrasings } = version.body
  return (
    <div className="piece-content">
      <AsRead kind={kind} body={version.body} withLoan={data?.withLoan ?? (typeof version.body['withLoan'] === 'string' ? version.body['withLoan'] : undefined)} />
      <dl className="piece-facts">
        {typeof source === 'string' && <div><dt>{texts.fields.source}</dt><dd>{source}</dd></div>}
        {Array.isArray(phrasings) && phrasings.length > 0 && <div><dt>{texts.fields.phrasings}</dt><dd>{texts.listed(phrasings.map(String))}</dd></div>}
      </dl>
    </div>
  )
}

type Whole = NonNullable<ReturnType<typeof useAsk<typeof getPiece>>['data']>

const Head = ({ piece, pieceId, tab, onTab, onEdit, onRetire }: { piece: Whole; pieceId: string; tab: Tab; onTab: (tab: Tab) => void; onEdit: () => void; onRetire: () => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const may = useMay()
  const { row, versions } = piece
  return (
    <header className="piece-head">
      <div>
        <h2>{row?.title ?? pieceId}</h2>
        {row && <p><i className={`mark ${row.state}`}>{texts.state[row.state]}</i>{row.due && <i className="mark due">{texts.due}</i>} {texts.version(row.version)} · {row.owner} · {texts.valid(row.validFrom, row.validUntil)} · {texts.fields.reviewBy} {row.reviewBy}</p>}
      </div>
      <div className="piece-acts">
        {may('knowledge.write') && versions.length > 0 && <Button onClick={onEdit}><Icon name="pencil" size={14} /> {texts.edit} <KeyCaps keys="e" /></Button>}
        {may('knowledge.approve') && row?.state === 'in-force' && !isLasting(row.kind) && <Button onClick={onRetire}>{texts.retire}</Button>}
      </div>
      {versions.length > 0 && (
        <div className="piece-tabs" role="tablist" aria-label={row?.title ?? pieceId}>
          {(['read', 'history'] as const).map((name) => <button type="button" key={name} role="tab" aria-selected={tab === name} onClick={() => { onTab(name) }}>{texts.tabs[name]}</button>)}
        </div>
      )}
    </header>
  )
}

/** What an edit of the piece begins with: its newest text, or what the release offers. */
export const startOf = ({ versions, offer }: Pick<Whole, 'versions' | 'offer'>, fromOffer: boolean): Start | undefined => {
  const newest = versions[0]
  const base = newest ? { baseVersion: newest.version } : {}
  if (fromOffer) return offer && { body: offer.body, offerId: offer.id, ...base }
  return newest && { body: newest.body, ...base }
}

export const PieceView = ({ kind, pieceId, tab, onTab, onEdit }: { kind: Kind; pieceId: string; tab: Tab; onTab: (tab: Tab) => void; onEdit: (start: Start) => void }): JSX.Element => {
  const { data: piece, error } = useAsk(getPiece, { params: { kind, pieceId } })
  const [sides, setSides] = useState<Sides>()
  const [retiring, setRetiring] = useState(false)
  if (error) return <p role="alert" className="knowledge-hint">{error.message}</p>
  if (!piece) return <div className="piece-view" aria-busy="true" />
  const { versions, offer } = piece
  const edit = (fromOffer: boolean): void => {
    const start = startOf(piece, fromOffer)
    if (start) onEdit(start)
  }
  const compare = (from: number, to: string): void => {
    setSides({ from: String(from), to })
    onTab('history')
  }
  const shown = versions.find(({ version }) => version === piece.row?.version) ?? versions[0] ?? offer
  return (
    <article className="piece-view">
      <Head piece={piece} pieceId={pieceId} tab={tab} onTab={onTab} onEdit={() => { edit(false) }} onRetire={() => { setRetiring(true) }} />
      {retiring && <RetireBar kind={kind} pieceId={pieceId} onDone={() => { setRetiring(false) }} />}
      <WaitingBar kind={kind} pieceId={pieceId} piece={piece} onDifference={(from, to) => { compare(from, String(to)) }} />
      <OfferBar piece={piece} onDifference={versions[0] && (() => { compare(versions[0]?.version ?? 0, 'release') })} onEdit={() => { edit(true) }} />
      {tab === 'history' && versions.length > 0
        ? <History kind={kind} pieceId={pieceId} versions={versions} offered={offer !== undefined} sides={sides} />
        : shown && <Content kind={kind} version={shown} />}
    </article>
  )
}
