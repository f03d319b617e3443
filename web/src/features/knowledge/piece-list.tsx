import { listPieces, type PieceRow, pieceKinds } from '@xinqiao/contract/knowledge-desk.ts'
import { type JSX, type RefObject, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { missingTexts } from '../../ui/catalogue/missing.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { sources } from './missing.tsx'
import type { Kind } from './piece-fields.ts'

/** All pieces of a kind: found by words, filtered by how they stand and whose they are, what waits for somebody first. */

type Show = keyof (typeof knowledgeTexts)['zh']['show']

export const usePieces = (kind: Kind) => {
  const [q, setQ] = useState('')
  const [show, setShow] = useState<Show>('all')
  const [owner, setOwner] = useState('')
  const words = useDeferredValue(q.trim())
  const { data, error } = useAsk(listPieces, { query: { kind, q: words, show, ...(owner === '' ? {} : { owner }) } }, { keepShown: true })
  return { q, setQ, show, setShow, owner, setOwner, rows: data?.rows ?? [], owners: data?.owners ?? [], counts: data?.counts, error, loaded: data !== undefined }
}
export type Pieces = ReturnType<typeof usePieces>

const Row = ({ row, chosen, onChoose }: { row: PieceRow; chosen: boolean; onChoose: () => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => { if (chosen) place.current?.scrollIntoView({ block: 'nearest' }) }, [chosen])
  return (
    <li ref={place} className={chosen ? 'piece-row chosen' : 'piece-row'}>
      <button type="button" aria-current={chosen} onClick={onChoose}>
        <b>{row.title}</b>
        <span className="piece-marks">
          {row.version > 0 ? <i className={`mark ${row.state}`}>{texts.state[row.state]}</i> : <i className="mark waiting">{texts.isNew}</i>}
          {row.waiting && row.state !== 'waiting' && <i className="mark waiting">{texts.state.waiting}</i>}
          {row.offered && row.version > 0 && <i className="mark fresh">{texts.offered}</i>}
          {row.due && <i className="mark due">{texts.due}</i>}
        </span>
        <small>{row.version > 0 ? `${texts.version(row.version)} · ` : ''}{row.owner}</small>
      </button>
    </li>
  )
}

const Filters = ({ pieces, field }: { pieces: Pieces; field: RefObject<HTMLInputElement | null> }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const { counts } = pieces
  const numbers: Partial<Record<Show, number | undefined>> = { all: counts?.all, 'to-decide': counts?.toDecide, due: counts?.due, offered: counts?.offered }
  return (
    <div className="piece-filters">
      <div className="knowledge-search">
        <Icon name="search" size={15} />
        <input ref={field} type="search" value={pieces.q} placeholder={texts.search} aria-label={texts.search} onChange={(event) => { pieces.setQ(event.target.value) }} />
      </div>
      <div className="piece-selects">
        <select aria-label={texts.showLabel} value={pieces.show} onChange={(event) => { pieces.setShow(event.target.value as Show) }}>
          {(Object.keys(texts.show) as Show[]).map((name) => <option key={name} value={name}>{texts.show[name]}{numbers[name] === undefined ? '' : ` ${numbers[name]}`}</option>)}
        </select>
        <select aria-label={texts.ownerLabel} value={pieces.owner} onChange={(event) => { pieces.setOwner(event.target.value) }}>
          <option value="">{texts.everyOwner}</option>
          {pieces.owners.map((owner) => <option key={owner} value={owner}>{owner}</option>)}
        </select>
      </div>
    </div>
  )
}

/** The kinds of knowledge, and what is to become some. */
export const ListTabs = ({ list, onList }: { list: string; onList: (list: string) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const missing = useTexts(missingTexts)
  const may = useMay()
  const tab = (name: string, label: string): JSX.Element => <button type="button" key={name} role="tab" aria-selected={name === list} onClick={() => { onList(name) }}>{label}</button>
  return (
    <>
      <div className="views" role="tablist" aria-label={texts.listsLabel}>{pieceKinds.map((name) => tab(name, texts.lists[name]))}</div>
      {may('knowledge.write') && <div className="views views-second" role="tablist" aria-label={missing.tabsLabel}>{sources.map((name) => tab(name, missing.tabs[name]))}</div>}
    </>
  )
}

export const PieceList = ({ pieces, chosen, field, onChoose, onCreate }: {
  pieces: Pieces; chosen: string | undefined; field: RefObject<HTMLInputElement | null>; onChoose: (pieceId: string) => void; onCreate: () => void
}): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const may = useMay()
  return (
    <>
      <Filters pieces={pieces} field={field} />
      {pieces.error && !pieces.loaded && <p role="alert" className="knowledge-hint">{pieces.error.message}</p>}
      <ul className="piece-rows">
        {pieces.rows.map((row) => <Row key={row.id} row={row} chosen={row.id === chosen} onChoose={() => { onChoose(row.id) }} />)}
      </ul>
      {pieces.loaded && pieces.rows.length === 0 && <p className="knowledge-hint">{texts.none}</p>}
      {may('knowledge.write') && <button type="button" className="piece-create" onClick={onCreate}><Icon name="plus" size={15} />{texts.create}</button>}
    </>
  )
}
