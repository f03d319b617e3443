import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseLexicon, parsePhrasings, type Phrasings, type SearchLexicon } from '@xinqiao/core/knowledge/search-words.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { ContentError, contentFolder, readContent } from '../platform/content.ts'
import { type Body, readPiece } from './pieces.ts'
import type { PieceKind } from './store.ts'

/** The files of `content/`, which travel with a release and fill a new lender. */

export type ContentPiece = { readonly kind: PieceKind; readonly file: string; readonly body: Body }

const folderPath = fileURLToPath(contentFolder)

const filesOf = (root: string, folder: string, ending: string): readonly string[] => {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(ending)).sort().map((name) => join(folder, name))
}

const textOf = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')

/** A list file holds many pieces, any other file one. */
const listed = (root: string, kind: PieceKind, file: string): readonly ContentPiece[] => {
  const value: unknown = JSON.parse(textOf(root, file))
  return (Array.isArray(value) ? (value as readonly Body[]) : [value as Body]).map((body) => ({ kind, file, body }))
}

const frontMatter = /^---\n([\s\S]*?)\n---\n\s*([\s\S]*)$/

/** An article file as one object: its front matter, the answer (the first paragraph) and the body below it. */
export const articleBody = (file: string, text: string): Body => {
  const [, front = '', rest = ''] = frontMatter.exec(text.replaceAll('\r\n', '\n')) ?? []
  if (front === '') throw new ContentError(file, [{ at: '', code: 'no-front-matter' }])
  const [answer = '', ...paragraphs] = rest.trim().split(/\n\s*\n/)
  return { ...(JSON.parse(front) as Body), answer: answer.trim(), body: paragraphs.join('\n\n').trim() }
}

/** The list of the rules of law. */
export const ruleFile = 'regulation.json'

/** The lists of sentences that the machine says. */
export const noticeFiles = ['notices.json', 'answers.json', 'wordings.json', 'case-notices.json'].map((file) => `desk/${file}`)

/**
 * Every piece of a content folder, the release's own or one of the same form, each read once so that a file with a mistake is named and
 * nothing half is stored.
 */
export const contentPieces = (root: string = folderPath): readonly ContentPiece[] => {
  const pieces: readonly ContentPiece[] = [
    ...filesOf(root, 'products', '.json').flatMap((file) => listed(root, 'product', file)),
    ...filesOf(root, 'terms', '.json').flatMap((file) => listed(root, 'term', file)),
    ...filesOf(root, 'replies', '.json').flatMap((file) => listed(root, 'reply', file)),
    ...noticeFiles.filter((file) => existsSync(join(root, file))).flatMap((file) => listed(root, 'notice', file)),
    ...filesOf(root, 'cases', '.json').flatMap((file) => listed(root, 'policy', file)),
    ...filesOf(root, 'disclosures', '.json').flatMap((file) => listed(root, 'disclosure', file)),
    ...filesOf(root, 'regulation', ruleFile).flatMap((file) => listed(root, 'rule', file)),
    ...filesOf(root, 'articles', '.md').map((file): ContentPiece => ({ kind: 'article', file, body: articleBody(file, textOf(root, file)) })),
  ]
  for (const { kind, file, body } of pieces) {
    const read: Read<unknown> = readPiece(kind, body)
    if (!read.ok) throw new ContentError(file, read.problems)
  }
  return pieces
}

/** The words of the terms: what the segmenter must know to keep them whole. */
export const contentTermWords = (): readonly string[] =>
  filesOf(folderPath, 'terms', '.json').flatMap((file) => listed(folderPath, 'term', file)).flatMap(({ body }) => [body['zh'], body['aliases']]).flat().filter((word) => typeof word === 'string')

export const contentLexicon = (): SearchLexicon => readContent('search/lexicon.json', parseLexicon)

export const contentPhrasings = (): Phrasings => readContent('search/phrasings.json', parsePhrasings)
