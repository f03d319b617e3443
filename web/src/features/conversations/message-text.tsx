import type { FigureInText, MessageBody } from '@xinqiao/contract/conversations.ts'
import { readTerm } from '@xinqiao/contract/knowledge.ts'
import { Popover } from 'antd'
import { type JSX, memo, useState } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { type DeskTexts, deskTexts } from '../../ui/catalogue/desk.ts'
import { useTexts } from '../../ui/language.ts'
import { useOpeners } from '../../ui/sources.tsx'
import { partsOf } from '../../ui/text-parts.ts'

/** A message's words; every figure in them opens to its source, every term to its explanation. */

export const sourceLine = (source: FigureInText['source'], texts: DeskTexts['source']): string => {
  switch (source.from) {
    case 'loan': return texts.from.loan(source.loanRef, source.asOf)
    case 'quote': return texts.from.quote(source.productId, source.productVersion)
    case 'product': return texts.from.product(source.productId, source.productVersion)
    case 'article': return texts.from.article(source.articleId, source.articleVersion)
    case 'term': return texts.from.term(source.termId, source.termVersion)
    case 'record': return texts.from.record(source.what, source.ref)
    case 'calendar': return texts.from.calendar(source.what)
    case 'customer': return texts.from.customer(source.what)
  }
}

const SourceCard = ({ figure, shown }: { figure: FigureInText; shown: string }): JSX.Element => {
  const texts = useTexts(deskTexts).source
  const { openLoan, openArticle } = useOpeners()
  const { source } = figure
  const formula = 'formula' in source ? source.formula : undefined
  const field = 'field' in source ? source.field : undefined
  return (
    <div className="source-card">
      <strong className="figures">{shown}</strong>
      {figure.explanation !== undefined && <p>{figure.explanation}</p>}
      <dl>
        {formula !== undefined && <><dt>{texts.formula}</dt><dd><code>{formula}</code></dd></>}
        {field !== undefined && <><dt>{texts.field}</dt><dd><code>{field}</code></dd></>}
      </dl>
      <footer>
        <span>{sourceLine(source, texts)}</span>
        {source.from === 'loan' && openLoan && <button type="button" className="link" onClick={() => { openLoan(source.loanRef) }}>{texts.openLoan}</button>}
        {source.from === 'article' && openArticle && (
          <button type="button" className="link" onClick={() => { openArticle(source.articleId, source.articleVersion) }}>{texts.openArticle}</button>
        )}
      </footer>
    </div>
  )
}

const TermCard = ({ termId }: { termId: string }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { data, error } = useAsk(readTerm, { params: { termId } }, { staleTime: 600_000 })
  if (error) return <div className="source-card"><p>{error.message}</p></div>
  if (!data) return <div className="source-card"><p>{texts.loading}</p></div>
  return <div className="source-card"><strong>{data.name}</strong><p>{data.plain}</p><footer><span>{data.source}</span></footer></div>
}

const Opened = ({ text, kind, label, card }: { text: string; kind: 'figure' | 'term'; label: string; card: JSX.Element }): JSX.Element => {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" destroyOnHidden content={card} arrow={false} placement="bottomLeft">
      <button type="button" className={`in-text ${kind}`} aria-label={`${text} · ${label}`} aria-expanded={open}>{text}</button>
    </Popover>
  )
}

export const MessageText = memo(({ body }: { body: Pick<MessageBody, 'text' | 'figures' | 'terms'> }): JSX.Element => {
  const texts = useTexts(deskTexts).source
  return (
    <p className="words">
      {partsOf(body).map((part) => {
        if (part.kind === 'plain') return part.text
        if (part.kind === 'figure') {
          return <Opened key={part.at} kind="figure" text={part.text} label={texts.title} card={<SourceCard figure={part.figure} shown={part.text} />} />
        }
        return <Opened key={part.at} kind="term" text={part.text} label={texts.term} card={<TermCard termId={part.termId} />} />
      })}
    </p>
  )
})
