import { readFileSync } from 'node:fs'
import { contentFolder } from './load-model.ts'

let names: ReadonlyMap<string, string> | undefined

/** The Chinese names of the intents, by id, as customers and agents read them. */
export const intentNames = (): ReadonlyMap<string, string> => {
  if (names) return names
  const list = JSON.parse(readFileSync(new URL('understanding/intents.json', contentFolder), 'utf8')) as readonly { readonly id: string; readonly zh: string }[]
  names = new Map(list.map(({ id, zh }) => [id, zh]))
  return names
}
