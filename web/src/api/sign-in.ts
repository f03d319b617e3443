/** Signing staff in and out: better-auth's own addresses below /api/auth, outside the contract. */

export type SignInOutcome =
  | { readonly outcome: 'in' }
  | { readonly outcome: 'second-step' }
  | { readonly outcome: 'refused'; readonly why: 'wrong' | 'wrong-code' | 'weak' | 'too-often' | 'offline' | 'fault' }

type AuthAnswer = { readonly status: number; readonly json: Readonly<Record<string, unknown>> }

const post = async (path: string, body: unknown): Promise<AuthAnswer | undefined> => {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, credentials: 'same-origin', body: JSON.stringify(body),
    })
    const json: unknown = await response.json().catch(() => ({}))
    return { status: response.status, json: typeof json === 'object' && json !== null ? json as AuthAnswer['json'] : {} }
  } catch {
    return undefined
  }
}

const refusedFor = (answer: AuthAnswer | undefined, wrong: 'wrong' | 'wrong-code'): SignInOutcome => {
  if (!answer) return { outcome: 'refused', why: 'offline' }
  if (answer.status === 429) return { outcome: 'refused', why: 'too-often' }
  return { outcome: 'refused', why: answer.status >= 500 ? 'fault' : wrong }
}

export const signIn = async (email: string, password: string): Promise<SignInOutcome> => {
  const answer = await post('sign-in/email', { email, password })
  if (answer?.status !== 200) return refusedFor(answer, 'wrong')
  return { outcome: answer.json['twoFactorRedirect'] === true ? 'second-step' : 'in' }
}

/** The second step with the six digits of an authenticator, or with one of the backup codes. */
export const verifySecondStep = async (code: string, trustDevice: boolean): Promise<SignInOutcome> => {
  const digits = /^\d{6}$/.test(code)
  const answer = await post(digits ? 'two-factor/verify-totp' : 'two-factor/verify-backup-code', { code, trustDevice })
  return answer?.status === 200 ? { outcome: 'in' } : refusedFor(answer, 'wrong-code')
}

/** Replaces a password and ends every other session; a one-time password must be replaced before anything else. */
export const changePassword = async (currentPassword: string, newPassword: string): Promise<SignInOutcome> => {
  const answer = await post('change-password', { currentPassword, newPassword, revokeOtherSessions: true })
  if (answer?.status === 200) return { outcome: 'in' }
  const code = String(answer?.json['code'] ?? '')
  return code.startsWith('PASSWORD_TOO') || code.startsWith('NEW_PASSWORD') ? { outcome: 'refused', why: 'weak' } : refusedFor(answer, 'wrong')
}

export const signOut = async (): Promise<void> => { await post('sign-out', {}) }

export type TwoFactorSetup = { readonly uri: string; readonly backupCodes: readonly string[] }

export const beginTwoFactor = async (password: string): Promise<TwoFactorSetup | SignInOutcome> => {
  const answer = await post('two-factor/enable', { password })
  const uri = answer?.json['totpURI']
  const codes = answer?.json['backupCodes']
  if (answer?.status !== 200 || typeof uri !== 'string') return refusedFor(answer, 'wrong')
  return { uri, backupCodes: Array.isArray(codes) ? codes.map(String) : [] }
}

export const endTwoFactor = async (password: string): Promise<SignInOutcome> => {
  const answer = await post('two-factor/disable', { password })
  return answer?.status === 200 ? { outcome: 'in' } : refusedFor(answer, 'wrong')
}
