import { readdirSync, readFileSync } from 'node:fs'
import { type Intent, isIntent } from '@xinqiao/core/understanding/intent.ts'
import type { Mood } from '@xinqiao/core/understanding/mood.ts'
import { contentFolder } from './load-model.ts'

/** What one writer says: as typed, with its intent, the intents that are fair too, and the mood. */
export type Utterance = { readonly voice: string; readonly text: string; readonly intent: Intent; readonly also: readonly Intent[]; readonly mood: Mood }

export const voicesFolder = new URL('voices/', contentFolder)

const moodMarks: Readonly<Record<string, Mood>> = { '~': 'anxious', '!': 'angry' }

const checked = (name: string, file: string): Intent => {
  if (!isIntent(name)) throw new Error(`content/voices/${file} names an intent that does not exist: ${name}`)
  return name
}

/**
 * The voices of `content/voices`, one file a writer: `= INTENT` and beneath it a text a line; `~` in front of one that is
 * anxious, `!` of one that is angry; ` +INTENT` behind one that could fairly be that as well; `#` in front of a remark.
 */
export const readVoices = (): Utterance[] =>
  readdirSync(voicesFolder).sort().flatMap((file) => {
    const voice = file.replace(/\.txt$/, '')
    const said: Utterance[] = []
    let intent: Intent = 'out-of-scope'
    for (const line of readFileSync(new URL(file, voicesFolder), 'utf8').split('\n')) {
      if (line.startsWith('= ')) intent = checked(line.slice(2), file)
      else if (line !== '' && !line.startsWith('#')) {
        const [words = '', ...others] = line.split(' +')
        const mood = moodMarks[words.charAt(0)]
        said.push({ voice, text: mood ? words.slice(1) : words, intent, also: others.map((other) => checked(other, file)), mood: mood ?? 'calm' })
      }
    }
    return said
  })
