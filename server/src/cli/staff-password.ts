import { givePasswordTo } from '../people/staff.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: xinqiao staff-password EMAIL

Gives a member of staff a one-time password, which must be changed at the first sign-in, and signs him out everywhere: for the
administrator whom nobody else can help, and after xinqiao import staff.`

export const run = async ([email, ...more]: readonly string[]): Promise<number> => {
  if (email === undefined || email.startsWith('-') || more.length > 0) {
    say(usage)
    return email === '--help' ? 0 : askedWrongly
  }
  return await withInstallation(async ({ context }) => {
    const password = await context.db.transaction().execute((tx) => givePasswordTo(context, tx, email))
    if (password === undefined) {
      complain('xinqiao: nobody at this desk has that address')
      return failed
    }
    say(`One-time password: ${password}`)
    return 0
  })
}
