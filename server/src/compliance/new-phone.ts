import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { isMobileNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { maskPhone } from '@xinqiao/core/people/sight.ts'
import { codeDigits, codeLife } from '@xinqiao/core/people/verification.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readLender } from '../people/lender.ts'
import { mustWait, type RateRule, refuseTooMany, spend } from '../people/rate-limit.ts'
import { canSendTexts, sendText } from '../people/text-message.ts'
import { wordsFor } from '../people/words.ts'
import type { Context } from '../platform/context.ts'

/**
 * Proof that a new number is in the customer's hands, before it takes the place of the old one: a slip of the finger would lock him
 * out, and give his codes to a stranger. The code follows from a secret of the house, the session, the number and the minute, so that
 * nothing of it is stored anywhere.
 */

const oneAMinute: RateRule = { name: 'new-phone-sent', most: 1, seconds: 60 }
const tenAnHour: RateRule = { name: 'new-phones-sent', most: 10, seconds: 3600 }
const wrongCodes: RateRule = { name: 'new-phone-wrong', most: 5, seconds: 3600 }

/** Of a stretch of time; one is good in its own and in the next, so for five to ten minutes. */
const codeAt = async ({ keys }: Context, { sessionId }: CustomerCaller, phone: string, stretch: number): Promise<string> => {
  const hash = createHmac('sha256', await keys.secret('new-phone-codes')).update(`${sessionId} ${phone} ${stretch}`).digest()
  return String(hash.readUIntBE(0, 6) % 10 ** codeDigits).padStart(codeDigits, '0')
}

const stretchOf = ({ clock }: Context): number => Math.floor(clock.now() / codeLife)

export type NewPhoneCode = { readonly sentTo: string; readonly expiresAt: string; readonly again: number }

export const sendNewPhoneCode = async (
  context: Context, caller: CustomerCaller, typed: string,
): Promise<NewPhoneCode | Refusal<'invalid-request' | 'verification-unavailable' | 'too-many-requests'>> => {
  const phone = plainNumber(typed)
  if (!isMobileNumber(phone)) return refuse('invalid-request', { field: 'phone', problem: 'mobile-number' }, 'body.phone')
  if (!(await canSendTexts(context))) return refuse('verification-unavailable')
  const tooMany = (await refuseTooMany(context, oneAMinute, caller.customerId)) ?? (await refuseTooMany(context, tenAnHour, caller.customerId))
  if (tooMany) return tooMany
  const [{ name: lender }, code] = [await readLender(context), await codeAt(context, caller, phone, stretchOf(context))]
  const minutes = codeLife / 60_000
  const text = wordsFor('new-phone-code', 'zh', { lender, code, minutes })
  await sendText(context, { customerId: caller.customerId, phone, text, figures: [code, `${minutes} 分钟`] })
  return { sentTo: maskPhone(phone), expiresAt: new Date((stretchOf(context) + 2) * codeLife).toISOString(), again: oneAMinute.seconds }
}

/** Undefined where the code is the one that this number was sent. Wrong ones are counted, and few are looked at. */
export const judgeNewPhone = async (context: Context, caller: CustomerCaller, phone: string, given: string): Promise<Refusal<'new-phone-code-wrong' | 'verification-locked'> | undefined> => {
  const wait = await mustWait(context, wrongCodes, caller.customerId)
  if (wait) return refuse('verification-locked', { minutes: Math.ceil(wait.waitSeconds / 60) })
  const now = stretchOf(context)
  const good = await Promise.all([now, now - 1].map((stretch) => codeAt(context, caller, phone, stretch)))
  const bytes = Buffer.from(given.trim().padEnd(codeDigits).slice(0, codeDigits))
  if (good.some((code) => bytes.length === codeDigits && timingSafeEqual(Buffer.from(code), bytes))) return undefined
  await spend(context, wrongCodes, caller.customerId)
  return refuse('new-phone-code-wrong')
}
