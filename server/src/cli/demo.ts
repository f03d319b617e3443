import { demoFacts, emptyDatabase, lenderState, seedDemo, serversConnected } from '../demo.ts'
import { rooms } from '../main.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: xinqiao demo reset

Empties the demo lender, with all that was tried on it, and seeds it anew with days counted from today. Stop the server first.`

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.length !== 1 || args[0] !== 'reset') {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context, address }) => {
    if ((await lenderState(context)) === 'own') {
      complain("xinqiao: this database holds a lender's own data, not the demo; it is left as it is")
      return failed
    }
    if ((await serversConnected(address.ownerUrl)) > 0) {
      complain('xinqiao: a server runs on this database; stop it first')
      return failed
    }
    await emptyDatabase(address, context.config.dataFolder, context.log)
    await seedDemo(context, address, rooms, (text) => complain(`… ${text}`))
    say(`the demo lender is new; the password of its accounts is ${(await demoFacts(context))?.password}`)
    return 0
  })
}
