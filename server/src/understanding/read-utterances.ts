import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Seed } from '@xinqiao/core/understanding/training-body.ts'
import { contentFolder } from './load-model.ts'

const folder = new URL('utterances/', contentFolder)

type Reviewed = { readonly text: string; readonly intent: string; readonly also?: readonly string[] }

/** The body of `content/utterances`: one file an intent, templates a line; `reviewed.jsonl` holds questions with a reviewed label. */
export const readUtterances = (): Seed[] =>
  readdirSync(folder).sort().flatMap((file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    if (file.endsWith('.jsonl')) {
      return lines.map((line): Seed => {
        const { text, intent, also = [] } = JSON.parse(line) as Reviewed
        return { text, label: intent, kind: 'question', also }
      })
    }
    return lines.map((text): Seed => ({ text, label: file.replace(/\.txt$/, ''), kind: 'template' }))
  })

/** SHA-256 of all that a model is learned from: where it differs from a model's own, training must run again. */
export const hashInputs = (settings: unknown): string => {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(new URL(file, folder)))
  for (const file of ['moods/calm.txt', 'moods/anxious.txt', 'moods/angry.txt', 'understanding/characters.json', 'understanding/synonyms.txt']) hash.update(readFileSync(new URL(file, contentFolder)))
  return hash.update(JSON.stringify(settings)).digest('hex')
}
