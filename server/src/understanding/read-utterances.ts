import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Seed } from '@xinqiao/core/understanding/training-body.ts'
import { contentFolder } from './load-model.ts'
import { readVoices, voicesFolder } from './read-voices.ts'

const folder = new URL('utterances/', contentFolder)

type Reviewed = { readonly text: string; readonly intent: string; readonly also?: readonly string[] }

/** One file an intent, templates a line; `reviewed.jsonl` holds questions with a reviewed label. */
const readWritten = (): Seed[] =>
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

/** The body: the templates and reviewed questions of `content/utterances`, and what the voices of `content/voices` say. */
export const readUtterances = (): Seed[] => [
  ...readWritten(), ...readVoices().map(({ text, intent, also, voice }): Seed => ({ text, label: intent, also, voice, kind: 'voice' })),
]

/** SHA-256 of all that a model is learned from: where it differs from a model's own, training must run again. */
export const hashInputs = (settings: unknown): string => {
  const hash = createHash('sha256')
  for (const place of [folder, voicesFolder]) for (const file of readdirSync(place).sort()) hash.update(readFileSync(new URL(file, place)))
  for (const file of ['moods/calm.txt', 'moods/anxious.txt', 'moods/angry.txt', 'understanding/characters.json', 'understanding/synonyms.txt', 'understanding/spellings.txt']) hash.update(readFileSync(new URL(file, contentFolder)))
  return hash.update(JSON.stringify(settings)).digest('hex')
}
