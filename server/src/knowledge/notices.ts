import type { Notice } from '@xinqiao/core/knowledge/notice.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { piecesInForce } from './pieces.ts'
import type { Reader } from '../platform/db.ts'

/** What the machine may say on a day: every notice that is approved and in force, by id. */
export const noticesInForce = async (reader: Reader, day: Day): Promise<ReadonlyMap<string, Notice>> => {
  const lists = await piecesInForce(reader, 'notice', day)
  return new Map(lists.flatMap(({ notices }) => notices).map((notice) => [notice.id, notice]))
}
