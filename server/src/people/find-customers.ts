import { isCardNumber, isMobileNumber, looksLikeIdNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import type { Context } from '../platform/context.ts'
import { type Customer, readCustomers } from './customers.ts'
import { wantedHashes } from './details.ts'
import { customersByHashes, type SearchColumn } from './store.ts'

/** What the words of a search can be: a whole phone, identity or card number, the last four of any, else the lender's number or the whole name. */
const columnsFor = (plain: string): readonly SearchColumn[] => {
  if (isMobileNumber(plain)) return ['phone_hash']
  if (looksLikeIdNumber(plain)) return ['id_number_hash']
  if (isCardNumber(plain)) return ['card_hash']
  return /^\d{3}[\dX]$/.test(plain) ? ['phone_tail_hash', 'id_number_tail_hash', 'card_tail_hash'] : ['name_hash']
}

const hashesOf = async (context: Context, words: string): Promise<Parameters<typeof customersByHashes>[1]> => {
  const plain = plainNumber(words)
  const columns = columnsFor(plain)
  return Object.fromEntries(await Promise.all(columns.map(async (column) => [column, await wantedHashes(context, column, column === 'name_hash' ? words : plain)])))
}

export const findCustomers = async (context: Context, words: string, limit: number): Promise<readonly Customer[]> => {
  const trimmed = words.trim()
  if (trimmed === '') return []
  const rows = await customersByHashes(context.db, await hashesOf(context, trimmed), trimmed, limit)
  const found = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  return rows.flatMap((row) => found.get(row.customer_id) ?? [])
}
