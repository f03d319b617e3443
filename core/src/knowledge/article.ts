/**
 * An article of the knowledge base. The file is JSON between two lines of `---`, then the text: the first paragraph
 * is what the chat says at once, the rest is what opens below it.
 */
import type { Figure } from '../primitives/figure.ts'
import { finish, has, idForm, note, noteDuplicates, open, parseJson, type Read, readText, takeChoice, takeList, takeText } from '../primitives/reading.ts'
import { type Governance, takeGovernance } from './governance.ts'
import { checkFigures, figuresFrom, readStatedFigure, type StatedFigure } from './stated-figure.ts'

export type Article = Governance & {
  readonly id: string
  readonly title: string
  /** Ids of the intents it answers, the foremost first. */
  readonly intents: readonly string[]
  readonly audience: 'customer' | 'agent'
  /** Absent: it holds for every product. */
  readonly products?: readonly string[]
  readonly figures: readonly StatedFigure[]
  /** At most 120 characters of plain text. */
  readonly short: string
  /** Markdown: paragraphs, numbered steps, lists with `- `, bold; nothing else. May be empty for an agent's note. */
  readonly details: string
}

const mostShort = 120
const mostDetails = 4000

const fileForm = /^---\n([\s\S]*?)\n---\n\s*([\s\S]*)$/

const splitBody = (body: string): { readonly short: string; readonly details: string } => {
  const [short = '', ...rest] = body.trim().split(/\n\s*\n/)
  return { short: short.trim(), details: rest.join('\n\n').trim() }
}

/** Reads one article file, or names every problem in it. */
export const parseArticle = (file: string): Read<Article> => {
  const match = fileForm.exec(file.replaceAll('\r\n', '\n'))
  if (!match) return { ok: false, problems: [{ at: '', code: 'no-front-matter' }] }
  const front = parseJson(match[1] ?? '')
  if (!front.ok) return front
  const source = open(front.value, '', [])
  const { short, details } = splitBody(match[2] ?? '')
  const article: Article = {
    id: takeText(source, 'id', 60, idForm),
    title: takeText(source, 'title', 40),
    intents: takeList(source, 'intents', readText),
    audience: takeChoice(source, 'audience', ['customer', 'agent']),
    ...(has(source, 'products') ? { products: takeList(source, 'products', readText) } : {}),
    figures: takeList(source, 'figures', readStatedFigure, 0),
    short,
    details,
    ...takeGovernance(source),
  }
  if (short === '') note(source, 'short', 'empty')
  if (short.length > mostShort) note(source, 'short', 'too-long', `${short.length} characters`)
  if (details.length > mostDetails) note(source, 'details', 'too-long', `${details.length} characters`)
  noteDuplicates(source, 'intents', article.intents)
  noteDuplicates(source, 'figures', article.figures.map((figure) => figure.text))
  checkFigures(source, 'figures', `${article.title}\n${short}\n${details}`, article.figures)
  return finish(source, article)
}

/** The file of an article, byte for byte what `parseArticle` reads; for handing reviewed articles back. */
export const articleText = (frontMatter: Readonly<Record<string, unknown>>, short: string, details: string): string =>
  `---\n${JSON.stringify(frontMatter, undefined, 2)}\n---\n\n${short}\n${details === '' ? '' : `\n${details}\n`}`

export const articleFigures = (article: Article): readonly Figure[] =>
  figuresFrom(article.figures, { from: 'article', articleId: article.id, articleVersion: article.version })

/** What customers may be answered with for an intent: those that name it foremost come first. */
export const articlesFor = (articles: readonly Article[], intent: string, product?: string): readonly Article[] =>
  articles
    .filter((article) => article.audience === 'customer' && article.intents.includes(intent))
    .filter((article) => article.products === undefined || (product !== undefined && article.products.includes(product)))
    .map((article, place) => ({ article, place, rank: article.intents.indexOf(intent) }))
    .sort((left, right) => left.rank - right.rank || left.place - right.place)
    .map(({ article }) => article)
