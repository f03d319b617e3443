import { intents, isIntent } from './intent.ts'
import { moodSigns } from './mood-signs.ts'

/** How a customer feels. */
export const moods = ['calm', 'anxious', 'angry'] as const

export type Mood = (typeof moods)[number]

/** Units of Unicode's private use, one an intent: whoever asks why money has not arrived is seldom as calm as who asks for a rate. */
const intentUnits = 0xe000

const intentTimes = 3

const lengthMark = (length: number): string => (length <= 6 ? '①' : length <= 12 ? '②' : length <= 25 ? '③' : length <= 50 ? '④' : '⑤')

/** What the learner of moods reads: what was asked, the signs that stand in the text, its length, and the text as typed, simplified. */
export const moodText = (plain: string, intent: string): string => {
  const signs = moodSigns.filter(([, sign]) => sign.test(plain)).map(([letter]) => letter)
  const asked = isIntent(intent) ? String.fromCharCode(intentUnits + intents.indexOf(intent)).repeat(intentTimes) : ''
  return `${asked}${signs.join(' ')} ${lengthMark(plain.length)} ${plain}`
}
