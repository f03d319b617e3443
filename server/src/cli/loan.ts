import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type LoanRequest, loanRequest, loanRequestSchema } from '@xinqiao/contract/loan-command.ts'
import { type LoanRefusalCode, sentenceOf } from '@xinqiao/contract/loan-sentences.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'
import { answer } from './loan-answers.ts'

const help = `Usage: xinqiao loan [FILE]            reads JSON lines from FILE or standard input
       xinqiao loan --schema          prints what a line may hold, as JSON Schema

Each line is one request; the answers come in the same order, one JSON object a line. Amounts and rates are decimal
strings, days ISO. A request that cannot be answered gets {"id","error":{"code","message","field"}}, the others go on,
and the exit code is 1 at the end.

  schedule  {"id":1,"op":"schedule","principal":"10000","annualRate":"0.072","method":"equal-instalment","count":12,
             "every":{"months":1},"disbursedOn":"2026-01-31","dayCount":"month-rate"}
  apr       {"id":2,"op":"apr","convention":"irr","periodsPerYear":"12","flows":[{"amount":"100","at":{"periods":0}},…]}
  life      {"id":3,"op":"life","loan":{…},"events":[{"on":"2026-02-28","kind":"repay","amount":"866.00"}],"asOf":"2026-03-10"}
  payoff    {"id":4,"op":"payoff","loan":{…},"events":[],"on":"2026-03-10"}
  extension {"id":5,"op":"extension","loan":{…},"events":[],"on":"2026-03-10","days":30}
  affordability {"id":6,"op":"affordability","loan":{…},
             "household":{"monthlyIncome":"30000","monthlyLivingCosts":"8000","monthlyDebtService":"2000"},
             "limits":{"mostDebtToIncome":"0.5","leastFreeIncome":"3000","stress":"0.02"}}
`

/** Longer than any request of 5,000 events; a line beyond it is no request. */
const longestLine = 4_000_000

const parse = (line: string): unknown => {
  if (line.length > longestLine) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The first thing wrong with a request, by its field. */
const refusalOfIssues = (issues: readonly z.core.$ZodIssue[]): Refusal<LoanRefusalCode> => {
  const [issue] = issues
  const path = issue?.path.map(String) ?? []
  if (issue?.code === 'unrecognized_keys') return refuse('field-unknown', {}, [...path, issue.keys[0] ?? ''].join('.'))
  if (issue?.code === 'invalid_union' && issue.errors.length > 0) {
    // Of the forms that a field may have, the one with the fewest complaints is the one meant.
    const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
    const inner = refusalOfIssues(nearest)
    return { ...inner, field: [...path, inner.field ?? ''].filter((part) => part !== '').join('.') }
  }
  const missing = issue?.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')
  return refuse(missing ? 'field-missing' : 'field-invalid', issue ? { detail: issue.message } : {}, path.join('.'))
}

const idOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : null)

/** A fault in one request is told on its line and does not take the others with it. */
const safely = (request: LoanRequest): ReturnType<typeof answer> => {
  try {
    return answer(request)
  } catch (error) {
    process.stderr.write(`xinqiao loan: ${String(request.id)}: ${error instanceof Error ? error.stack : String(error)}\n`)
    return refuse('internal')
  }
}

const answered = (line: string): { readonly text: string; readonly failed: boolean } => {
  const value = parse(line)
  const parsed = typeof value === 'object' && value !== null ? loanRequest.safeParse(value) : undefined
  const result = !parsed ? refuse('json-invalid') : parsed.success ? safely(parsed.data) : refusalOfIssues(parsed.error.issues)
  const id = idOf(value) ?? null
  if (!isRefusal(result)) return { text: JSON.stringify({ id, ...result }), failed: false }
  const { refused: code, field = null } = result
  return { text: JSON.stringify({ id, error: { code, message: sentenceOf(result), field } }), failed: true }
}

const chunk = 65_536

/** Writes and waits where the reader is slower, so that a million answers do not pile up in memory. */
const write = async (text: string): Promise<void> => {
  if (process.stdout.write(text)) return
  await new Promise<void>((resolve) => {
    process.stdout.once('drain', resolve)
  })
}

const opened = async (path: string): Promise<NodeJS.ReadableStream | undefined> => {
  try {
    const file = await open(path)
    return (await file.stat()).isDirectory() ? undefined : file.createReadStream()
  } catch {
    return undefined
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  const [first] = args
  if (first === '--help') {
    await write(help)
    return 0
  }
  if (first === '--schema') {
    await write(`${JSON.stringify(loanRequestSchema(), undefined, 2)}\n`)
    return 0
  }
  const input = first === undefined || first === '-' ? process.stdin : await opened(first)
  if (!input) {
    process.stderr.write(`xinqiao loan: ${first} cannot be read\n`)
    return 2
  }
  // A reader that has seen enough (head) closes the pipe: the rest is not wanted.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2))
  let [failed, out] = [false, '']
  for await (const given of createInterface({ input, crlfDelay: Infinity })) {
    // trim takes a byte-order mark away as well.
    const line = given.trim()
    if (line === '') continue
    const result = answered(line)
    failed ||= result.failed
    out += `${result.text}\n`
    if (out.length > chunk) {
      await write(out)
      out = ''
    }
  }
  await write(out)
  return failed ? 1 : 0
}
