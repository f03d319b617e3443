import { Popover } from 'antd'
import { type JSX, useState } from 'react'
import { type DeskTexts, deskTexts } from './catalogue/desk.ts'
import './figure-card.css'
import { useTexts } from './language.ts'
import { type FigureInText, useOpeners } from './sources.tsx'

/** A figure that opens to where it comes from. */

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

/** Words that open a card. */
export const Opened = ({ text, kind, label, card }: { text: string; kind: 'figure' | 'term'; label: string; card: JSX.Element }): JSX.Element => {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" destroyOnHidden content={card} arrow={false} placement="bottomLeft">
      <button type="button" className={`in-text ${kind}`} aria-label={`${text} · ${label}`} aria-expanded={open}>{text}</button>
    </Popover>
  )
}

export const Figure = ({ figure, text }: { figure: FigureInText; text: string }): JSX.Element => {
  const texts = useTexts(deskTexts).source
  return <Opened kind="figure" text={text} label={texts.title} card={<SourceCard figure={figure} shown={text} />} />
}
