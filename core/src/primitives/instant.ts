import { addDays, type Day, dayOf, isoDay } from './day.ts'

/** A moment: milliseconds since 1970-01-01T00:00Z. Core never asks for it; the caller hands `now` in. */
declare const instantBrand: unique symbol

export type Instant = number & { readonly [instantBrand]: true }

export const instant = (millisecondsSinceEpoch: number): Instant => millisecondsSinceEpoch as Instant

/** How far local time is ahead of UTC. A function of the moment, so that zones with summer time fit too. */
export type Zone = { readonly name: string; readonly offsetMinutesAt: (moment: Instant) => number }

/** China has kept UTC+8 without summer time since 1992. */
export const shanghai: Zone = { name: 'Asia/Shanghai', offsetMinutesAt: () => 480 }

const minuteLength = 60_000
const dayLength = 86_400_000

/** The local day of a moment and the minutes since local midnight. */
export const localTime = (moment: Instant, zone: Zone): { readonly day: Day; readonly minute: number } => {
  const local = moment + zone.offsetMinutesAt(moment) * minuteLength
  const day = addDays(dayOf(1970, 1, 1), Math.floor(local / dayLength))
  return { day, minute: Math.floor((local - day * dayLength) / minuteLength) }
}

/** A moment as documents state it: `2026-11-23 10:05`, by the local clock. */
export const momentText = (moment: Instant, zone: Zone): string => {
  const { day, minute } = localTime(moment, zone)
  return `${isoDay(day)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** The moment at which a local clock shows `minute` minutes past midnight of `day`. */
export const instantAt = (day: Day, minute: number, zone: Zone): Instant => {
  const asUtc = instant(day * dayLength + minute * minuteLength)
  return instant(asUtc - zone.offsetMinutesAt(asUtc) * minuteLength)
}
