import { getArticle, searchArticles } from '@xinqiao/contract/knowledge.ts'
import { Button } from 'antd'
import { type JSX, type RefObject, useDeferredValue, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import type { FigureInText } from '../../ui/sources.tsx'
import './article-search.css'

/** The approved articles beside the conversation: suggested for its intent, found by words, put into the reply with one click. */

export type Opened = { readonly articleId: string; readonly version: number | undefined }
type Words = { readonly text: string; readonly figures: FigureInText[] }
type Hit = CallAnswer<typeof searchArticles>['articles'][number]

const Whole = ({ opened, onBack, onInsert }: { opened: Opened; onBack: () => void; onInsert: ((words: Words) => void) | undefined }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { data, error } = useAsk(getArticle, {
    params: { articleId: opened.articleId }, query: opened.version === undefined ? {} : { version: opened.version },
  }, { staleTime: 600_000 })
  return (
    <article className="article">
      <button type="button" className="link" onClick={onBack}><Icon name="back" size={14} />{texts.knowledge.back}</button>
      {error && <p role="alert">{error.message}</p>}
      {data && (
        <>
          <h3>{data.title}</h3>
          <p className="article-answer">{data.answer}</p>
          <p className="article-body">{data.body}</p>
          <footer>
            <span>{texts.knowledge.version(data.version)}</span><span>{texts.knowledge.approved(data.approvedBy, data.approvedOn)}</span>
            <span>{texts.knowledge.reviewBy(data.reviewBy)}</span><span>{texts.knowledge.owner} {data.owner}</span><span>{texts.knowledge.source} {data.source}</span>
          </footer>
          {onInsert && <Button size="small" type="primary" onClick={() => { onInsert({ text: data.answer, figures: [] }) }}>{texts.knowledge.insert}</Button>}
        </>
      )}
    </article>
  )
}

const HitRow = ({ hit, onOpen, onInsert }: { hit: Hit; onOpen: () => void; onInsert: ((words: Words) => void) | undefined }): JSX.Element => {
  const texts = useTexts(deskTexts).knowledge
  return (
    <li className="hit">
      <button type="button" className="hit-title" onClick={onOpen}>{hit.title}</button>
      <p>{hit.answer}</p>
      <footer>
        <span>{texts.version(hit.version)} · {hit.owner}</span>
        {onInsert && <button type="button" className="link" onClick={() => { onInsert({ text: hit.answer, figures: [] }) }}>{texts.insert}</button>}
      </footer>
    </li>
  )
}

export const ArticleSearch = ({ intent, field, opened, onOpened, onInsert }: {
  intent: string | undefined; field: RefObject<HTMLInputElement | null>; opened: Opened | undefined
  onOpened: (opened: Opened | undefined) => void; onInsert: ((words: Words) => void) | undefined
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const [wanted, setWanted] = useState('')
  const q = useDeferredValue(wanted.trim())
  const { data, error } = useAsk(searchArticles, { query: { q, limit: 12, ...(q === '' && intent !== undefined ? { intent } : {}) } }, { keepShown: true, staleTime: 60_000 })
  if (opened) return <Whole opened={opened} onBack={() => { onOpened(undefined) }} onInsert={onInsert} />
  return (
    <div className="knowledge">
      <div className="knowledge-search">
        <Icon name="search" size={15} />
        <input ref={field} type="search" value={wanted} placeholder={texts.knowledge.search} aria-label={texts.knowledge.search} onChange={(event) => { setWanted(event.target.value) }} />
      </div>
      {q === '' && intent !== undefined && (data?.articles.length ?? 0) > 0 && <p className="knowledge-hint">{texts.knowledge.hint}</p>}
      {error && !data && <p role="alert" className="knowledge-hint">{error.message}</p>}
      {data?.articles.length === 0 && <p className="knowledge-hint">{texts.knowledge.none}</p>}
      <ul>{data?.articles.map((hit) => <HitRow key={hit.id} hit={hit} onInsert={onInsert} onOpen={() => { onOpened({ articleId: hit.id, version: hit.version }) }} />)}</ul>
    </div>
  )
}
