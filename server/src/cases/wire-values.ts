import type { PlanLine } from '@xinqiao/core/cases/plan-line.ts'
import { type Day, isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'

/** Values that a schema has checked already, read into core's types; and a plan the other way. */

export const yuanFrom = (text: string): Fen => {
  const amount = parseYuan(text)
  if (amount === undefined) throw new Error(`the schema let ${text} pass for an amount`)
  return amount
}

export const dayFrom = (text: string): Day => {
  const day = parseDay(text)
  if (day === undefined) throw new Error(`the schema let ${text} pass for a day`)
  return day
}

export const planToWire = (lines: readonly PlanLine[]) => lines.map(({ due, total }) => ({ due: isoDay(due), total: yuanText(total) }))
