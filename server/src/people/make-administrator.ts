import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { hashPassword } from 'better-auth/crypto'
import type { Context } from '../platform/context.ts'
import { createStaff, emailOf, makeOneTimePassword } from './staff.ts'
import { staffByEmail } from './store.ts'

/** The first administrator of an empty lender, who must change the one-time password at the first sign-in. */
export const makeAdministrator = (
  context: Context, { name, email }: { readonly name: string; readonly email: string },
): Promise<{ readonly oneTimePassword: string } | Refusal<'invalid-request'>> =>
  context.db.transaction().execute(async (tx) => {
    if (await staffByEmail(tx, emailOf(email))) return refuse('invalid-request', {}, 'email')
    const oneTimePassword = makeOneTimePassword()
    await createStaff(context, tx, { name, email, roles: ['admin'], passwordHash: await hashPassword(oneTimePassword), oneTime: true })
    return { oneTimePassword }
  })
