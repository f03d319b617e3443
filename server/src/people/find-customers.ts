import { isCardNumber, isMobileNumber, looksLikeIdNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import type { Context } from '../platform/context.ts'
import { type Customer, readCustomers } from './customers.ts'
import { cardHash, cardTailHash, idNumberHash, idNumberTailHash, nameHash, phoneHash, phoneTailHash } from './details.ts'
import { customersByHashes, type SearchHashes } from './store.ts'

/** What the words of a search can be: a whole phone, identity or card number, the last four of any, else the lender's number or the whole name. */
const hashesOf = async (context: Context, words: string): Promise<Partial<SearchHashes>> => {
  const plain = plainNumber(words)
  if (isMobileNumber(plain)) return { phone_hash: await phoneHash(context, plain) }
  if (looksLikeIdNumber(plain)) return { id_number_hash: await idNumberHash(context, plain) }
  if (isCardNumber(plain)) return { card_hash: await cardHash(context, plain) }
  if (/^\d{3}[\dX]$/.test(plain)) {
    return {
      phone_tail_hash: await phoneTailHash(context, plain), id_number_tail_hash: await idNumberTailHash(context, plain),
      card_tail_hash: await cardTailHash(context, plain),
    }
  }
  return { name_hash: await nameHash(context, words) }
}

export const findCustomers = async (context: Context, words: string, limit: number): Promise<readonly Customer[]> => {
  const trimmed = words.trim()
  if (trimmed === '') return []
  const rows = await customersByHashes(context.db, await hashesOf(context, trimmed), trimmed, limit)
  const found = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  return rows.flatMap((row) => found.get(row.customer_id) ?? [])
}
