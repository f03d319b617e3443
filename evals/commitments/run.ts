/**
 * `npm run eval:commitments`: measures what is recognised as a commitment, and the moment it is due, on the sentences from which the
 * recogniser was made and on those it was not. `-- --misses` names what went wrong among the seen ones.
 */
import { writeFileSync } from 'node:fs'
import { measure } from './measure.ts'

const missed = process.argv.includes('--misses') ? (told: string): void => void process.stdout.write(told) : undefined
const figures = { seen: measure('seen', missed), unseen: measure('unseen') }
const text = `${JSON.stringify(figures, undefined, 1)}\n`
writeFileSync(new URL('figures.json', import.meta.url), text)
process.stdout.write(text)
