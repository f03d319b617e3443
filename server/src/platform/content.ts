import type { Problem, Read } from '@xinqiao/core/primitives/reading.ts'
import { readFileSync } from 'node:fs'

/** The files of `content/`, which travel with a release. */

export const contentFolder = new URL('../../../content/', import.meta.url)

export class ContentError extends Error {
  constructor(file: string, problems: readonly Problem[]) {
    super(`content/${file} cannot be used: ${problems.map(({ at, code, about }) => [at, code, about].filter(Boolean).join(' ')).join('; ')}`)
    this.name = 'ContentError'
  }
}

export const contentJson = (file: string): unknown => JSON.parse(readFileSync(new URL(file, contentFolder), 'utf8'))

/** Throws {@link ContentError}, which names all that is wrong with the file. */
export const readContent = <Value>(file: string, parse: (value: unknown) => Read<Value>): Value => {
  const read = parse(contentJson(file))
  if (!read.ok) throw new ContentError(file, read.problems)
  return read.value
}

/** As {@link readContent}, read when it is first asked for and kept. */
export const contentOnce = <Value>(file: string, parse: (value: unknown) => Read<Value>): (() => Value) => {
  let kept: { readonly value: Value } | undefined
  return () => (kept ??= { value: readContent(file, parse) }).value
}
