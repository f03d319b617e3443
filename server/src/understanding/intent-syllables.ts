import { readFileSync } from 'node:fs'
import type { CharacterTable } from '@xinqiao/core/understanding/characters.ts'
import { contentFolder } from './load-model.ts'

let table: ReadonlyMap<string, string> | undefined

const readTable = (): ReadonlyMap<string, string> => {
  const { syllables } = JSON.parse(readFileSync(new URL('understanding/characters.json', contentFolder), 'utf8')) as CharacterTable
  return new Map(Object.entries(syllables).flatMap(([syllable, characters]) => [...characters].map((character) => [character, syllable] as const)))
}

/** How a name is typed by its sounds, without tones: 展期延期 is `zhan qi yan qi`. What has no sound stays out. */
export const syllablesOf = (name: string): string => {
  table ??= readTable()
  return [...name].flatMap((character) => table?.get(character) ?? []).join(' ')
}
