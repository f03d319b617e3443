import { type DeskHours, deskMinutesBetween, type WorkingCalendar } from '../compliance/working-calendar.ts'
import type { Instant } from '../primitives/instant.ts'

/**
 * The standard figures of a desk's day, each defined once, here, and counted from what happened. Every figure names the
 * conversations that it was counted from, so that anybody can look behind it.
 */

/** One time that a customer waited for a person. */
export type Waited = {
  readonly conversationId: string
  readonly customerId: string
  readonly since: Instant
  /** When a person took it; absent where nobody did. */
  readonly begun?: Instant
  /** When it was over: helped, or gone without. */
  readonly ended?: Instant
}

export type Rated = { readonly conversationId: string; readonly score: number }

export type Promised = { readonly conversationId: string; readonly kept: boolean }

export type DayFacts = {
  readonly waits: readonly Waited[]
  /** Of the days after, for what was solved at first. */
  readonly later: readonly Pick<Waited, 'customerId' | 'since'>[]
  readonly ratings: readonly Rated[]
  readonly promises: readonly Promised[]
}

export const figureIds = ['answered', 'first-response', 'handling', 'solved-at-first', 'satisfaction', 'on-time'] as const
export type FigureId = (typeof figureIds)[number]

/** `value`: a share from 0 to 1, minutes, or a score from 1 to 5; absent where there was nothing to count. `nine`: what nine of ten stay below. */
export type DayFigure = {
  readonly id: FigureId
  readonly value?: number
  readonly nine?: number
  readonly of: number
  readonly counted: readonly Counted[]
}

/** A conversation behind a figure, with what it contributed. */
export type Counted = { readonly conversationId: string; readonly value: number }

type Times = { readonly calendar: WorkingCalendar; readonly hours: DeskHours }

const minute = 60_000

/** Whoever does not ask for a person again within this time was helped at first (首次解决). */
const askedAgainWithin = 7 * 24 * 60 * minute

const middle = (values: readonly number[], share: number): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]

const mean = (counted: readonly Counted[]): number | undefined =>
  counted.length === 0 ? undefined : counted.reduce((sum, { value }) => sum + value, 0) / counted.length

const figure = (id: FigureId, counted: readonly Counted[], value: number | undefined, nine?: number): DayFigure =>
  ({ id, ...(value === undefined ? {} : { value }), ...(nine === undefined ? {} : { nine }), of: counted.length, counted })

/** 接通率: of those who asked for a person and no longer wait, the share that a person took. */
const answered = (waits: readonly Waited[]): DayFigure => {
  const over = waits.filter(({ begun, ended }) => begun !== undefined || ended !== undefined)
  const counted = over.map(({ conversationId, begun }) => ({ conversationId, value: begun === undefined ? 0 : 1 }))
  return figure('answered', counted, mean(counted))
}

/** 首次响应: minutes of the desk's time until a person took it; who waited while the desk was closed is counted from its opening. */
const firstResponse = (waits: readonly Waited[], { calendar, hours }: Times): DayFigure => {
  const counted = waits.flatMap(({ conversationId, since, begun }) =>
    (begun === undefined ? [] : [{ conversationId, value: deskMinutesBetween(calendar, hours, since, begun) }]))
  const values = counted.map(({ value }) => value)
  return figure('first-response', counted, middle(values, 0.5), middle(values, 0.9))
}

/** 平均处理时长: mean minutes from when a person took it until it was over. */
const handling = (waits: readonly Waited[]): DayFigure => {
  const counted = waits.flatMap(({ conversationId, begun, ended }) =>
    (begun === undefined || ended === undefined ? [] : [{ conversationId, value: (ended - begun) / minute }]))
  return figure('handling', counted, mean(counted))
}

/** 首次解决率: of those a person helped, the share whose customer did not ask for a person again within seven days. */
const solvedAtFirst = (waits: readonly Waited[], later: DayFacts['later']): DayFigure => {
  const counted = waits.flatMap(({ conversationId, customerId, since, begun, ended }) => {
    if (begun === undefined || ended === undefined) return []
    const again = [...waits, ...later].some((other) => other.customerId === customerId && other.since > since && other.since <= ended + askedAgainWithin)
    return [{ conversationId, value: again ? 0 : 1 }]
  })
  return figure('solved-at-first', counted, mean(counted))
}

export const dayFigures = ({ waits, later, ratings, promises }: DayFacts, times: Times): readonly DayFigure[] => {
  const rated = ratings.map(({ conversationId, score }) => ({ conversationId, value: score }))
  const kept = promises.map((promise) => ({ conversationId: promise.conversationId, value: promise.kept ? 1 : 0 }))
  return [
    answered(waits), firstResponse(waits, times), handling(waits), solvedAtFirst(waits, later),
    // 满意度: mean of what customers gave, from 1 to 5. 按时率: of promises that are over, the share kept in time.
    figure('satisfaction', rated, mean(rated)), figure('on-time', kept, mean(kept)),
  ]
}
