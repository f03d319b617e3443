import { createInterface } from 'node:readline'

/** Commands that read JSON objects, one a line, and answer each line in order; a line that cannot be read is answered with its fault. */

export type LineFault = { readonly code: 'not_json' | 'not_an_object' | 'missing' | 'wrong_type' | 'unknown_value'; readonly message: string; readonly field: string | null }

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const unread = (line: unknown): LineFault =>
  line === undefined ? { code: 'not_json', message: 'the line is no JSON', field: null } : { code: 'not_an_object', message: 'the line is no JSON object', field: null }

const answered = (line: unknown, faultOf: (line: JsonObject) => LineFault | undefined, answer: (line: JsonObject) => JsonObject): JsonObject => {
  if (!isObject(line)) return { id: null, error: unread(line) }
  const error = faultOf(line)
  return error ? { id: line['id'] ?? null, error } : answer(line)
}

/** 0 where every line could be answered, else 1: the exit code. */
export const answerLines = async (faultOf: (line: JsonObject) => LineFault | undefined, answer: (line: JsonObject) => JsonObject): Promise<number> => {
  let failed = 0
  let out = ''
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const result = answered(parse(line), faultOf, answer)
    if ('error' in result) failed += 1
    out += `${JSON.stringify(result)}\n`
    if (out.length > 60_000) {
      process.stdout.write(out)
      out = ''
    }
  }
  process.stdout.write(out)
  return failed === 0 ? 0 : 1
}
