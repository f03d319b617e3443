import { rotateSearchSecret } from '../people/rotate-search.ts'
import type { Context } from '../platform/context.ts'
import { rotateMasterKey } from '../platform/rotate-keys.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, say } from './settings.ts'

const usage = `Usage: xinqiao keys rotate | rotate-search

rotate: makes a new master key and wraps every data key with it, while the servers run; the old one is kept beside it until nothing needs it.
Broken off, it goes on when it is started again. Where the master key is given by XINQIAO_MASTER_KEY or a file, put the new key before the
old one first, with a comma or a line between them, for every server; take the old one away when this command says so. A backup holds the
keys it needs: one from before the rotation comes back with the old key, and is rotated again after it was restored.

rotate-search: makes a new secret behind the hashes by which customers are found (name, phone, identity and card number), and hashes every
customer anew, while the servers run. Both secrets are valid meanwhile; broken off, it goes on when it is started again.`

const rotateMaster = async (context: Context): Promise<void> => {
  const { to, from, count } = await rotateMasterKey(context, { told: (done) => complain(`… ${done} data keys`) })
  const kept = context.config.masterKey.kind === 'kept'
  say(`${count} data keys are wrapped by master key ${to}`)
  if (!kept && from.length > 0) say(`master key ${from.join(', ')} is needed no more: take it out of where it is given`)
  if (!kept && from.length === 0 && count === 0) say('nothing was to be done: put a new master key before the one that is given')
}

const rotateSearch = async (context: Context): Promise<void> => {
  const { to, from, count } = await rotateSearchSecret(context, { told: (done) => complain(`… ${done} customers`) })
  say(`${count} customers are found by secret ${to}; ${from.length === 0 ? 'another run destroyed the old one' : `${from.join(', ')} is destroyed`}`)
}

const commands: Readonly<Record<string, (context: Context) => Promise<void>>> = { rotate: rotateMaster, 'rotate-search': rotateSearch }

export const run = async (args: readonly string[]): Promise<number> => {
  const [name = ''] = args
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (args.length !== 1 || !command) {
    say(usage)
    return name === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    await command(context)
    return 0
  })
}
