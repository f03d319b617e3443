import type { previewPiece } from '@xinqiao/contract/knowledge-desk.ts'
import type { JSX } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { MarkdownText } from '../../ui/markdown-text.tsx'
import { fieldName } from './difference.tsx'
import type { Body, Kind } from './piece-fields.ts'

/** A piece as the customer will read it, and below it what stands in the way of handing it in. */

export type Checked = CallAnswer<typeof previewPiece>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What nobody reads as a text is shown as its file has it. */
const asFile: ReadonlySet<Kind> = new Set(['product', 'policy', 'rule'])

/** What the machine says, then what opens below it. */
export const AsRead = ({ kind, body, withLoan }: { kind: Kind; body: Body; withLoan: string | undefined }): JSX.Element => {
  const said = kind === 'article' ? text(body['answer']) : kind === 'term' ? text(body['plain']) : kind === 'disclosure' ? text((body['text'] as Body | undefined)?.['zh']) : text(body['text'])
  const notices = Array.isArray(body['notices']) ? body['notices'] as readonly { readonly id: string; readonly when: string; readonly text: { readonly zh: string } }[] : []
  return (
    <div className="as-read" lang="zh-CN">
      {kind === 'term' && <h3>{text(body['zh'])}</h3>}
      {said !== '' && <p className="bubble-read">{said}</p>}
      {withLoan !== undefined && <p className="bubble-read">{withLoan}</p>}
      {kind === 'article' && <article className="article-read"><h3>{text(body['title'])}</h3><MarkdownText text={text(body['body'])} /></article>}
      {kind === 'notice' && <dl className="notices-read">{notices.map((notice) => <div key={notice.id}><dt>{notice.when}</dt><dd>{notice.text.zh}</dd></div>)}</dl>}
      {asFile.has(kind) && <pre>{JSON.stringify(body, undefined, 1)}</pre>}
    </div>
  )
}

export const Checks = ({ checked }: { checked: Checked }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const gate = useTexts(gateTexts)
  const { problems, findings } = checked
  if (problems.length === 0 && findings.length === 0) return <p className="checks-none"><Icon name="check" size={14} />{texts.noProblems}</p>
  return (
    <ul className="checks" aria-label={texts.problems}>
      {problems.map(({ at, code, about }) => (
        <li key={`${at} ${code} ${about}`}><Icon name="alert" size={13} /><span>{texts.problemAt(fieldName(texts.fields, at), texts.problem[code] ?? code, about)}</span></li>
      ))}
      {findings.map(({ rule, start, quote, why, basis }) => (
        <li key={`${rule} ${start}`}><Icon name="shield" size={13} /><span><q>{quote}</q> {why} <small>{gate.basis} {basis}</small></span></li>
      ))}
    </ul>
  )
}
