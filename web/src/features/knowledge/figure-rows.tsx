import type { JSX } from 'react'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { type Body, guessFigure } from './piece-fields.ts'

/** The figures of an article, each as it stands in the text and as what it is: a figure that is not listed is not approved. */

const kinds = ['amount', 'rate', 'date', 'term', 'time', 'count', 'reference'] as const
const units = ['instalment', 'month', 'day', 'working-day'] as const

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')

/** Spans and counts are numbers, everything else is text: amounts never are numbers. */
const valueOf = (kind: string, typed: string): string | number => ((kind === 'term' || kind === 'count') && /^\d+$/.test(typed) ? Number(typed) : typed)

const withKind = (figure: Body, kind: string): Body => {
  const { unit: _unit, period: _period, ...rest } = figure
  return { ...rest, kind, value: valueOf(kind, text(rest['value'])), ...(kind === 'term' ? { unit: 'day' } : kind === 'rate' ? { period: 'year' } : {}) }
}

const Row = ({ figure, onChange, onRemove }: { figure: Body; onChange: (figure: Body) => void; onRemove: () => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const kind = text(figure['kind'])
  return (
    <li>
      <input aria-label={texts.figureText} placeholder={texts.figureText} value={text(figure['text'])} onChange={(event) => { onChange({ ...figure, text: event.target.value }) }} />
      <select aria-label={texts.figureKind} value={kind} onChange={(event) => { onChange(withKind(figure, event.target.value)) }}>
        {kinds.map((name) => <option key={name} value={name}>{texts.figureKinds[name]}</option>)}
      </select>
      <input aria-label={texts.figureValue} placeholder={texts.figureValue} value={text(figure['value'])} onChange={(event) => { onChange({ ...figure, value: valueOf(kind, event.target.value) }) }} />
      {kind === 'term' && (
        <select aria-label={texts.figureUnit} value={text(figure['unit'])} onChange={(event) => { onChange({ ...figure, unit: event.target.value }) }}>
          {units.map((name) => <option key={name} value={name}>{texts.figureUnits[name]}</option>)}
        </select>
      )}
      {kind === 'rate' && (
        <select aria-label={texts.figureUnit} value={text(figure['period'])} onChange={(event) => { onChange({ ...figure, period: event.target.value }) }}>
          <option value="year">{texts.figureUnits.year}</option><option value="month">{texts.figureUnits.perMonth}</option><option value="day">{texts.figureUnits.day}</option>
        </select>
      )}
      <button type="button" aria-label={`${texts.figureRemove} ${text(figure['text'])}`} onClick={onRemove}><Icon name="close" size={13} /></button>
    </li>
  )
}

/** `unlisted`: what the check found in the text and not in the list; one click lists it. */
export const FigureRows = ({ figures, unlisted, onChange }: { figures: readonly Body[]; unlisted: readonly string[]; onChange: (figures: readonly Body[]) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  return (
    <div className="figure-rows">
      <ul>
        {figures.map((figure, at) => (
          // A figure has no name of its own: it is known by its place in the list.
          // oxlint-disable-next-line react/no-array-index-key
          <Row key={at} figure={figure} onChange={(changed) => { onChange(figures.with(at, changed)) }} onRemove={() => { onChange(figures.toSpliced(at, 1)) }} />
        ))}
      </ul>
      {[...new Set(unlisted)].map((words) => <button type="button" key={words} className="link" onClick={() => { onChange([...figures, guessFigure(words)]) }}>+ {words}</button>)}
      <button type="button" className="link" onClick={() => { onChange([...figures, { text: '', kind: 'reference', value: '' }]) }}>{texts.figureAdd}</button>
    </div>
  )
}
