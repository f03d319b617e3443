import type { Role } from '@xinqiao/core/people/rights.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { hashPassword } from 'better-auth/crypto'
import { randomUUID } from 'node:crypto'
import { saveCustomer } from '../../src/people/customers.ts'
import { signSiteToken, siteTokenSecret } from '../../src/people/site-token.ts'
import { createStaff } from '../../src/people/staff.ts'
import type { Context } from '../../src/platform/context.ts'
import type { TestServer } from './server.ts'

/** Staff and customers for tests, who come in by the same doors as real ones. */

export const testPassword = 'a-long-test-password'
let passwordHash: Promise<string> | undefined

export type TestStaff = { readonly id: string; readonly email: string; readonly cookie: string }

export const cookieOf = (response: Response): string => response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')

/** Signs in as a page does. */
export const signIn = (server: Pick<TestServer, 'url'>, email: string, password: string = testPassword): Promise<Response> =>
  fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ email, password }),
  })

/** A member of staff with these roles, signed in. */
export const createTestStaff = async (server: TestServer, roles: readonly Role[], name = '测试员工'): Promise<TestStaff> => {
  passwordHash ??= hashPassword(testPassword)
  const { context } = server.installation
  const email = `${roles.join('-')}-${randomUUID().slice(0, 8)}@test.example`
  const id = await createStaff(context, context.db, { email, name, roles, passwordHash: await passwordHash })
  const response = await signIn(server, email)
  if (response.status !== 200) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`)
  return { id, email, cookie: cookieOf(response) }
}

export const testSiteToken = async (
  context: Context, claims: { readonly sub: string; readonly level?: IdentityLevel; readonly jti?: string; readonly seconds?: number },
): Promise<string> =>
  signSiteToken(await siteTokenSecret(context), {
    sub: claims.sub, level: claims.level ?? 'verified', jti: claims.jti ?? randomUUID(), exp: Math.floor(context.clock.now() / 1000) + (claims.seconds ?? 60),
  })

export type TestSession = { readonly session: string; readonly expiresAt: string; readonly customer: { readonly id: string; readonly level: IdentityLevel; readonly name?: string } }

export const postEntrance = (server: Pick<TestServer, 'url'>, body: { readonly siteToken?: string; readonly join?: string }): Promise<Response> =>
  fetch(`${server.url}/v1/chat/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** A customer who has entered; anonymous where no ref is given. */
export const enterAsCustomer = async (server: TestServer, ref?: string, level: IdentityLevel = 'verified', join?: string): Promise<TestSession> => {
  const { context } = server.installation
  const siteToken = ref === undefined ? {} : { siteToken: await testSiteToken(context, { sub: ref, level }) }
  const response = await postEntrance(server, { ...siteToken, ...(join === undefined ? {} : { join }) })
  if (response.status !== 200) throw new Error(`entering failed: ${response.status} ${await response.text()}`)
  return (await response.json()) as TestSession
}

export const customerHeaders = ({ session }: TestSession): Record<string, string> => ({ authorization: `Bearer ${session}` })

/** A customer whom the lender has told us about. */
export const createTestCustomer = async (context: Context, ref: string, details: Parameters<typeof saveCustomer>[3]): Promise<void> => {
  await context.db.transaction().execute((tx) => saveCustomer(context, tx, ref, details))
}
