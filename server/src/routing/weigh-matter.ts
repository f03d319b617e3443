import type { HandOver } from '@xinqiao/contract/conversations.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { parseYuan } from '@xinqiao/core/primitives/money.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { higherGrade, type Grade } from '@xinqiao/core/routing/grade.ts'
import { type Matter, type Need, needOf } from '@xinqiao/core/routing/need.ts'
import { crisesIn } from '@xinqiao/core/understanding/crisis.ts'
import { findAmounts } from '@xinqiao/core/understanding/find-amounts.ts'
import { casesAtHand } from '../cases/at-hand.ts'
import type { HeldTalk } from '../conversations/desk-load.ts'
import { lastHandOver } from '../conversations/read-conversations.ts'
import type { Context } from '../platform/context.ts'
import { routingPolicy } from './policy.ts'
import { saveMatter } from './store.ts'

/** What a conversation that waits needs, from what was handed over with it and the customer's open cases. */

/** A guess below this is no reason to look for a specialist. */
const sureEnough = 0.5

const largestSum = (texts: readonly string[]): Fen | undefined =>
  texts
    .flatMap((text) => findAmounts(text, () => true)).map(({ value }) => parseYuan(String(value)))
    .reduce<Fen | undefined>((largest, sum) => (sum !== undefined && (largest === undefined || sum > largest) ? sum : largest), undefined)

const chinese = /\p{Script=Han}/u

const matterOf = (handed: HandOver | undefined, cases: readonly string[]): Matter => {
  const { intent, mood = 'calm', asked = [] } = handed ?? {}
  return {
    intent: intent && intent.confidence >= sureEnough ? intent.id : undefined,
    mood, cases, amount: largestSum(asked), crisis: asked.some((text) => crisesIn(text).length > 0),
    language: asked.length > 0 && !asked.some((text) => chinese.test(text)) ? 'en' : 'zh',
  }
}

/** Whom somebody asked for who passed it on; it comes on top of what the matter itself needs. */
export type Wanted = { readonly grade?: Grade | undefined; readonly skill?: string | undefined }

const withWanted = (need: Need, { grade, skill }: Wanted): Need => ({
  ...need,
  grade: grade === undefined ? need.grade : higherGrade(need.grade, grade),
  skills: skill === undefined || need.skills.includes(skill) ? need.skills : [...need.skills, skill].sort(),
})

export const weighMatter = async (context: Context, { id, customerId }: HeldTalk, since: Instant, wanted: Wanted = {}): Promise<void> => {
  const policy = routingPolicy()
  const open = (await casesAtHand(context, customerId)).filter(({ standing }) => standing === 'pending' || standing === 'filed')
  const need = needOf(matterOf(await lastHandOver(context, id), open.map(({ kind }) => kind)), policy.rows)
  await saveMatter(context.db, { conversationId: id, need: withWanted(need, wanted), policyVersion: policy.version, since })
}
