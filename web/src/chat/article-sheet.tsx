import type { JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { dayShown } from '../ui/format.ts'
import { useLanguage, useTexts } from '../ui/language.ts'
import { MarkdownText } from '../ui/markdown-text.tsx'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { useToday } from './chat-hooks.ts'

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
      <MarkdownText text={answer.body} />
      <p className="small-print" lang={shownLanguage === 'zh' ? 'zh-CN' : 'en'}>
        {texts.versionNumber(answer.version)} · {texts.owner} {answer.owner} · {texts.approved} {texts.approvedBy(answer.approvedBy, day(answer.approvedOn))} · {texts.reviewBy} {day(answer.reviewBy)}
        <br />{texts.articleSource} · {answer.source}
      </p>
    </article>
  )
}
