import { Fragment, type JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { dayShown } from '../ui/format.ts'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { useToday } from './chat-hooks.ts'
import { type Block, blocksOf, type Span } from './markdown.ts'

// Spans, lines and items of a text that never changes are known by their place.
/* oxlint-disable react/no-array-index-key */
const Spans = ({ spans }: { readonly spans: readonly Span[] }): JSX.Element => (
  <>{spans.map(({ text, bold }, at) => (bold ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>))}</>
)

const BlockView = ({ block }: { readonly block: Block }): JSX.Element => {
  if (block.kind === 'heading') return <h4><Spans spans={block.spans} /></h4>
  if (block.kind === 'paragraph') return <p>{block.lines.map((spans, at) => <Fragment key={at}>{at > 0 && <br />}<Spans spans={spans} /></Fragment>)}</p>
  const items = block.items.map((spans, at) => <li key={at}><Spans spans={spans} /></li>)
  return block.kind === 'steps' ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
}

/** An approved article, in the version that the answer rested on. */
export const ArticleSheet = ({ articleId, version }: { readonly articleId: string; readonly version: number | undefined }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  const { client } = useChat()
  const today = useToday()
  const { answer, refusal, again } = useAnswer(`${articleId} ${version}`, (signal) =>
    client.call(customerOperations.getArticle, { params: { articleId }, query: version === undefined ? {} : { version }, signal }))
  if (!answer) return <Waiting refusal={refusal} again={again} />
  const day = (iso: string): string => dayShown(iso, shownLanguage, today)
  return (
    <article className="article" lang="zh-CN">
      <h3>{answer.title}</h3>
      <p className="lead">{answer.answer}</p>
      {blocksOf(answer.body).map((block, at) => <BlockView key={at} block={block} />)}
      <p className="small-print" lang={shownLanguage === 'zh' ? 'zh-CN' : 'en'}>
        {texts.versionNumber(answer.version)} · {texts.owner} {answer.owner} · {texts.approved} {texts.approvedBy(answer.approvedBy, day(answer.approvedOn))} · {texts.reviewBy} {day(answer.reviewBy)}
        <br />{texts.articleSource} · {answer.source}
      </p>
    </article>
  )
}
