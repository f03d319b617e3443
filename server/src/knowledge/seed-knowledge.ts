import { addWorkingDays } from '@xinqiao/core/compliance/working-calendar.ts'
import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import { localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { deskTimes } from '../compliance/desk-open.ts'
import { seedLoans } from '../loan/seed-loans.ts'
import type { Seeder } from '../platform/room.ts'
import { fillKnowledge } from './fill-knowledge.ts'
import { piecesInForce } from './pieces.ts'

/** The demo's knowledge, and then its loans: they are made from the catalogue, so they stand in the room that has one. */
export const seedKnowledge: Seeder = async (context, { now, random }) => {
  await fillKnowledge(context)
  const { day } = localTime(now, shanghai)
  const products = await piecesInForce(context.db, 'product', day)
  const { calendar } = deskTimes()
  await seedLoans(context, { now, random, offers: products.map(offerOf), addWorkingDays: (from, count) => addWorkingDays(calendar, from, count).day })
}
