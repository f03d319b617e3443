/** `npm run train`: learns the intents from `content/utterances` and writes `content/model/intents.json`. */
import { writeFileSync } from 'node:fs'
import { learnIntents } from './learn-intents.ts'
import { contentFolder } from './load-model.ts'

const { file, report } = learnIntents()
writeFileSync(new URL('model/intents.json', contentFolder), `${JSON.stringify(file)}\n`)
process.stdout.write(`${report}\n`)
