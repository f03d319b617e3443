import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Context } from '../platform/context.ts'
import { spend } from './rate-limit.ts'
import { clearPasswordChange, mayEnter } from './store.ts'

/**
 * Staff sign-in by better-auth: email and password, a second factor by authenticator app, sessions in cookies. Accounts are made
 * by an administrator or an import; nobody signs up.
 */

/** The header by which the address reaches better-auth: set by our own route, whatever the caller sent. */
export const addressHeader = 'x-xinqiao-address'

const hour = 3600

const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

const tables = {
  user: { modelName: 'staff', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'staff_session',
    fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    expiresIn: 12 * hour,
    updateAge: hour / 4,
  },
  account: {
    modelName: 'staff_credential',
    fields: {
      ...times, userId: 'user_id', accountId: 'account_id', providerId: 'provider_id', accessToken: 'access_token', refreshToken: 'refresh_token',
      idToken: 'id_token', accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'staff_verification', fields: { ...times, expiresAt: 'expires_at' } },
} as const satisfies BetterAuthOptions

const secondFactor = () =>
  twoFactor({
    issuer: '信桥',
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'staff_two_factor',
        fields: { userId: 'user_id', backupCodes: 'backup_codes', failedVerificationCount: 'failed_verification_count', lockedUntil: 'locked_until' },
      },
    },
  })

/** What a page may ask of better-auth; everything else it offers is closed. */
const openPaths = new Set([
  '/sign-in/email', '/sign-out', '/get-session', '/change-password', '/ok', '/error',
  '/two-factor/enable', '/two-factor/disable', '/two-factor/verify-totp', '/two-factor/verify-backup-code', '/two-factor/get-totp-uri',
  '/two-factor/generate-backup-codes',
])
export const isOpenPath = (path: string): boolean => openPaths.has(path)

const build = async (context: Context) => {
  const { db, keys, config, log } = context
  return betterAuth({
    ...tables,
    appName: 'xinqiao',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: (await keys.secret('staff-sign-in')).toString('base64url'),
    database: { db, type: 'postgres', transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128, revokeSessionsOnPasswordReset: true },
    plugins: [secondFactor()],
    // A page may be reached by more names than the public one; its own origin is that of the request.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host')
      return host ? [`http://${host}`, `https://${host}`] : []
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      // One address may stand for a whole branch office that starts work at half past eight; wrong passwords are counted closer,
      // and wrong codes of a second factor lock the account by the plugin's own count.
      customRules: {
        '/sign-in/email': { window: 60, max: 300 },
        '/two-factor/*': { window: 60, max: 300 },
        '/get-session': { window: 60, max: 600 },
      },
      customStorage: {
        consume: async (key, { window, max }) => {
          const over = await spend(context, { name: 'staff-auth', most: max, seconds: window }, key)
          return { allowed: over === undefined, retryAfter: over?.waitSeconds ?? null }
        },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            // In the words of a wrong password: that there is such an account is nobody's business.
            const wrong = { message: 'Invalid email or password', code: 'INVALID_EMAIL_OR_PASSWORD' }
            if (!(await mayEnter(db, userId))) throw new APIError('UNAUTHORIZED', wrong)
          },
        },
      },
      account: {
        update: {
          after: async ({ userId, password }) => {
            if (password) await clearPasswordChange(db, userId)
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'xinqiao',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: 'uuid' },
      // Said outright, or it would be off wherever NODE_ENV is `test`.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    // Only the sentence: its arguments name email addresses.
    logger: { level: 'warn', log: (level, message) => (level === 'error' ? log.error : log.warn)({ step: 'staff-auth' }, message) },
  })
}

export type StaffAuth = Awaited<ReturnType<typeof build>>

const built = new WeakMap<Context, Promise<StaffAuth>>()

/** The one instance of this server. Built at the first asking, for its secret lies in the database. */
export const staffAuthOf = (context: Context): Promise<StaffAuth> => {
  const known = built.get(context)
  if (known) return known
  const made = build(context)
  built.set(context, made)
  // A database that was down a moment ago must not keep everybody out for good.
  made.catch(() => built.delete(context))
  return made
}
