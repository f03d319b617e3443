/** The files of `content/`, read as they stand, for the tests of this room. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Article, parseArticle } from '../../src/knowledge/article.ts'
import { type Term, parseTerms } from '../../src/knowledge/term.ts'

const root = fileURLToPath(new URL('../../../content/', import.meta.url))

export const contentText = (path: string): string => readFileSync(root + path, 'utf8')

export const contentJson = (path: string): unknown => JSON.parse(contentText(path)) as unknown

/** Paths below `content/` of the files of one folder, sorted. */
export const contentFiles = (folder: string, ending: string): readonly string[] =>
  readdirSync(root + folder).filter((name) => name.endsWith(ending)).sort().map((name) => `${folder}/${name}`)

/** Every article and term that is sound; a broken one is named by its own test, with what is wrong in it. */
export const articles: readonly Article[] = contentFiles('articles', '.md').flatMap((file) => {
  const read = parseArticle(contentText(file))
  return read.ok ? [read.value] : []
})

export const terms: readonly Term[] = contentFiles('terms', '.json').flatMap((file) => {
  const read = parseTerms(contentJson(file))
  return read.ok ? read.value : []
})
