import { type CustomerDetails, occupations, riskGrades } from '@xinqiao/core/people/customer.ts'
import { plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { createHmac } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import type { Generation } from '../platform/house-secrets.ts'
import { sealOf } from './customer-keys.ts'
import type { CustomerRow, SearchColumn, SearchHashes } from './store.ts'

/** How what is known of a customer is sealed, and how it is found again without being read. */

const bound = (customerId: string): string => `customer ${customerId}`

const written = ({ since, monthlyIncome, otherMonthlyDebt, ...rest }: CustomerDetails): string =>
  JSON.stringify({
    ...rest,
    since: since === undefined ? undefined : isoDay(since),
    monthlyIncome: monthlyIncome === undefined ? undefined : yuanText(monthlyIncome),
    otherMonthlyDebt: otherMonthlyDebt === undefined ? undefined : yuanText(otherMonthlyDebt),
  })

const read = (text: string): CustomerDetails => {
  const stored = JSON.parse(text) as Readonly<Record<string, string | undefined>>
  const given = <Value>(value: Value | undefined, name: string): Record<string, Value> => (value === undefined ? {} : { [name]: value })
  return {
    ...given(stored['name'], 'name'),
    ...given(stored['phone'], 'phone'),
    ...given(stored['idNumber'], 'idNumber'),
    ...given(stored['payoutCard'], 'payoutCard'),
    ...given(stored['timeZone'], 'timeZone'),
    ...given(parseDay(stored['since'] ?? ''), 'since'),
    ...given(stored['city'], 'city'),
    ...given(occupations.find((one) => one === stored['occupation']), 'occupation'),
    ...given(parseYuan(stored['monthlyIncome'] ?? ''), 'monthlyIncome'),
    ...given(parseYuan(stored['otherMonthlyDebt'] ?? ''), 'otherMonthlyDebt'),
    ...given(riskGrades.find((one) => one === stored['riskGrade']), 'riskGrade'),
  }
}

export const sealDetails = (context: Context, tx: Reader, customerId: string, details: CustomerDetails): Promise<Buffer> =>
  sealOf(context, tx, { customerId, dataClass: 'identity' }, written(details), bound(customerId))

export const openDetails = async ({ keys }: Pick<Context, 'keys'>, reader: Reader, row: CustomerRow): Promise<CustomerDetails> => {
  if (row.details === null || row.erased_at !== null) return {}
  const plain = await keys.open(reader, row.details, bound(row.customer_id))
  return plain ? read(plain.toString('utf8')) : {}
}

/** The secret behind the hashes; `xinqiao keys rotate-search` replaces it. */
export const searchSecret = 'customer-search'

const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
const upper = (text: string): string => text.toUpperCase()

/** What each hash is of. The word before it keeps one number from being found as another kind. */
const shapes = {
  name_hash: { word: 'name', plain: plainName },
  phone_hash: { word: 'phone', plain: plainNumber },
  phone_tail_hash: { word: 'phone tail', plain: upper },
  id_number_hash: { word: 'id number', plain: plainNumber },
  id_number_tail_hash: { word: 'id number tail', plain: upper },
  card_hash: { word: 'card', plain: plainNumber },
  card_tail_hash: { word: 'card tail', plain: upper },
} as const satisfies Readonly<Record<SearchColumn, unknown>>

type Hashing = Pick<Context, 'keys'>

const hashOf = ({ secret }: Generation, column: SearchColumn, text: string): Buffer =>
  createHmac('sha256', secret).update(`${shapes[column].word} ${shapes[column].plain(text)}`).digest()

/** By which a text is found: one hash for each secret that is valid just now. */
export const wantedHashes = async ({ keys }: Hashing, column: SearchColumn, text: string): Promise<readonly Buffer[]> =>
  (await keys.generations(searchSecret)).map((generation) => hashOf(generation, column, text))

/** What is stored for a customer to be found by, all under one secret. */
export const searchHashes = async ({ keys }: Hashing, { name, phone, idNumber, payoutCard }: CustomerDetails): Promise<SearchHashes> => {
  const [current] = await keys.generations(searchSecret)
  const of = (column: SearchColumn, text: string | undefined): Buffer | null => (text === undefined ? null : hashOf(current, column, text))
  return {
    name_hash: of('name_hash', name),
    phone_hash: of('phone_hash', phone),
    phone_tail_hash: of('phone_tail_hash', phone?.slice(-4)),
    id_number_hash: of('id_number_hash', idNumber),
    id_number_tail_hash: of('id_number_tail_hash', idNumber?.slice(-4)),
    card_hash: of('card_hash', payoutCard),
    card_tail_hash: of('card_tail_hash', payoutCard?.slice(-4)),
    hashed_under: [name, phone, idNumber, payoutCard].every((text) => text === undefined) ? null : current.id,
  }
}

/** The same details are written in the same order, however they were put together. */
const ordered = (details: CustomerDetails): string => written(read(written(details)))

/** Whether two sets of details say the same, for imports that change nothing. */
export const sameDetails = (one: CustomerDetails, other: CustomerDetails): boolean => ordered(one) === ordered(other)
