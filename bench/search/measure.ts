import { sql } from 'kysely'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import { findHits } from '../../server/src/conversations/search-entries.ts'
import type { Context } from '../../server/src/platform/context.ts'
import { randomFrom } from './messages.ts'

/** The same questions to the search, which opens what it finds, and to `ILIKE` over the plain copy of the same texts. */

export type Question = { readonly kind: string; readonly q: string }

const common = ['还款', '利息', '逾期', '应还', '提前', '罚息', '您好', '申请', '展期', '资料']

/** Questions of every kind, drawn from what was said, mixed so that a slow moment of the machine meets no kind alone. */
export const questionsFrom = (texts: readonly string[], ofEach: number): readonly Question[] => {
  const random = randomFrom(7)
  const mixed = <Value>(values: readonly Value[]): readonly Value[] =>
    values.map((value) => ({ value, place: random() })).sort((one, other) => one.place - other.place).map(({ value }) => value)
  const shuffled = mixed(texts)
  const take = (kind: string, form: RegExp, make: (match: RegExpExecArray) => string): readonly Question[] =>
    shuffled.flatMap((text) => {
      const match = form.exec(text)
      return match ? [{ kind, q: make(match) }] : []
    }).slice(0, ofEach)
  return mixed([
    ...common.slice(0, ofEach).map((q) => ({ kind: 'common word', q })),
    ...take('three characters', /[\u4e00-\u9fff]{6}/u, ([run]) => run.slice(2, 5)),
    ...take('eight characters', /[\u4e00-\u9fff]{8}/u, ([run]) => run),
    ...take('two words', /([\u4e00-\u9fff]{3}).*?(\d{1,3},\d{3}\.\d\d)/u, ([, word = '', number = '']) => `${word} ${number}`),
    ...take('part of an amount', /\d,\d{3}\.\d\d/, ([number]) => number.slice(2)),
    ...take('part of a reference', /AX\d{10}/, ([ref]) => ref.slice(-7)),
    ...take('whole reference', /AX\d{10}/, ([ref]) => ref),
    ...take('whole phone number', /1\d{10}(?!\d)/, ([number]) => number),
    ...take('nothing there', /[\u4e00-\u9fff]{3}/u, ([run]) => `${run}鑫淼`),
  ])
}

const limit = 20

/** The newest twenty places that hold all words, as the screen asks for them. */
export const byIlike = async ({ db }: Context, q: string): Promise<readonly string[]> => {
  // Commas of amounts stand in the plain copy as they were written.
  const words = q.split(' ').map((word) => sql`text ilike ${`%${word}%`}`)
  const { rows } = await sql<{ conversation_id: string; seq: number }>`
    select conversation_id, seq, at, text from plain_copy where ${sql.join(words, sql` and `)} order by at desc, conversation_id, seq limit ${limit}`.execute(db)
  return rows.map(({ conversation_id: id, seq }) => `${id} ${seq}`)
}

export const bySearch = async (context: Context, q: string): Promise<readonly string[]> => {
  const { hits } = await findHits(context, { q, limit }, sightOf(['supervisor']))
  return hits.map(({ conversationId, seq }) => `${conversationId} ${seq}`)
}

export type Times = { readonly search: readonly number[]; readonly ilike: readonly number[] }

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Each question to both, in turn, so that a slow moment of the machine meets both. */
export const measure = async (context: Context, questions: readonly Question[]): Promise<ReadonlyMap<string, Times>> => {
  const times = new Map<string, { search: number[]; ilike: number[] }>()
  for (const { kind, q } of questions) {
    const own = times.get(kind) ?? { search: [], ilike: [] }
    times.set(kind, own)
    own.search.push(await timed(() => bySearch(context, q)))
    own.ilike.push(await timed(() => byIlike(context, q)))
  }
  return times
}

export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
