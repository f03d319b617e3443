/**
 * An article of the knowledge base. The file is JSON between two lines of `---`, then the text: the first paragraph
 * is what the chat says at once, the rest is what opens below it.
 */
import type { Figure } from '../primitives/figure.ts'
import { finish, has, idForm, note, noteDuplicates, open, parseJson, type Read, readText, type Source, takeBoolean, takeChoice, takeList, takeText } from '../primitives/reading.ts'
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import { placeholders } from '../primitives/filling.ts'
import { isLoanField } from './loan-fields.ts'
import { checkFigures, figuresFrom, readStatedFigure, type StatedFigure, unlistedFigures } from './stated-figure.ts'

export type Article = Governance & {
  readonly id: string
  readonly title: string
  /** Ids of the intents it answers, the foremost first. */
  readonly intents: readonly string[]
  readonly audience: 'customer' | 'agent'
  /** The general answer to its foremost intent, before the articles on a part of it. One for each intent. */
  readonly leads: boolean
  /** Absent: it holds for every product. */
  readonly products?: readonly string[]
  readonly figures: readonly StatedFigure[]
  /** What is said at once: at most 120 characters of plain text. */
  readonly answer: string
  /** What opens below it. Markdown: paragraphs, numbered steps, lists with `- `, bold; nothing else. May be empty. */
  readonly body: string
  /** Told below the answer where the customer's own loan is known: it names places of the loan and no figure of its own. */
  readonly withLoan?: string
  /** How customers ask for it, beside the words that stand in it; never a customer's own words with his data in them. */
  readonly phrasings: readonly string[]
}

const mostAnswer = 120
const mostBody = 4000

const fileForm = /^---\n([\s\S]*?)\n---\n\s*([\s\S]*)$/

const splitText = (text: string): Pick<Article, 'answer' | 'body'> => {
  const [answer = '', ...rest] = text.trim().split(/\n\s*\n/)
  return { answer: answer.trim(), body: rest.join('\n\n').trim() }
}

const checkWithLoan = (source: Source, withLoan: string): void => {
  const names = placeholders(withLoan)
  for (const name of names) if (!isLoanField(name)) note(source, 'withLoan', 'unknown-placeholder', name)
  if (names.length === 0) note(source, 'withLoan', 'contradiction', 'names nothing of the loan')
  for (const words of unlistedFigures(withLoan, [])) note(source, 'withLoan', 'unlisted-figure', words)
}

/** Reads one article file, or names every problem in it. */
export const parseArticle = (file: string): Read<Article> => {
  const match = fileForm.exec(file.replaceAll('\r\n', '\n'))
  if (!match) return { ok: false, problems: [{ at: '', code: 'no-front-matter' }] }
  const front = parseJson(match[1] ?? '')
  if (!front.ok) return front
  const source = open(front.value, '', [])
  const { answer, body } = splitText(match[2] ?? '')
  const article: Article = {
    id: takeText(source, 'id', 60, idForm),
    title: takeText(source, 'title', 40),
    intents: takeList(source, 'intents', readText),
    audience: takeChoice(source, 'audience', ['customer', 'agent']),
    leads: has(source, 'leads') && takeBoolean(source, 'leads'),
    ...(has(source, 'products') ? { products: takeList(source, 'products', readText) } : {}),
    figures: takeList(source, 'figures', readStatedFigure, 0),
    answer,
    body,
    ...(has(source, 'withLoan') ? { withLoan: takeText(source, 'withLoan', 200) } : {}),
    phrasings: has(source, 'phrasings') ? takeList(source, 'phrasings', readText, 0) : [],
    ...takeGovernance(source),
  }
  if (article.withLoan !== undefined) checkWithLoan(source, article.withLoan)
  if (answer === '') note(source, 'answer', 'empty')
  if (answer.length > mostAnswer) note(source, 'answer', 'too-long', `${answer.length} characters`)
  if (body.length > mostBody) note(source, 'body', 'too-long', `${body.length} characters`)
  noteDuplicates(source, 'intents', article.intents)
  noteDuplicates(source, 'figures', article.figures.map((figure) => figure.text))
  checkFigures(source, 'figures', `${article.title}\n${answer}\n${body}`, article.figures)
  return finish(source, article)
}

/** The file of an article, byte for byte what `parseArticle` reads; for handing reviewed articles back. */
export const articleText = (frontMatter: Readonly<Record<string, unknown>>, answer: string, body: string): string =>
  `---\n${JSON.stringify(frontMatter, undefined, 2)}\n---\n\n${answer}\n${body === '' ? '' : `\n${body}\n`}`

export const articleFigures = (article: Article): readonly Figure[] =>
  figuresFrom(article.figures, { from: 'article', articleId: article.id, articleVersion: article.version })

/** What customers may be answered with for an intent: the leading article first, then those that name it foremost. */
export const articlesFor = (articles: readonly Article[], intent: string, product?: string): readonly Article[] =>
  articles
    .filter((article) => article.audience === 'customer' && article.intents.includes(intent))
    .filter((article) => article.products === undefined || (product !== undefined && article.products.includes(product)))
    .map((article, place) => ({ article, place, rank: article.leads && article.intents[0] === intent ? -1 : article.intents.indexOf(intent) }))
    .sort((left, right) => left.rank - right.rank || left.place - right.place)
    .map(({ article }) => article)
