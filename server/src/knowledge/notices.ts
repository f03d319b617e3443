import { inForceOn } from '@xinqiao/core/compliance/governance.ts'
import { type Notice, type Notices, parseNotices } from '@xinqiao/core/knowledge/notice.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { noticeFiles } from './content-pieces.ts'
import { contentOnce } from '../platform/content.ts'
import type { Reader } from '../platform/db.ts'
import { piecesInForce } from './pieces.ts'
import { knownNotices } from './store.ts'

/** What the machine may say on a day: every notice that is approved and in force, by id. */

const releaseLists = noticeFiles.map((file) => contentOnce(file, parseNotices))

const noticesOf = (lists: readonly Notices[]): readonly Notice[] => lists.flatMap(({ notices }) => notices)

type Told = {
  /** In force by the lender's own versions. */
  readonly own: ReadonlyMap<string, Notice>
  /** Approved with the release, and new since the lender's database was filled: nobody there has decided on them. */
  readonly fromRelease: readonly Notice[]
  /** The program knows how to say them and may not: the lender took them out, declined them or let them run out. */
  readonly absent: readonly string[]
}

export const noticesTold = async (reader: Reader, day: Day): Promise<Told> => {
  const own = new Map(noticesOf(await piecesInForce(reader, 'notice', day)).map((notice) => [notice.id, notice]))
  const missing = noticesOf(inForceOn(releaseLists.map((list) => list()), day)).filter(({ id }) => !own.has(id))
  // Nearly always none is missing, and an empty database has no lender to speak for.
  if (missing.length === 0) return { own, fromRelease: [], absent: [] }
  const { filled, decided } = await knownNotices(reader)
  const isNew = ({ id }: Notice): boolean => filled && !decided.has(id)
  return { own, fromRelease: missing.filter(isNew), absent: missing.filter((notice) => !isNew(notice)).map(({ id }) => id) }
}

/**
 * A release that says something new says it in its own approved words until the lender has decided on them; otherwise a database that
 * was filled before would make the machine hand every such question over.
 */
export const noticesInForce = async (reader: Reader, day: Day): Promise<ReadonlyMap<string, Notice>> => {
  const { own, fromRelease } = await noticesTold(reader, day)
  return fromRelease.length === 0 ? own : new Map([...fromRelease.map((notice) => [notice.id, notice] as const), ...own])
}
