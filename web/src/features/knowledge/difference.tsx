import { comparePiece, type PieceVersion } from '@xinqiao/contract/knowledge-desk.ts'
import { type JSX, useState } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { useTexts } from '../../ui/language.ts'
import type { Kind } from './piece-fields.ts'

/** What differs between any two versions, word by word; each change is told by its mark and not by colour alone. */

export type Sides = { readonly from: string; readonly to: string }

export const fieldName = (names: Readonly<Record<string, string>>, field: string): string => {
  const [first = '', ...rest] = field.split(/[.[]/)
  return [names[first] ?? first, ...rest.map((part) => names[part] ?? part.replace(']', ''))].join(' · ')
}

export const DifferenceBetween = ({ kind, pieceId, sides }: { kind: Kind; pieceId: string; sides: Sides }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const { data, error } = useAsk(comparePiece, { params: { kind, pieceId }, query: sides }, { keepShown: true })
  if (error) return <p role="alert">{error.message}</p>
  if (data?.fields.length === 0) return <p className="knowledge-hint">{texts.same}</p>
  return (
    <dl className="difference">
      {data?.fields.map(({ field, parts }) => (
        <div key={field}>
          <dt>{fieldName(texts.fields, field)}</dt>
          <dd>
            {/* Parts of one comparison stand where they stand. */}
            {/* oxlint-disable-next-line react/no-array-index-key */}
            {parts.map(({ change, text }, at) => (change === 'same' ? <span key={at}>{text}</span> : change === 'added' ? <ins key={at}>{text}</ins> : <del key={at}>{text}</del>))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const SidePicker = ({ label, value, versions, offered, onPick }: { label: string; value: string; versions: readonly PieceVersion[]; offered: boolean; onPick: (side: string) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  return (
    <label>{label}
      <select value={value} onChange={(event) => { onPick(event.target.value) }}>
        {offered && <option value="release">{texts.release}</option>}
        {versions.map(({ version, state }) => <option key={version} value={String(version)}>{texts.version(version)} · {texts.state[state]}</option>)}
      </select>
    </label>
  )
}

export const Differences = ({ kind, pieceId, versions, offered, initial }: { kind: Kind; pieceId: string; versions: readonly PieceVersion[]; offered: boolean; initial: Sides }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const [sides, setSides] = useState(initial)
  return (
    <section className="differences" aria-label={texts.compare}>
      <div className="sides">
        <SidePicker label={texts.from} value={sides.from} versions={versions} offered={offered} onPick={(from) => { setSides({ ...sides, from }) }} />
        <SidePicker label={texts.to} value={sides.to} versions={versions} offered={offered} onPick={(to) => { setSides({ ...sides, to }) }} />
      </div>
      <DifferenceBetween kind={kind} pieceId={pieceId} sides={sides} />
    </section>
  )
}
