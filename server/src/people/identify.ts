import type { Caller, StaffCaller } from '@xinqiao/contract/access.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { fromNodeHeaders } from 'better-auth/node'
import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from '../platform/context.ts'
import type { Identify } from '../platform/http.ts'
import { customerOfSession } from './customer-session.ts'
import { staffAuthOf } from './staff-auth.ts'
import { isDemoLender, staffById, type StaffRow } from './store.ts'

/** Finds out who calls: staff by the cookie of their sign-in, customers by their bearer session. */

type Signed = { readonly caller: StaffCaller; readonly staff: StaffRow }

const signedIn = async (context: Context, headers: IncomingHttpHeaders): Promise<Signed | Refusal<'not-signed-in'>> => {
  if (!headers.cookie?.includes('xinqiao.session_token=')) return refuse('not-signed-in')
  const auth = await staffAuthOf(context)
  const found = await auth.api.getSession({ headers: fromNodeHeaders({ cookie: headers.cookie }) })
  const staff = found ? await staffById(context.db, found.user.id) : undefined
  // Roles are read each time: who has left or lost a role is stopped at the next request, not at the next sign-in.
  if (!found || !staff || staff.left || (staff.demo && !(await isDemoLender(context.db)))) return refuse('not-signed-in')
  const caller: StaffCaller = { kind: 'staff', staffId: staff.id, sessionId: found.session.id, name: staff.name, roles: staff.roles }
  return { caller, staff }
}

/** The member of staff behind a request, or the upgrade request of a socket. */
export const staffOfRequest = async (
  context: Context, request: { readonly headers: IncomingHttpHeaders },
): Promise<StaffCaller | Refusal<'not-signed-in' | 'password-change-due'>> => {
  const signed = await signedIn(context, request.headers)
  if (isRefusal(signed)) return signed
  return signed.staff.passwordChangeDue ? refuse('password-change-due') : signed.caller
}

/** The bearer token of a request; empty where there is none. */
export const bearerOf = ({ authorization }: IncomingHttpHeaders): string => /^Bearer (.{1,200})$/.exec(authorization ?? '')?.[1] ?? ''

export const createIdentify = (context: Context): Identify => async (request): Promise<Caller | Refusal<RefusalCode>> => {
  const token = bearerOf(request.headers)
  if (token !== '') return await customerOfSession(context, token)
  const signed = await signedIn(context, request.headers)
  if (isRefusal(signed)) return { kind: 'anyone' }
  // Who must change his password may learn just that.
  const asksWhoAmI = (request.routeOptions.config as { readonly operation?: string }).operation === 'getMe'
  return signed.staff.passwordChangeDue && !asksWhoAmI ? refuse('password-change-due') : signed.caller
}
