import type { FigureInText } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { dayShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { Fact, useAnswer } from './ask.tsx'
import { useChat, type View } from './chat-context.ts'
import { useToday } from './chat-hooks.ts'

type Source = FigureInText['source']
type From<Kind extends Source['from']> = Extract<Source, { readonly from: Kind }>

const useDay = (): ((day: string) => string) => {
  const shownLanguage = useLanguage()
  const today = useToday()
  return (day) => dayShown(day, shownLanguage, today)
}

const Onward = ({ label, to }: { readonly label: string; readonly to: View }): JSX.Element => {
  const { show } = useChat()
  return <button type="button" className="second-button onward" onClick={() => { show(to) }}>{label}<Icon name="right" size={18} /></button>
}

const Item = ({ field }: { readonly field: string }): JSX.Element | null => {
  const texts = useTexts(sheetTexts)
  const name = texts.fields[field]
  return name === undefined ? null : <Fact name={texts.item}>{name}</Fact>
}

const LoanSource = ({ source }: { readonly source: From<'loan'> }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const day = useDay()
  return (
    <>
      <Fact name={texts.from}>{texts.fromLoan}</Fact>
      <Fact name={texts.loan}><span className="code">{source.loanRef}</span></Fact>
      <Item field={source.field} />
      <Fact name={texts.asOf}>{day(source.asOf)}</Fact>
    </>
  )
}

const ProductSource = ({ source }: { readonly source: From<'product' | 'quote'> }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { client } = useChat()
  const { answer } = useAnswer('products', (signal) => client.call(customerOperations.listProducts, { signal }))
  const name = answer?.products.find(({ id }) => id === source.productId)?.name
  return (
    <>
      <Fact name={texts.from}>{source.from === 'quote' ? texts.fromQuote : texts.fromProduct}</Fact>
      <Fact name={texts.product}>{name ?? source.productId} · {texts.versionNumber(source.productVersion)}</Fact>
      <Item field={source.field} />
    </>
  )
}

const ArticleSource = ({ source }: { readonly source: From<'article'> }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const day = useDay()
  const { client } = useChat()
  const { answer } = useAnswer(`${source.articleId} ${source.articleVersion}`, (signal) =>
    client.call(customerOperations.getArticle, { params: { articleId: source.articleId }, query: { version: source.articleVersion }, signal }))
  return (
    <>
      <Fact name={texts.from}>{texts.fromArticle}</Fact>
      {answer && <Fact name={texts.article}>{answer.title}</Fact>}
      <Fact name={texts.version}>{texts.versionNumber(source.articleVersion)}</Fact>
      {answer && <Fact name={texts.approved}>{texts.approvedBy(answer.approvedBy, day(answer.approvedOn))}</Fact>}
    </>
  )
}

const SourceFacts = ({ source }: { readonly source: Source }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  switch (source.from) {
    case 'loan': return <LoanSource source={source} />
    case 'quote':
    case 'product': return <ProductSource source={source} />
    case 'article': return <ArticleSource source={source} />
    case 'term': return <><Fact name={texts.from}>{texts.fromTerm}</Fact><Fact name={texts.version}>{texts.versionNumber(source.termVersion)}</Fact></>
    case 'record': return <Fact name={texts.from}>{texts.fromRecord} · {source.what}</Fact>
    case 'calendar': return <Fact name={texts.from}>{texts.fromCalendar}</Fact>
    case 'customer': return <Fact name={texts.from}>{texts.fromCustomer}</Fact>
  }
}

const onwardOf = (source: Source, texts: (typeof sheetTexts)['zh']): { readonly label: string; readonly to: View } | undefined => {
  if (source.from === 'loan') return { label: texts.openLoan, to: { view: 'loan', loanRef: source.loanRef } }
  if (source.from === 'article') return { label: texts.openArticle, to: { view: 'article', articleId: source.articleId, version: source.articleVersion } }
  if (source.from === 'term') return { label: texts.openTerm, to: { view: 'term', termId: source.termId, loanRef: undefined } }
  return undefined
}

/** Where a figure of an answer comes from, in plain words. */
export const FigureSheet = ({ text, figure }: { readonly text: string; readonly figure: FigureInText }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { source, explanation } = figure
  const formula = 'formula' in source ? source.formula : undefined
  const onward = onwardOf(source, texts)
  return (
    <>
      <p className="big-figure">{text}</p>
      <dl className="facts">
        <SourceFacts source={source} />
        {formula !== undefined && <Fact name={texts.formula}>{formula.replaceAll(' x ', ' × ').replaceAll(' / ', ' ÷ ').replaceAll(' - ', ' − ')}</Fact>}
        {explanation !== undefined && explanation !== '' && <Fact name={texts.meaning}>{explanation}</Fact>}
      </dl>
      {onward && <Onward label={onward.label} to={onward.to} />}
    </>
  )
}
