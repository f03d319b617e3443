import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useTexts } from '../../ui/language.ts'
import type { Judging } from './judging.ts'
import './findings.css'

/** What the check found in the text below which it stands: the words, why, on what ground, and how to say it better. */

const mostShown = 3

export const Ground = ({ basis, confidence }: Pick<Finding, 'basis' | 'confidence'>): JSX.Element | null => {
  const texts = useTexts(gateTexts)
  if (basis === '') return null
  return <span className="ground">{texts.basis} {basis}{confidence !== undefined && <i className={`sure ${confidence}`}>{texts.sureness[confidence]}</i>}</span>
}

/** A finding as it is told, wherever it stands. */
export const FindingLine = ({ finding, children }: { finding: Finding; children?: ReactNode }): JSX.Element => {
  const texts = useTexts(gateTexts)
  return (
    <li className={`finding ${finding.verdict}`}>
      <span className="severity"><Icon name={finding.verdict === 'block' ? 'close' : 'alert'} size={13} />{texts.severity[finding.verdict]}</span>
      <span className="finding-words"><q>{finding.quote}</q> {finding.why} <Ground basis={finding.basis} {...(finding.confidence === undefined ? {} : { confidence: finding.confidence })} /></span>
      {children}
    </li>
  )
}

/** Alt+W says the first finding better that has an approved sentence. */
export const firstWording = ({ findings, wordingFor }: Judging): { readonly finding: Finding; readonly words: string } | undefined => {
  for (const finding of findings) {
    const words = wordingFor(finding.rule)
    if (words !== undefined) return { finding, words }
  }
  return undefined
}

export const Findings = ({ judging, onUse, onShow, onAttach }: {
  judging: Judging; onUse: (finding: Finding, words: string) => void; onShow: (finding: Finding) => void; onAttach: () => void
}): JSX.Element | null => {
  const texts = useTexts(gateTexts)
  const { findings, due, wordingFor } = judging
  if (findings.length === 0 && due.length === 0) return null
  const first = firstWording(judging)?.finding
  return (
    <ul className="findings" aria-label={texts.label}>
      {findings.slice(0, mostShown).map((finding) => {
        const words = wordingFor(finding.rule)
        return (
          <FindingLine key={`${finding.rule} ${finding.start}`} finding={finding}>
            {words === undefined
              ? <span className="advice">{texts.advice(finding.suggestion)} <button type="button" className="link" onClick={() => { onShow(finding) }}>{texts.show}</button></span>
              : <button type="button" className="link advice" onClick={() => { onUse(finding, words) }}>{texts.use(words)} {finding === first && <KeyCaps keys="alt+w" />}</button>}
          </FindingLine>
        )
      })}
      {findings.length > mostShown && <li className="finding-more">{texts.more(findings.length - mostShown)}</li>}
      {due.map((disclosure) => (
        <li className="finding due" key={disclosure.text}>
          <span className="severity"><Icon name="book" size={13} />{texts.disclosure(disclosure.name)}</span>
          <span className="finding-words">{disclosure.text} <Ground {...disclosure.ground} /></span>
          <button type="button" className="link advice" onClick={onAttach}>{texts.attach} <KeyCaps keys="enter" /></button>
        </li>
      ))}
    </ul>
  )
}

/** One field for one reason: Enter goes on, Escape goes back to the text. */
export const ReasonField = ({ label, hint, action, busy, onGiven, onBack }: {
  label: string; hint: string; action: string; busy: boolean; onGiven: (reason: string) => void; onBack: () => void
}): JSX.Element => {
  const [reason, setReason] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => { field.current?.focus() }, [])
  const give = (): void => { if (reason.trim() !== '' && !busy) onGiven(reason.trim()) }
  return (
    <div className="reason-field">
      <label>
        <span>{label}</span>
        <input
          ref={field} value={reason} maxLength={500} placeholder={hint} onChange={(event) => { setReason(event.target.value) }}
          onKeyDown={(event) => {
            // Enter that ends a composition of an input method is not ours.
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter') {
              event.preventDefault()
              give()
            } else if (event.key === 'Escape') {
              event.stopPropagation()
              onBack()
            }
          }}
        />
      </label>
      <button type="button" className="link" disabled={reason.trim() === '' || busy} onClick={give}>{action} <KeyCaps keys="enter" /></button>
    </div>
  )
}
