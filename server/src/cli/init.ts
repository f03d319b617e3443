import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { parseArgs } from 'node:util'
import { lenderState } from '../demo.ts'
import { rooms } from '../main.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: xinqiao init --lender NAME --email ADDRESS [--name PERSON] [--content FOLDER]

Makes an empty lender and its first administrator, and prints a one-time password, which must be changed at the first sign-in.
Then xinqiao import takes products, customers, loans, staff and articles. --content fills its knowledge from a folder that xinqiao
content export has written; all of it is in force as its files say.`

const read = (args: readonly string[]): { lender: string; email: string; name: string; content?: string } | undefined => {
  try {
    const { values } = parseArgs({ args: [...args], options: { lender: { type: 'string' }, email: { type: 'string' }, name: { type: 'string', default: '系统管理员' }, content: { type: 'string' } } })
    const { lender, email, name, content } = values
    return lender && email && /^[^\s@]+@[^\s@]+$/.test(email) ? { lender, email, name, ...(content === undefined ? {} : { content }) } : undefined
  } catch {
    return undefined
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  const asked = read(args)
  if (!asked) {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    const state = await lenderState(context)
    if (state !== 'empty') {
      complain(state === 'own' ? 'xinqiao: this database holds a lender already' : 'xinqiao: this database holds the demo lender; use an empty one')
      return failed
    }
    const makeAdministrator = rooms.find((room) => room.makeAdministrator)?.makeAdministrator
    if (!makeAdministrator) throw new Error('no room makes administrators')
    const made = await makeAdministrator(context, asked)
    if (isRefusal(made)) {
      complain(`xinqiao: the administrator could not be made: ${made.refused}`)
      return failed
    }
    for (const { init } of rooms) await init?.(context, asked.content)
    await context.db.insertInto('installation').values({ name: 'lender', value: JSON.stringify({ name: asked.lender }) }).execute()
    say(`${asked.lender} is ready for its data.`)
    say(`Sign in at ${context.config.publicUrl}/desk as ${asked.email} with the one-time password ${made.oneTimePassword}`)
    return 0
  })
}
