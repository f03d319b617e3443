import { rebuildIndex } from '../conversations/index-entries.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, say } from './settings.ts'

const usage = `Usage: xinqiao reindex

Makes the search index anew from the entries. Needed when a release says so; the server may run meanwhile, and finds what has been added.`

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.length > 0) {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    say(`${await rebuildIndex(context)} entries can be searched`)
    return 0
  })
}
