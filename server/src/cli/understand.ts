import { createInterface } from 'node:readline'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import type { TimeContext } from '@xinqiao/core/understanding/resolve-date.ts'
import { understand } from '@xinqiao/core/understanding/understand.ts'
import { loadModel } from '../understanding/load-model.ts'

const help = `Usage: xinqiao understand [--model FILE] < QUESTIONS

Reads JSON lines {"id","text","context"?:{"asOf":"2026-11-23"}} and writes, in the same order,
{"id","intent","confidence","alternatives","entities","mood","crises","requests"}.
A line that cannot be read is answered with {"id","error"}.
`

type Question = { readonly id?: unknown; readonly text: string; readonly context?: { readonly asOf?: unknown } }

const isQuestion = (value: unknown): value is Question => typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

const contextOf = ({ context }: Question): TimeContext => {
  const asOf = typeof context?.asOf === 'string' ? parseDay(context.asOf.slice(0, 10)) : undefined
  return asOf === undefined ? {} : { asOf }
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  const at = args.indexOf('--model')
  const model = loadModel(at < 0 ? undefined : args[at + 1])
  let failed = 0
  let out = ''
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const question = parse(line)
    if (isQuestion(question)) {
      out += `${JSON.stringify({ id: question.id, ...understand(question.text, model, contextOf(question)) })}\n`
    } else {
      failed++
      out += `${JSON.stringify({ id: (question as { id?: unknown } | undefined)?.id ?? null, error: 'the line is no JSON object with a text' })}\n`
    }
    if (out.length > 60_000) {
      process.stdout.write(out)
      out = ''
    }
  }
  process.stdout.write(out)
  return failed === 0 ? 0 : 1
}
