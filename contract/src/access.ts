import { atLeast, type IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { mayDo, type Role, rights, roles, rolesWith } from '@xinqiao/core/people/rights.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Access } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/** Who calls, as far as the server knows. */
export type Caller =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'customer'; readonly customerId: string; readonly sessionId: string; readonly level: IdentityLevel }
  | { readonly kind: 'staff'; readonly staffId: string; readonly sessionId: string; readonly name: string; readonly roles: readonly Role[] }

export type StaffCaller = Extract<Caller, { kind: 'staff' }>
export type CustomerCaller = Extract<Caller, { kind: 'customer' }>

/** Why this caller may not call an operation of that access; undefined where he may. `demo`: this is the demo lender. */
export const refusalOfAccess = (access: Access, caller: Caller, demo: boolean): Refusal<RefusalCode> | undefined => {
  switch (access.for) {
    case 'public':
      return undefined
    case 'demo':
      return demo ? undefined : refuse('not-found')
    case 'customer':
      if (caller.kind !== 'customer') return refuse('not-signed-in')
      return atLeast(caller.level, access.level) ? undefined : refuse('identity-level-too-low', { level: access.level })
    case 'any-staff':
      return caller.kind === 'staff' ? undefined : refuse('not-signed-in')
    case 'staff':
      if (caller.kind !== 'staff') return refuse('not-signed-in')
      if (mayDo(caller.roles, access.right)) return undefined
      return refuse('not-allowed', { right: rights[access.right], ask: rolesWith(access.right).map((role) => roles[role]).join('、') })
  }
}
