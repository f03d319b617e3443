/**
 * Measures the search for articles: `node evals/knowledge/run.ts` asks every question of pairs.jsonl, prints how often the
 * right article comes first and among the first three, and writes figures.json. With `--misses` it lists what went wrong
 * among the even ids; the odd ones are for measuring and their misses are not looked at.
 */
import { parseArticle } from '@xinqiao/core/knowledge/article.ts'
import { localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { guessIntents } from '../../server/src/answering/understand-message.ts'
import { readConfig } from '../../server/src/config.ts'
import { openInstallation } from '../../server/src/installation.ts'
import { fillKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { findArticleForIntent, searchArticles } from '../../server/src/knowledge/search-articles.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import type { Context } from '../../server/src/platform/context.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { startPostgres } from '../../server/src/platform/postgres.ts'

type Pair = { readonly id: string; readonly text: string; readonly article: string; readonly also?: readonly string[] }
type Result = Pair & { readonly found: readonly string[]; readonly withinIntent: boolean; readonly by: string; readonly milliseconds: number }

const here = (name: string): URL => new URL(name, import.meta.url)

const foremostIntent = async (articleId: string): Promise<string> => {
  const read = parseArticle(await readFile(here(`../../content/articles/${articleId}.md`), 'utf8'))
  if (!read.ok) throw new Error(`${articleId} cannot be read`)
  return read.value.intents[0] ?? ''
}

const isRight = ({ article, also = [] }: Pair, id: string | undefined): boolean => id !== undefined && (id === article || also.includes(id))

const ask = async ({ db }: Context, pair: Pair): Promise<Result> => {
  const { day } = localTime(systemClock.now(), shanghai)
  const started = performance.now()
  const hits = await searchArticles(db, { text: pair.text, day, audience: 'customer', limit: 3, likely: guessIntents(pair.text) })
  const milliseconds = performance.now() - started
  const chosen = await findArticleForIntent(db, await foremostIntent(pair.article), pair.text, day)
  return { ...pair, found: hits.map(({ article }) => article.id), by: hits[0]?.by ?? 'nothing', withinIntent: isRight(pair, chosen?.id), milliseconds }
}

const share = (results: readonly Result[], right: (result: Result) => boolean): number =>
  Math.round((1000 * results.filter(right).length) / Math.max(1, results.length)) / 1000

const figuresOf = (results: readonly Result[]) => ({
  questions: results.length,
  recallAt1: share(results, (result) => isRight(result, result.found[0])),
  recallAt3: share(results, (result) => result.found.some((id) => isRight(result, id))),
  rightWithinItsIntent: share(results, ({ withinIntent }) => withinIntent),
  byAllWords: share(results, ({ by }) => by === 'all-words'),
  byCharacters: share(results, ({ by }) => by === 'characters'),
  nothingFound: share(results, ({ by }) => by === 'nothing'),
})

/** Those of pairs-new.jsonl were written before the search was asked, and their misses are not looked at. */
const isOld = ({ id }: Pair): boolean => id.startsWith('K')

const isOdd = ({ id }: Pair): boolean => Number(id.slice(1)) % 2 === 1

const readPairs = async (file: string): Promise<readonly Pair[]> =>
  (await readFile(here(file), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Pair)

const main = async (): Promise<void> => {
  const [pairs, fresh] = await Promise.all(['pairs.jsonl', 'pairs-new.jsonl'].map(readPairs)) as [readonly Pair[], readonly Pair[]]
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-eval-'))
  const log = createLog('error')
  const postgres = await startPostgres({ dataFolder: folder, log, extra: ['fsync=off'] })
  try {
    const config = readConfig({ XINQIAO_DATA: folder })
    const address = { ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, embedded: undefined }
    const installation = await openInstallation({ config, clock: systemClock, log, reactions: {}, address })
    try {
      await fillKnowledge(installation.context)
      const results: Result[] = []
      for (const pair of [...pairs, ...fresh]) results.push(await ask(installation.context, pair))
      const times = results.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
      const old = results.filter(isOld)
      const figures = {
        all: figuresOf(old), even: figuresOf(old.filter((result) => !isOdd(result))), odd: figuresOf(old.filter(isOdd)), new: figuresOf(results.filter((result) => !isOld(result))),
      }
      console.info(JSON.stringify(figures, undefined, 2))
      console.info(`median ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, slowest of a hundred ${times[Math.floor(times.length * 0.99)]?.toFixed(1)} ms`)
      if (process.argv.includes('--misses')) {
        for (const result of results.filter((each) => isOld(each) && !isOdd(each) && !isRight(each, each.found[0]))) {
          console.info(`${result.id} ${result.text} | ${result.article} | ${result.found.join(' ')} | ${result.by}`)
        }
      } else await writeFile(here('figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
    } finally {
      await installation.close()
    }
  } finally {
    await postgres.stop()
    await rm(postgres.place.elsewhere ? dirname(postgres.place.cluster) : folder, { recursive: true, force: true })
  }
}

await main()
