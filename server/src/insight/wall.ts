import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { getWall, listFigureEvents } from '@xinqiao/contract/insight.ts'
import { type DayFigure, dayFigures, type FigureId } from '@xinqiao/core/insight/day-figures.ts'
import { addDays, type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { type Instant, instant, instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { deadlinesBefore, promisesSettled } from '../cases/deadlines.ts'
import { deskTimes } from '../compliance/desk-open.ts'
import { countOpenReleases } from '../conversations/releases.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { colleaguesShown, skillsIn } from '../routing/colleagues.ts'
import { deskNow } from '../routing/desk-now.ts'
import { waitsBetween } from '../routing/waits.ts'
import { ratingsBetween } from './store.ts'

/** The supervisor's wall: the desk now, the day so far, and the same weekday a week before, all counted when it is asked for. */

type Wall = ResponseOf<typeof getWall>

const minute = 60_000
/** A deadline within this time is at risk. */
const soon = 4 * 60 * minute
const aWeek = 7
/** Whoever asks again within a week was not helped at first. */
const askedAgainDays = 7

const figuresOf = async ({ db }: Context, day: Day): Promise<readonly DayFigure[]> => {
  const midnight = (days: number): Instant => instantAt(addDays(day, days), 0, shanghai)
  const [from, to, later] = [midnight(0), midnight(1), midnight(1 + askedAgainDays)]
  const [waits, after, ratings, promises] = await Promise.all([
    waitsBetween(db, from, to), waitsBetween(db, to, later), ratingsBetween(db, new Date(from), new Date(to)), promisesSettled(db, from, to),
  ])
  return dayFigures({ waits, later: after, ratings, promises }, deskTimes())
}

const shown = ({ id, value, nine, of }: DayFigure) =>
  ({ id, of, ...(value === undefined ? {} : { value: value.toFixed(2) }), ...(nine === undefined ? {} : { nine: nine.toFixed(2) }) })

const nowAt = async (context: Context, language: Language): Promise<Wall['now']> => {
  const { db, clock } = context
  const now = clock.now()
  const { queue, desk } = await deskNow(db, now)
  const longest = queue.reduce((most, { since }) => Math.max(most, now - since), 0)
  return {
    at: new Date(now).toISOString(), waiting: queue.length, longestMinutes: Math.round(longest / minute),
    queues: skillsIn(language)
      .map(({ id, name }) => ({ skill: id, name, waiting: queue.filter(({ need }) => need.skills.includes(id)).length })).filter(({ waiting }) => waiting > 0),
    colleagues: colleaguesShown(desk, language), deadlines: await deadlinesBefore(db, instant(now + soon)), blocked: await countOpenReleases(db),
    hard: queue.filter(({ need }) => need.hard).length,
  }
}

export const wall = async (context: Context, language: Language): Promise<Wall> => {
  const day = today(context.clock)
  const before = addDays(day, -aWeek)
  const [now, figures, earlier] = await Promise.all([nowAt(context, language), figuresOf(context, day), figuresOf(context, before)])
  return { now, today: { day: isoDay(day), figures: figures.map(shown) }, before: { day: isoDay(before), figures: earlier.map(shown) } }
}

/** So many conversations are listed behind a figure; the worst are those that somebody wants to see. */
const mostListed = 200

/** Of these a small value is good. */
const smallIsGood: ReadonlySet<FigureId> = new Set<FigureId>(['first-response', 'handling'])

export const figureEvents = async (context: Context, figure: FigureId, day: Day): Promise<ResponseOf<typeof listFigureEvents>> => {
  const found = (await figuresOf(context, day)).find(({ id }) => id === figure)
  if (!found) throw new Error(`there is no figure "${figure}"`)
  const sign = smallIsGood.has(figure) ? -1 : 1
  const counted = found.counted.toSorted((a, b) => sign * (a.value - b.value)).slice(0, mostListed)
  return { figure: shown(found), counted: counted.map(({ conversationId, value }) => ({ conversationId, value: value.toFixed(2) })) }
}
