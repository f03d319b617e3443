/**
 * The `xinqiao` command. Each subcommand is a file of its own, loaded only when it is asked for, so that
 * `xinqiao loan` starts without loading the server.
 */
import { enableCompileCache } from 'node:module'

// Node keeps what it compiled (in the machine's temporary folder), which takes a third off every start but the first.
enableCompileCache()

type Subcommand = {
  /** One line for `--help`. */
  readonly summary: string
  readonly load: () => Promise<{ readonly run: (args: readonly string[]) => Promise<number> }>
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  serve: { summary: 'starts the server, and the embedded database where no other is given', load: () => import('./serve.ts') },
  migrate: { summary: 'brings the database to this version', load: () => import('./migrate.ts') },
  seed: { summary: 'puts the demo lender into an empty database', load: () => import('./seed.ts') },
  demo: { summary: 'demo reset: empties the demo lender and seeds it anew from today', load: () => import('./demo.ts') },
  init: { summary: 'makes an empty lender with one administrator and a one-time password', load: () => import('./init.ts') },
  import: { summary: "takes a lender's products, customers, loans, staff or articles from a file", load: () => import('./import.ts') },
  content: { summary: 'content export [FOLDER]: writes the knowledge in force as files, in the form of content/', load: () => import('./content.ts') },
  'staff-password': { summary: 'gives a member of staff a one-time password', load: () => import('./staff-password.ts') },
  loan: { summary: 'reckons loans: schedules, rates of cost, lives, payoffs; JSON lines in and out', load: () => import('./loan.ts') },
  backup: { summary: 'writes database, files and keys into one encrypted file', load: () => import('./backup.ts') },
  restore: { summary: 'puts a backup into an empty installation', load: () => import('./restore.ts') },
  reindex: { summary: 'makes the search index anew', load: () => import('./rebuild-search.ts') },
  doctor: { summary: 'checks the installation and says what to do', load: () => import('./doctor.ts') },
  keys: { summary: 'keys rotate: a new master key wraps all data keys', load: () => import('./keys.ts') },
  retention: { summary: 'says what has been kept long enough, and what the next run disposes of', load: () => import('./retention.ts') },
  verify: { summary: 'proves that the record is as it was written, or that an export is', load: () => import('./verify.ts') },
  learn: { summary: "learns a lender's own labels from labelled questions, and measures them", load: () => import('./learn.ts') },
  check: { summary: 'judges outgoing texts by the message rules, one JSON object a line', load: () => import('./check.ts') },
  dialogue: { summary: 'takes the facts of a request from the turns of a talk, one JSON object a line', load: () => import('./dialogue.ts') },
  understand: { summary: 'reads customer questions, one JSON object a line: intent, facts, mood', load: () => import('./understand.ts') },
}

const help = (): string => {
  const width = Math.max(0, ...Object.keys(subcommands).map((name) => name.length))
  const rows = Object.entries(subcommands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Usage: xinqiao COMMAND [ARGUMENTS]', '', ...rows, '', 'xinqiao COMMAND --help says more.', ''].join('\n')
}

const main = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help())
    return name === undefined ? 1 : 0
  }
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
  if (!subcommand) {
    process.stderr.write(`xinqiao: there is no command "${name}"; xinqiao --help lists them\n`)
    return 2
  }
  const { run } = await subcommand.load()
  return await run(rest)
}

process.exitCode = await main(process.argv.slice(2))
