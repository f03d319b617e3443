import type { Article } from '@xinqiao/core/knowledge/article.ts'
import { conceptMark, grams, requiredConcepts } from '@xinqiao/core/knowledge/search-words.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { piecesInForce } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { queryOf, searchTools, wordsOf } from './search-tools.ts'

/**
 * Full text search over the articles in force on a day: those that hold all words of the question come first, then
 * those that hold any or answer what the question probably asks, and where no word is known, those that share runs of characters.
 * Ranked within each step by how rare the shared words are and where they stand, how alike the characters are, and how probable the
 * intent is that an article answers.
 */

/** What a question may ask, as the understanding reads it; each with how sure it is, from 0 to 1. */
export type LikelyIntent = { readonly intent: string; readonly confidence: number }

export type ArticleQuery = {
  readonly text: string
  readonly day: Day
  readonly limit: number
  readonly audience?: Article['audience']
  /** Only articles that answer this intent, those that name it foremost first. */
  readonly intent?: string
  /** Articles that answer one of these are preferred, the surer the more, and found even where no word is shared. */
  readonly likely?: readonly LikelyIntent[]
  /** Of articles written for some products only, those for this one; without it all of them. */
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

/** What is looked for: a word, or what it stands for. Of all that stand for one concept the best match counts. */
type Asked = { readonly lexeme: string; readonly concept: string; readonly factor: number }

/** A word that only means the same as one in the question counts for less than the word itself. */
const sameMeaning = 0.8

const askedFor = (text: string): readonly Asked[] => {
  const asked = new Map<string, Asked>()
  for (const { word, concept } of wordsOf(text).slice(0, mostWords)) {
    asked.set(word, { lexeme: word, concept, factor: 1 })
    asked.set(concept, { lexeme: concept, concept, factor: sameMeaning })
  }
  return [...asked.values()]
}

/**
 * A word counts by its rarity (BM25's inverse frequency), more in a title than in the ways an article is asked for, the
 * answer and the body; and the more of its title an article shares with the question, the more it counts. `column` is
 * one of our own two names.
 */
const findIn = async (
  reader: Reader, column: 'words' | 'grams', asked: readonly Asked[], required: readonly string[], articles: readonly Article[],
): Promise<readonly Found[]> => {
  const vector = sql.ref(column)
  const found = await sql<Found>`
    with in_force as (
      select * from unnest(${articles.map((article) => article.id)}::text[], ${articles.map((article) => article.version)}::integer[]) as f (piece_id, version)
    ), asked as (
      select * from unnest(${asked.map(({ lexeme }) => lexeme)}::text[], ${asked.map(({ concept }) => concept)}::text[], ${asked.map(({ factor }) => factor)}::float8[])
        as a (lexeme, concept, factor)
    ), candidate as (
      select piece_id, w.${vector} as vector, w.${vector} @@ ${queryOf(required, '&')}::tsquery as all_words
      from in_force join knowledge_words w using (piece_id, version)
      where w.kind = 'article' and w.${vector} @@ ${queryOf(asked.map(({ lexeme }) => lexeme), '|')}::tsquery
    ), word as (
      select piece_id, lexeme, weights from candidate cross join lateral unnest(vector) as w (lexeme, positions, weights)
    ), hit as (
      select piece_id, lexeme, concept, factor * case when 'A' = any(weights) then 1.0 when 'B' = any(weights) then 0.8 when 'C' = any(weights) then 0.6 else 0.3 end as weight
      from word join asked using (lexeme)
    ), rarity as (
      select lexeme, ln(1 + (${articles.length} - count(*) + 0.5) / (count(*) + 0.5)) as rarity from hit group by lexeme
    ), best as (
      select piece_id, concept, max(rarity * weight) as score from hit join rarity using (lexeme) group by piece_id, concept
    ), title as (
      select piece_id, (count(asked.lexeme))::float8 / count(*) as share
      from word left join asked using (lexeme) where 'A' = any(weights) and starts_with(lexeme, ${conceptMark}) group by piece_id
    ), ranked as (
      select piece_id, sum(score)::float8 as score from best group by piece_id
    )
    select piece_id, all_words, score * (1 + 0.5 * coalesce(share, 0)) as score from candidate join ranked using (piece_id) left join title using (piece_id)`.execute(reader)
  return found.rows
}

const suits = (article: Article, { audience, intent, product }: ArticleQuery): boolean =>
  (audience === undefined || article.audience === audience) &&
  (intent === undefined || article.intents.includes(intent)) &&
  (article.products === undefined || product === undefined || article.products.includes(product))

/** Within an intent: an article that names it foremost, or leads its subject, is preferred where the words hardly differ. */
const preference = ({ intents, leads }: Article, intent: string | undefined): number =>
  intent === undefined ? 0 : (intents[0] === intent ? 0.3 : 0) + (leads ? 0.2 : 0)

/** What runs of characters and the intent weigh beside the words; chosen on the even half of evals/knowledge. */
const charactersWeigh = 0.3
const intentWeighs = 6
/** An article that names the intent, but another one before it. */
const namedBehind = 0.7

const likeliness = ({ intents }: Article, likely: readonly LikelyIntent[]): number =>
  Math.max(0, ...likely.map(({ intent, confidence }) => confidence * (intents[0] === intent ? 1 : intents.includes(intent) ? namedBehind : 0)))

/** In the order in which they should be read; ties by id, so that two searches agree. */
const ordered = (hits: readonly ArticleHit[], intent: string | undefined): readonly ArticleHit[] => {
  const rank = ({ article, score }: ArticleHit): number => score + preference(article, intent)
  const every = ({ by }: ArticleHit): number => (by === 'all-words' ? 0 : 1)
  return hits.toSorted((a, b) => every(a) - every(b) || rank(b) - rank(a) || (a.article.id < b.article.id ? -1 : 1))
}

const foundBy = async (reader: Reader, text: string, articles: readonly Article[]): Promise<{ readonly words: readonly Found[]; readonly characters: readonly Found[] }> => {
  const { segmenter, lexicon } = searchTools()
  const asked = askedFor(text)
  const required = requiredConcepts(text, segmenter.cut, lexicon).slice(0, mostWords)
  const runs = grams(text).slice(0, mostGrams)
  const words = asked.length === 0 ? [] : await findIn(reader, 'words', asked, required, articles)
  const alike = runs.map((run): Asked => ({ lexeme: run, concept: run, factor: 1 }))
  return { words, characters: runs.length === 0 ? [] : await findIn(reader, 'grams', alike, runs, articles) }
}

/** Characters alone find only where no word does: beside words they tell apart what the words hardly do. */
const hitsOf = (articles: readonly Article[], found: Awaited<ReturnType<typeof foundBy>>, likely: readonly LikelyIntent[]): readonly ArticleHit[] => {
  const words = new Map(found.words.map((row) => [row.piece_id, row]))
  const characters = new Map(found.characters.map((row) => [row.piece_id, row.score]))
  return articles.flatMap((article): readonly ArticleHit[] => {
    const row = words.get(article.id)
    const alike = characters.get(article.id) ?? 0
    const probable = likeliness(article, likely)
    if (!row && probable === 0 && (words.size > 0 || alike === 0)) return []
    const score = (row?.score ?? 0) + charactersWeigh * alike + intentWeighs * probable
    return [{ article, score, by: row ? (row.all_words ? 'all-words' : 'any-word') : probable > 0 ? 'intent' : 'characters' }]
  })
}

export const searchArticles = async (reader: Reader, query: ArticleQuery): Promise<readonly ArticleHit[]> => {
  const articles = (await piecesInForce(reader, 'article', query.day)).filter((article) => suits(article, query))
  if (articles.length === 0) return []
  await renewWords(reader, searchTools())
  const hits = hitsOf(articles, await foundBy(reader, query.text, articles), query.likely ?? [])
  // An empty question lists what there is; a question within an intent still has that intent's articles.
  const all = hits.length === 0 && (query.intent !== undefined || query.text.trim() === '')
    ? articles.map((article): ArticleHit => ({ article, by: 'intent', score: 0 }))
    : hits
  return ordered(all, query.intent).slice(0, query.limit)
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
