/** The files of `content/`, read as they stand, for the tests of this room. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../content/', import.meta.url))

export const contentText = (path: string): string => readFileSync(root + path, 'utf8')

export const contentJson = (path: string): unknown => JSON.parse(contentText(path)) as unknown

/** Paths below `content/` of the files of one folder, sorted. */
export const contentFiles = (folder: string, ending: string): readonly string[] =>
  readdirSync(root + folder).filter((name) => name.endsWith(ending)).sort().map((name) => `${folder}/${name}`)
