import { useQueryClient } from '@tanstack/react-query'
import { dismissSuggestion, type Gap, listGaps, listSuggestions, type Suggestion } from '@xinqiao/contract/knowledge-gaps.ts'
import { App, Button } from 'antd'
import { type JSX, type ReactNode, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { missingTexts } from '../../ui/catalogue/missing.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import type { Start } from './piece-editor.tsx'

/** Where articles come from: questions that nobody could answer, and answers of colleagues that should become articles. */

export const sources = ['gaps', 'suggestions'] as const
export type Source = (typeof sources)[number]
export const isSource = (text: string): text is Source => (sources as readonly string[]).includes(text)

export const useMissing = (source: Source | undefined) => {
  const [show, setShow] = useState<'open' | 'covered'>('open')
  const gaps = useAsk(listGaps, { query: { show } }, { enabled: source === 'gaps', keepShown: true })
  const suggestions = useAsk(listSuggestions, {}, { enabled: source === 'suggestions' })
  return { show, setShow, gaps: gaps.data?.gaps ?? [], suggestions: suggestions.data?.suggestions ?? [], error: gaps.error ?? suggestions.error, loaded: (source === 'gaps' ? gaps : suggestions).data !== undefined }
}
export type Missing = ReturnType<typeof useMissing>

export const idsOf = ({ gaps, suggestions }: Missing, source: Source): readonly string[] => (source === 'gaps' ? gaps : suggestions).map(({ id }) => id)

const Row = ({ chosen, onChoose, title, children }: { chosen: boolean; onChoose: () => void; title: string; children: ReactNode }): JSX.Element => (
  <li className={chosen ? 'piece-row chosen' : 'piece-row'}><button type="button" aria-current={chosen} onClick={onChoose}><b>{title}</b>{children}</button></li>
)

export const MissingList = ({ source, missing, chosen, onChoose }: { source: Source; missing: Missing; chosen: string | undefined; onChoose: (id: string) => void }): JSX.Element => {
  const texts = useTexts(missingTexts)
  const { gaps, suggestions, show, setShow, error, loaded } = missing
  const none = loaded && (source === 'gaps' ? gaps : suggestions).length === 0
  return (
    <>
      {source === 'gaps' && (
        <div className="piece-filters">
          <select aria-label={texts.showLabel} value={show} onChange={(event) => { setShow(event.target.value as 'open' | 'covered') }}>
            <option value="open">{texts.open}</option><option value="covered">{texts.covered}</option>
          </select>
        </div>
      )}
      {error && !loaded && <p role="alert" className="knowledge-hint">{error.message}</p>}
      <ul className="piece-rows">
        {source === 'gaps'
          ? gaps.map((gap) => (
            <Row key={gap.id} chosen={gap.id === chosen} title={gap.examples[0] ?? texts.erased} onChoose={() => { onChoose(gap.id) }}>
              <span className="piece-marks"><i className="mark waiting">{texts.times(gap.questions)}</i>{gap.covered && <i className="mark in-force">{texts.since(gap.sinceCovered)}</i>}</span>
            </Row>
          ))
          : suggestions.map((one) => <Row key={one.id} chosen={one.id === chosen} title={one.question} onChoose={() => { onChoose(one.id) }}><small>{one.by.name} · {one.at.slice(0, 10)}</small></Row>)}
      </ul>
      {none && <p className="knowledge-hint">{source === 'gaps' ? texts.noGaps : texts.noSuggestions}</p>}
    </>
  )
}

const GapView = ({ gap, onWrite }: { gap: Gap; onWrite: (start: Start) => void }): JSX.Element => {
  const texts = useTexts(missingTexts)
  return (
    <article className="piece-view">
      <header className="piece-head">
        <div>
          <h2>{texts.gapTitle(gap.questions)}</h2>
          <p>{texts.between(gap.firstAt.slice(0, 10), gap.lastAt.slice(0, 10))}{gap.reasons.map(({ reason, count }) => <i className="mark" key={reason}>{texts.reasons[reason]} {count}</i>)}</p>
        </div>
        <div className="piece-acts"><Button type="primary" onClick={() => { onWrite({ body: gap.start, cameFrom: `gap:${gap.id}` }) }}><Icon name="pencil" size={14} /> {texts.write}</Button></div>
      </header>
      {gap.covered && <p className="knowledge-hint">{texts.coveredBy(gap.covered.id, gap.covered.since, gap.sinceCovered)}</p>}
      <h3 className="missing-heading">{texts.examples}</h3>
      <ul className="missing-examples" lang="zh-CN">{gap.examples.map((example) => <li key={example}><q>{example}</q></li>)}</ul>
      <p className="knowledge-hint">{texts.masked}</p>
    </article>
  )
}

const SuggestionView = ({ suggestion, onWrite }: { suggestion: Suggestion; onWrite: (start: Start) => void }): JSX.Element => {
  const texts = useTexts(missingTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const dismiss = async (): Promise<void> => {
    const answer = await call(dismissSuggestion, { params: { suggestionId: suggestion.id }, body: { reason: reason.trim() } })
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    await queries.invalidateQueries({ queryKey: [listSuggestions.id] })
  }
  return (
    <article className="piece-view">
      <header className="piece-head">
        <div><h2>{texts.suggestionTitle}</h2><p>{texts.suggestedBy(suggestion.by.name, suggestion.at.slice(0, 10))}</p></div>
        <div className="piece-acts"><Button type="primary" onClick={() => { onWrite({ body: suggestion.start, cameFrom: `suggestion:${suggestion.id}` }) }}><Icon name="pencil" size={14} /> {texts.write}</Button></div>
      </header>
      <h3 className="missing-heading">{texts.asked}</h3>
      <p lang="zh-CN"><q>{suggestion.question}</q></p>
      <h3 className="missing-heading">{texts.answered}</h3>
      <p className="bubble-read" lang="zh-CN">{suggestion.answer}</p>
      <p className="knowledge-hint">{texts.generalised}</p>
      <p className="decision-acts missing-dismiss">
        <input className="decision-reason" aria-label={texts.dismissHint} placeholder={texts.dismissHint} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value) }} />
        <Button danger disabled={reason.trim() === ''} onClick={() => { void dismiss() }}>{texts.dismiss}</Button>
      </p>
    </article>
  )
}

export const MissingView = ({ source, missing, id, onWrite }: { source: Source; missing: Missing; id: string; onWrite: (start: Start) => void }): JSX.Element | null => {
  const texts = useTexts(missingTexts)
  const gap = source === 'gaps' ? missing.gaps.find((one) => one.id === id) : undefined
  const suggestion = source === 'suggestions' ? missing.suggestions.find((one) => one.id === id) : undefined
  if (gap) return <GapView gap={gap} onWrite={onWrite} />
  if (suggestion) return <SuggestionView suggestion={suggestion} onWrite={onWrite} />
  return missing.loaded ? <p className="knowledge-hint piece-view">{texts.done}</p> : null
}
