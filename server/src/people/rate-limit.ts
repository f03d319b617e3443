import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'

/** How often one caller may do one thing. Counted in the database, so that any number of servers count together. */
export type RateRule = { readonly name: string; readonly most: number; readonly seconds: number }

export type RateContext = Pick<Context, 'db' | 'keys' | 'clock'>

export type Wait = { readonly waitSeconds: number }

/** Counts one use by `who`, such as an address; seconds to wait where it was one too many. Windows stand still: they start with the first use. */
export const spend = async ({ db, keys, clock }: RateContext, rule: RateRule, who: string): Promise<Wait | undefined> => {
  const key = await keys.keyedHash('rate-limits', `${rule.name} ${who}`)
  const now = clock.now()
  const [start, end] = [new Date(now), new Date(now + rule.seconds * 1000)]
  const { rows } = await sql<{ used: number; window_end: Date }>`
    insert into rate_use as old (key, window_start, window_end, used) values (${key}, ${start}, ${end}, 1)
    on conflict (key) do update set
      used = case when old.window_end <= ${start} then 1 else least(old.used + 1, 1000000) end,
      window_start = case when old.window_end <= ${start} then excluded.window_start else old.window_start end,
      window_end = case when old.window_end <= ${start} then excluded.window_end else old.window_end end
    returning used, window_end`.execute(db)
  const row = rows[0]
  if (!row || row.used <= rule.most) return undefined
  return { waitSeconds: Math.max(1, Math.ceil((row.window_end.getTime() - now) / 1000)) }
}

/** Whether `who` has used up his share already; counts nothing. For rules that only count failures. */
export const mustWait = async ({ db, keys, clock }: RateContext, rule: RateRule, who: string): Promise<Wait | undefined> => {
  const key = await keys.keyedHash('rate-limits', `${rule.name} ${who}`)
  const now = clock.now()
  const row = await db
    .selectFrom('rate_use')
    .select('window_end')
    .where('key', '=', key)
    .where('used', '>=', rule.most)
    .where('window_end', '>', new Date(now))
    .executeTakeFirst()
  return row && { waitSeconds: Math.max(1, Math.ceil((row.window_end.getTime() - now) / 1000)) }
}

export const refuseTooMany = async (context: RateContext, rule: RateRule, who: string): Promise<Refusal<'too-many-requests'> | undefined> => {
  const over = await spend(context, rule, who)
  return over && refuse('too-many-requests', { seconds: over.waitSeconds })
}
