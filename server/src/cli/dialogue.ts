import { readFileSync } from 'node:fs'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Dialogue, knownTo, missingIn, type Request } from '@xinqiao/core/understanding/dialogue/dialogue.ts'
import type { Slots } from '@xinqiao/core/understanding/dialogue/procedure.ts'
import type { Model } from '@xinqiao/core/understanding/understand.ts'
import { holdDialogue } from '../understanding/hold-dialogue.ts'
import { contentFolder, loadModel } from '../understanding/load-model.ts'
import { answerLines, isObject, type JsonObject, type LineFault } from './json-lines.ts'

const help = `Usage: xinqiao dialogue < DIALOGUES

Reads JSON lines {"id","turns":["…"],"asOf"?:"2026-11-23","record"?:{"phone":"…","dueDate":"…"}}, the customer's messages in order
and what the record already holds (by the names of the facts), and writes, in the same order,
{"id","intent","slots","missing","refused","asked","questions","resolved","others"}: the procedure, the facts known at the end, those
still needed, those declined, what was asked after each message (name and sentence), the days meant (with asOf), and further requests.
A line that cannot be read is answered with {"id","error":{"code","message","field"}}, and the command ends with 1.
`

const mostTurns = 200

const faultOf = ({ id, turns, asOf, record }: JsonObject): LineFault | undefined => {
  if (id === undefined) return { code: 'missing', message: 'id is missing', field: 'id' }
  if (typeof id !== 'string' && typeof id !== 'number') return { code: 'wrong_type', message: 'id is a string or a number', field: 'id' }
  if (turns === undefined) return { code: 'missing', message: 'turns is missing', field: 'turns' }
  if (!Array.isArray(turns) || turns.length > mostTurns || !turns.every((turn) => typeof turn === 'string')) {
    return { code: 'wrong_type', message: `turns is a list of up to ${mostTurns} strings`, field: 'turns' }
  }
  if (asOf !== undefined && (typeof asOf !== 'string' || parseDay(asOf.slice(0, 10)) === undefined)) {
    return { code: 'wrong_type', message: 'asOf is a day such as 2026-11-23', field: 'asOf' }
  }
  if (record === undefined) return undefined
  if (!isObject(record)) return { code: 'wrong_type', message: 'record is an object', field: 'record' }
  const wrong = Object.entries(record).find(([, value]) => value !== null && typeof value === 'object')
  return wrong ? { code: 'wrong_type', message: `record.${wrong[0]} is a string or a number`, field: `record.${wrong[0]}` } : undefined
}

type Notices = { readonly notices: readonly { readonly id: string; readonly text: { readonly zh: string } }[] }

const loadQuestions = (): ReadonlyMap<string, string> => {
  const { notices } = JSON.parse(readFileSync(new URL('desk/notices.json', contentFolder), 'utf8')) as Notices
  return new Map(notices.map(({ id, text }) => [id, text.zh]))
}

const outcomeOf = (request: Request, record: Slots): JsonObject => ({
  intent: request.intent, slots: knownTo(request, record), missing: missingIn(request, record), refused: request.refused,
})

/** The day that each fact with a day means, where the day of the talk is known. */
const resolvedOf = ({ heard }: Dialogue, slots: Slots): JsonObject => {
  const meant = new Map(heard.flatMap(({ entities }) => entities.flatMap(({ type, value, resolved }) => (type === 'date' && resolved !== undefined ? [[value, resolved] as const] : []))))
  return Object.fromEntries((['date', 'dueDate', 'newDate'] as const).flatMap((slot) => {
    const day = meant.get(slots[slot] ?? '')
    return day === undefined ? [] : [[slot, day]]
  }))
}

const answerer = (model: Model, sentences: ReadonlyMap<string, string>): ((line: JsonObject) => JsonObject) => (line) => {
  const asOf = typeof line['asOf'] === 'string' ? parseDay(line['asOf'].slice(0, 10)) : undefined
  const record = Object.fromEntries(Object.entries(isObject(line['record']) ? line['record'] : {}).filter(([, value]) => value !== null && value !== '')) as Slots
  const { dialogue, questions } = holdDialogue(line['turns'] as readonly string[], record, model, asOf === undefined ? {} : { asOf })
  const [first, ...others] = dialogue.requests
  const outcome = first ? outcomeOf(first, record) : { intent: null, slots: {}, missing: [], refused: [] }
  return {
    id: line['id'], ...outcome, asked: questions.map(({ slot }) => slot), questions: questions.map(({ ask }) => sentences.get(ask) ?? ask),
    resolved: first ? resolvedOf(dialogue, knownTo(first, record)) : {},
    others: others.map((request) => outcomeOf(request, record)),
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  return await answerLines(faultOf, answerer(loadModel(), loadQuestions()))
}
