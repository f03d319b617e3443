import { type AnchorHeader, anchorHash, makeAnchor, noAnchorBefore, type StreamHead } from '@xinqiao/core/record/anchor.ts'
import { type AnchorsRead, anchorText, createAnchorReader, readAnchor } from '@xinqiao/core/record/anchor-file.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { type AnchorPlace, openAnchorPlace } from './anchor-place.ts'
import { grownHeads, insertAnchor, lastAnchor, listAnchors } from './anchor-store.ts'
import { sha256 } from './sha256.ts'

type Taken = { readonly header: AnchorHeader; readonly heads: readonly StreamHead[] }

/** The heads of all that grew since the last anchor, as of one moment. */
const takeHeads = (context: Context, day: string): Promise<Taken> =>
  context.db.transaction().setIsolationLevel('repeatable read').execute(async (tx) => {
    const before = (await lastAnchor(tx))?.hash ?? noAnchorBefore
    const heads = await grownHeads(tx)
    return { header: makeAnchor(sha256, { day, at: new Date(context.clock.now()).toISOString(), before }, heads), heads }
  })

const noteAnchor = async (context: Context, tx: Tx, { header, heads }: Taken, place: string): Promise<void> => {
  const { day, at, streams, root } = header
  await insertAnchor(tx, { day, takenAt: new Date(at), streams, root, hash: anchorHash(sha256, header), place }, heads)
  await context.outbox.emit(tx, { kind: 'record.anchored', at: context.clock.now(), payload: { day, streams, root } })
}

/** An anchor that was written by a process that died before it could say so is taken as it stands. */
const written = async (place: AnchorPlace, day: string, taken: Taken): Promise<Taken> => {
  if (await place.write(day, anchorText(taken))) return taken
  const there = readAnchor(sha256, (await place.read(day)) ?? '')
  if (!there || there.header.before !== taken.header.before) throw new Error(`${place.name} holds an anchor of ${day} that is not this record's`)
  return there
}

/**
 * Takes today's anchor where there is none yet, and says whether it did. One that was missed while nothing ran is made good by the
 * next: it holds all that grew since the last.
 */
export const anchorRecord = async (context: Context): Promise<boolean> => {
  const day = isoDay(today(context.clock))
  const last = await lastAnchor(context.db)
  if (last && last.day >= day) return false
  const place = openAnchorPlace(context.config)
  const taken = await written(place, day, await takeHeads(context, day))
  await context.db.transaction().execute((tx) => noteAnchor(context, tx, taken, place.name))
  return true
}

/** Every anchor of the place against what the database knows of them. */
export const readAnchors = async (reader: Reader, place: AnchorPlace): Promise<AnchorsRead> => {
  const anchors = createAnchorReader(sha256, new Map((await listAnchors(reader)).map(({ day, hash }) => [day, hash])))
  for (const day of await place.names()) anchors.take(day, (await place.read(day)) ?? '')
  return anchors.end()
}
