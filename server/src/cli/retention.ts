import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { outlook } from '../cases/retain-data.ts'
import { clockAt } from '../platform/clock.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, say } from './settings.ts'

const usage = `Usage: xinqiao retention [--on 2029-01-01]

Says what the next daily run would dispose of, by class of data, and changes nothing. With --on it says so for another day, as things
stand now. What is disposed of is decided by content/desk/retention.json; the server's job does it every night and writes down what.`

const nightHours = 3

const dayAsked = (args: readonly string[]): ReturnType<typeof parseDay> | 'wrong' => {
  if (args.length === 0) return undefined
  return (args.length === 2 && args[0] === '--on' ? parseDay(args[1] ?? '') : undefined) ?? 'wrong'
}

const lineOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'nothing'

export const run = async (args: readonly string[]): Promise<number> => {
  const day = dayAsked(args)
  if (day === 'wrong') {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    const clock = day === undefined ? context.clock : clockAt(instant(day * 86_400_000 - 8 * 3_600_000 + nightHours * 3_600_000))
    const { due, customers, held, passedOver } = await outlook({ db: context.db, clock })
    say(`due: ${lineOf(due)}; of ${customers} customers`)
    say(`looked at and kept: ${lineOf(passedOver)}${held > 0 ? `; ${held} customers are held` : ''}`)
    say('nothing was changed')
    return 0
  })
}
