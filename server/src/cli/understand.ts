import { parseDay } from '@xinqiao/core/primitives/day.ts'
import type { TimeContext } from '@xinqiao/core/understanding/resolve-date.ts'
import { understand } from '@xinqiao/core/understanding/understand.ts'
import { loadModel } from '../understanding/load-model.ts'
import { answerLines, isObject, type JsonObject, type LineFault } from './json-lines.ts'

const help = `Usage: xinqiao understand [--model FILE] < QUESTIONS

Reads JSON lines {"id","text","context"?:{"asOf":"2026-11-23"}} and writes, in the same order,
{"id","intent","confidence","alternatives","entities","mood","crises","requests"}.
A line that cannot be read is answered with {"id","error":{"code","message","field"}}, and the command ends with 1.
`

const faultOf = ({ id, text, context }: JsonObject): LineFault | undefined => {
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return { code: 'wrong_type', message: 'id is a string or a number', field: 'id' }
  if (text === undefined) return { code: 'missing', message: 'text is missing', field: 'text' }
  if (typeof text !== 'string') return { code: 'wrong_type', message: 'text is a string', field: 'text' }
  if (context !== undefined && !isObject(context)) return { code: 'wrong_type', message: 'context is an object', field: 'context' }
  const asOf = context?.['asOf']
  const unreadable = asOf !== undefined && (typeof asOf !== 'string' || parseDay(asOf.slice(0, 10)) === undefined)
  return unreadable ? { code: 'wrong_type', message: 'context.asOf is a day such as 2026-11-23', field: 'context.asOf' } : undefined
}

const contextOf = ({ context }: JsonObject): TimeContext => {
  const said = isObject(context) ? context['asOf'] : undefined
  const asOf = typeof said === 'string' ? parseDay(said.slice(0, 10)) : undefined
  return asOf === undefined ? {} : { asOf }
}

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  const at = args.indexOf('--model')
  const model = loadModel(at < 0 ? undefined : args[at + 1])
  return await answerLines(faultOf, (line) => ({ id: line['id'], ...understand(String(line['text']), model, contextOf(line)) }))
}
