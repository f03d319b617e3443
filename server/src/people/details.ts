import { type CustomerDetails, occupations, riskGrades } from '@xinqiao/core/people/customer.ts'
import { plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { sealOf } from './customer-keys.ts'
import type { CustomerRow, SearchHashes } from './store.ts'

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

const hash = ({ keys }: Pick<Context, 'keys'>, field: string, text: string): Promise<Buffer> => keys.keyedHash('customer-search', `${field} ${text}`)

const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()

export const nameHash = (context: Pick<Context, 'keys'>, name: string): Promise<Buffer> => hash(context, 'name', plainName(name))
export const phoneHash = (context: Pick<Context, 'keys'>, phone: string): Promise<Buffer> => hash(context, 'phone', plainNumber(phone))
export const phoneTailHash = (context: Pick<Context, 'keys'>, tail: string): Promise<Buffer> => hash(context, 'phone tail', tail)
export const idNumberHash = (context: Pick<Context, 'keys'>, idNumber: string): Promise<Buffer> => hash(context, 'id number', plainNumber(idNumber))
export const idNumberTailHash = (context: Pick<Context, 'keys'>, tail: string): Promise<Buffer> => hash(context, 'id number tail', tail.toUpperCase())

export const cardHash = (context: Pick<Context, 'keys'>, card: string): Promise<Buffer> => hash(context, 'card', plainNumber(card))
export const cardTailHash = (context: Pick<Context, 'keys'>, tail: string): Promise<Buffer> => hash(context, 'card tail', tail)

export const searchHashes = async (context: Pick<Context, 'keys'>, { name, phone, idNumber, payoutCard }: CustomerDetails): Promise<SearchHashes> => ({
  name_hash: name === undefined ? null : await nameHash(context, name),
  phone_hash: phone === undefined ? null : await phoneHash(context, phone),
  phone_tail_hash: phone === undefined ? null : await phoneTailHash(context, phone.slice(-4)),
  id_number_hash: idNumber === undefined ? null : await idNumberHash(context, idNumber),
  id_number_tail_hash: idNumber === undefined ? null : await idNumberTailHash(context, idNumber.slice(-4)),
  card_hash: payoutCard === undefined ? null : await cardHash(context, payoutCard),
  card_tail_hash: payoutCard === undefined ? null : await cardTailHash(context, payoutCard.slice(-4)),
})

/** The same details are written in the same order, however they were put together. */
const ordered = (details: CustomerDetails): string => written(read(written(details)))

/** Whether two sets of details say the same, for imports that change nothing. */
export const sameDetails = (one: CustomerDetails, other: CustomerDetails): boolean => ordered(one) === ordered(other)
