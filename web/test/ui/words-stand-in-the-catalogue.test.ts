import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Catalogue } from '../../src/ui/language.ts'

const source = fileURLToPath(new URL('../../src/', import.meta.url))

/** The shape of a catalogue: every key, and whether a text or a function of so many values stands there. */
const shapeOf = (texts: unknown): unknown => {
  if (typeof texts === 'function') return `function of ${texts.length}`
  if (typeof texts !== 'object' || texts === null) return typeof texts
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, shapeOf(value)]))
}

const isCatalogue = (value: unknown): value is Catalogue<unknown> => typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

it('has every text in Chinese and in English', async () => {
  const files = globSync('ui/catalogue/*.ts', { cwd: source })
  let catalogues = 0
  for (const file of files) {
    const module = await import(`${source}${file}`) as Record<string, unknown>
    for (const [name, value] of Object.entries(module)) {
      if (!isCatalogue(value)) continue
      catalogues += 1
      expect({ name, shape: shapeOf(value.en) }).toEqual({ name, shape: shapeOf(value.zh) })
    }
  }
  expect(catalogues).toBeGreaterThan(1)
})

it('writes no Chinese into a component', () => {
  const chinese = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/
  const offences = globSync('**/*.tsx', { cwd: source }).flatMap((file) =>
    withoutComments(readFileSync(`${source}${file}`, 'utf8')).split('\n').filter((line) => chinese.test(line)).map((line) => `${file}: ${line.trim()}`))
  // Words for people belong in web/src/ui/catalogue.
  expect(offences).toEqual([])
})
