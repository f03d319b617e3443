import { type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, parseYuan } from '@xinqiao/core/primitives/money.ts'

/** Values that a schema has checked already, read into core's types. */

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
