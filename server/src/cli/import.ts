import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { refusalTable, type RefusalCode, refusalSentence } from '@xinqiao/contract/refusals.ts'
import { rooms } from '../main.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { Importer } from '../platform/room.ts'
import { withInstallation } from './open.ts'
import { readRows, type Row } from './read-rows.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = (): string => `Usage: xinqiao import KIND FILE [--dry-run]

Takes rows of one kind from a CSV file with a heading line, or from JSON lines (a name ending in .jsonl or .ndjson).
Kinds: ${importers().map(({ kind }) => kind).join(', ')}.

All of a file is taken or nothing: each wrong row is named with its line and what is wrong with it. The same file again changes
nothing. --dry-run does all of it and then keeps nothing.`

const importers = (): readonly Importer[] => rooms.flatMap((room) => room.importers ?? [])

/** More mistakes than this in one file are one mistake. */
const mostShown = 50

type Outcome = { readonly added: number; readonly changed: number; readonly same: number; readonly problems: readonly string[] }

/** Thrown to take back the transaction; carries what is to be told. */
class TakenBack extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('taken back')
    this.outcome = outcome
  }
}

const sentence = (code: string, about: Readonly<Record<string, string | number>>): string =>
  Object.hasOwn(refusalTable, code) ? `${code}: ${refusalSentence(code as RefusalCode, 'en', about)}` : `${code} ${JSON.stringify(about)}`

const storeRow = async (importer: Importer, context: Context, tx: Tx, row: Row): Promise<'added' | 'changed' | 'same' | readonly string[]> => {
  if (row.problem !== undefined) return [row.problem]
  const parsed = importer.row.safeParse(row.values)
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`)
  const stored = await importer.store(context, tx, parsed.data)
  return isRefusal(stored) ? [`${stored.field === undefined ? '' : `${stored.field}: `}${sentence(stored.refused, stored.about)}`] : stored
}

/** Stores every row in one transaction, which is taken back where a row is wrong or nothing is to be kept. */
export const importRows = async (importer: Importer, context: Context, rows: Iterable<Row>, keep: boolean): Promise<Outcome> => {
  const counts = { added: 0, changed: 0, same: 0 }
  const problems: string[] = []
  try {
    await context.db.transaction().execute(async (tx) => {
      await importer.before?.(context, tx)
      for (const row of rows) {
        const stored = await storeRow(importer, context, tx, row)
        if (typeof stored === 'string') counts[stored] += 1
        else problems.push(...stored.map((problem) => `line ${row.line}: ${problem}`))
      }
      if (problems.length > 0 || !keep) throw new TakenBack({ ...counts, problems })
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome
    throw error
  }
  return { ...counts, problems }
}

const read = (args: readonly string[]): { kind: string; file: string; dryRun: boolean } | undefined => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } })
    const [kind, file, ...more] = positionals
    return kind !== undefined && file !== undefined && more.length === 0 ? { kind, file, dryRun: values['dry-run'] } : undefined
  } catch {
    return undefined
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  const asked = read(args)
  const importer = importers().find(({ kind }) => kind === asked?.kind)
  if (!asked || !importer) {
    if (asked) complain(`xinqiao: there is no kind "${asked.kind}"`)
    say(usage())
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    const rows = readRows(asked.file, await readFile(asked.file, 'utf8'))
    const { added, changed, same, problems } = await importRows(importer, context, rows, !asked.dryRun)
    for (const problem of problems.slice(0, mostShown)) complain(problem)
    if (problems.length > mostShown) complain(`… and ${problems.length - mostShown} more`)
    if (problems.length > 0) {
      complain(`xinqiao: ${asked.file} was not taken: ${problems.length} mistakes; correct them and import it again`)
      return failed
    }
    say(`${asked.kind}: ${added} added, ${changed} changed, ${same} as they were${asked.dryRun ? ' (dry run: nothing was kept)' : ''}`)
    return 0
  })
}
