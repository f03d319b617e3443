import type { Article } from '@xinqiao/core/knowledge/article.ts'
import { grams, requiredWords } from '@xinqiao/core/knowledge/search-words.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { piecesInForce } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { queryOf, searchTools, wordsOf } from './search-tools.ts'

/**
 * Full text search over the articles in force on a day: those that hold all words of the question come first, then
 * those that hold any, and where no word is known, those that share runs of characters. Ranked within each step by how
 * rare the shared words are and where they stand.
 */

export type ArticleQuery = {
  readonly text: string
  readonly day: Day
  readonly limit: number
  readonly audience?: Article['audience']
  /** Only articles that answer this intent, those that name it foremost first. */
  readonly intent?: string
  /** Of articles written for some products only, those for this one; without it none of them. */
  readonly product?: string
}

export type ArticleHit = {
  readonly article: Article
  /** What it was found by; `intent` where the text found nothing. */
  readonly by: 'all-words' | 'any-word' | 'characters' | 'intent'
  /** Comparable within one search only; 0 where only the intent spoke for it. */
  readonly score: number
}

const mostWords = 64
const mostGrams = 200

type Found = { readonly piece_id: string; readonly all_words: boolean; readonly score: number }

/**
 * A word counts by its rarity (BM25's inverse frequency), more in a title than in the body, and hardly more for being
 * repeated. `column` is one of our own two names.
 */
const findIn = async (
  reader: Reader, column: 'words' | 'grams', asked: { readonly all: readonly string[]; readonly any: readonly string[] }, articles: readonly Article[],
): Promise<readonly Found[]> => {
  const vector = sql.ref(column)
  const found = await sql<Found>`
    with in_force as (
      select * from unnest(${articles.map((article) => article.id)}::text[], ${articles.map((article) => article.version)}::integer[]) as f (piece_id, version)
    ), candidate as (
      select piece_id, w.${vector} as vector, w.${vector} @@ ${queryOf(asked.all, '&')}::tsquery as all_words
      from in_force join knowledge_words w using (piece_id, version)
      where w.kind = 'article' and w.${vector} @@ ${queryOf(asked.any, '|')}::tsquery
    ), hit as (
      select piece_id, lexeme,
        case when 'A' = any(weights) then 1.0 when 'B' = any(weights) then 0.6 else 0.3 end + 0.1 * ln(cardinality(weights)) as weight
      from candidate cross join lateral unnest(vector) as word (lexeme, positions, weights)
      where lexeme = any(${[...asked.any]}::text[])
    ), rarity as (
      select lexeme, ln(1 + (${articles.length} - count(*) + 0.5) / (count(*) + 0.5)) as rarity from hit group by lexeme
    ), ranked as (
      select piece_id, sum(rarity * weight)::float8 as score from hit join rarity using (lexeme) group by piece_id
    )
    select piece_id, all_words, score from candidate join ranked using (piece_id)`.execute(reader)
  return found.rows
}

const suits = (article: Article, { audience, intent, product }: ArticleQuery): boolean =>
  (audience === undefined || article.audience === audience) &&
  (intent === undefined || article.intents.includes(intent)) &&
  (article.products === undefined || audience !== 'customer' || (product !== undefined && article.products.includes(product)))

/** In the order in which they should be read; ties by id, so that two searches agree. */
const ordered = (hits: readonly ArticleHit[], intent: string | undefined): readonly ArticleHit[] => {
  const place = ({ article }: ArticleHit): number => (intent === undefined ? 0 : article.intents.indexOf(intent))
  const every = ({ by }: ArticleHit): number => (by === 'all-words' ? 0 : 1)
  return hits.toSorted((a, b) => every(a) - every(b) || b.score - a.score || place(a) - place(b) || (a.article.id < b.article.id ? -1 : 1))
}

export const searchArticles = async (reader: Reader, query: ArticleQuery): Promise<readonly ArticleHit[]> => {
  const articles = (await piecesInForce(reader, 'article', query.day)).filter((article) => suits(article, query))
  if (articles.length === 0) return []
  await renewWords(reader, searchTools())
  const byId = new Map(articles.map((article) => [article.id, article]))
  const { segmenter, lexicon } = searchTools()
  const any = [...new Set(wordsOf(query.text))].slice(0, mostWords)
  const all = requiredWords(query.text, segmenter.cut, lexicon).slice(0, mostWords)
  const hits: ArticleHit[] = []
  const take = (rows: readonly Found[], by: (row: Found) => ArticleHit['by']): void => {
    for (const row of rows) {
      const article = byId.get(row.piece_id)
      if (article) hits.push({ article, by: by(row), score: row.score })
    }
  }
  if (any.length > 0) take(await findIn(reader, 'words', { all, any }, articles), (row) => (row.all_words ? 'all-words' : 'any-word'))
  if (hits.length === 0) {
    const runs = grams(query.text).slice(0, mostGrams)
    if (runs.length > 0) take(await findIn(reader, 'grams', { all: runs, any: runs }, articles), () => 'characters')
  }
  // An empty question lists what there is; a question within an intent still has that intent's articles.
  if (hits.length === 0 && (query.intent !== undefined || query.text.trim() === '')) {
    hits.push(...articles.map((article): ArticleHit => ({ article, by: 'intent', score: 0 })))
  }
  return ordered(hits, query.intent).slice(0, query.limit)
}

/**
 * The article that answers an intent in the customer's words on that day: among those that name the intent, the one
 * nearest to the text, and where the text does not tell them apart, the one that names the intent foremost.
 */
export const findArticleForIntent = async (
  reader: Reader, intent: string, text: string, day: Day, product?: string,
): Promise<Article | undefined> => {
  const [best] = await searchArticles(reader, {
    text, day, intent, audience: 'customer', limit: 1, ...(product === undefined ? {} : { product }),
  })
  return best?.article
}
