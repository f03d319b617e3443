import { demoFacts, lenderState, seedDemo } from '../demo.ts'
import { rooms } from '../main.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: xinqiao seed

Puts the demo lender 安心消费金融 into an empty database, with days counted from today. Into a database of your own only with
XINQIAO_DEMO=1, for its accounts have a password that is printed. serve seeds the embedded database by itself.`

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.length > 0) {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context, address }) => {
    if (context.config.database.kind === 'given' && !context.config.demo) {
      complain('xinqiao: the demo goes into a DATABASE_URL only with XINQIAO_DEMO=1; xinqiao init makes a lender without demo accounts')
      return failed
    }
    if ((await lenderState(context)) === 'own') {
      complain('xinqiao: this database holds a lender already; the demo needs an empty one')
      return failed
    }
    await seedDemo(context, address, rooms, (text) => complain(`… ${text}`))
    say(`the demo lender is here; the password of its accounts is ${(await demoFacts(context))?.password}`)
    return 0
  })
}
