import { resolve } from 'node:path'
import { exportContent } from '../knowledge/export-content.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, say } from './settings.ts'

const usage = `Usage: xinqiao content export [FOLDER]

Writes what is in force today (articles, terms, replies, products, the machine's sentences, policies of cases, disclosures and
rules of law) as files in the form of content/, for review and for version control: the same knowledge gives the same bytes. In FOLDER (content-export where none is named) the files of
pieces that are in force no more are removed. xinqiao init --content FOLDER makes a new lender of them.`

export const run = async (args: readonly string[]): Promise<number> => {
  const [verb, folder = 'content-export', ...more] = args
  if (verb !== 'export' || folder.startsWith('-') || more.length > 0) {
    say(usage)
    return verb === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    const { written, removed } = await exportContent(context, resolve(folder))
    say(`${folder}: ${written} files written, ${removed} removed`)
    return 0
  })
}
