/**
 * Reading of content files. A reader takes a parsed JSON value, notes every problem with its place, and gives back a
 * typed value only where there was none: one run names all that an author must mend.
 */
import { type Day, parseDay } from './day.ts'
import { type Fen, parseYuan, zeroFen } from './money.ts'
import { parseRate, type Rate, type RatePeriod } from './rate.ts'

export type ProblemCode =
  | 'missing' | 'unknown-field' | 'not-text' | 'empty' | 'too-long' | 'wrong-form' | 'not-a-number' | 'out-of-range'
  | 'not-an-amount' | 'not-a-rate' | 'not-a-day' | 'not-a-choice' | 'not-a-list' | 'not-an-object' | 'not-a-boolean'
  | 'duplicate' | 'not-json' | 'no-front-matter' | 'contradiction' | 'unlisted-figure' | 'figure-not-in-text' | 'unknown-placeholder'

/** Where and what: `fees[0].amount` is `not-an-amount`. `about` holds the offending words, never more than a line. */
export type Problem = { readonly at: string; readonly code: ProblemCode; readonly about?: string }

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }

/** An object under reading: its place, the problems noted so far, and the fields already taken. */
export type Source = {
  readonly fields: Readonly<Record<string, unknown>>
  readonly at: string
  readonly problems: Problem[]
  readonly taken: Set<string>
}

export const note = (source: Source, key: string, code: ProblemCode, about?: string): void => {
  const at = source.at === '' ? key : `${source.at}.${key}`
  source.problems.push(about === undefined ? { at, code } : { at, code, about: about.slice(0, 80) })
}

export const open = (value: unknown, at: string, problems: Problem[]): Source => {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) problems.push({ at, code: 'not-an-object' })
  return { fields: isObject ? (value as Record<string, unknown>) : {}, at, problems, taken: new Set() }
}

/** A field that nobody took is a slip of the author's pen (a misspelt name), not something to pass over. */
export const close = (source: Source): void => {
  for (const key of Object.keys(source.fields)) if (!source.taken.has(key)) note(source, key, 'unknown-field')
}

const take = (source: Source, key: string): unknown => {
  source.taken.add(key)
  return source.fields[key]
}

export const has = (source: Source, key: string): boolean => source.fields[key] !== undefined

export const takeText = (source: Source, key: string, most: number = 400, form?: RegExp): string => {
  const value = take(source, key)
  if (value === undefined) note(source, key, 'missing')
  else if (typeof value !== 'string') note(source, key, 'not-text')
  else if (value.trim() === '') note(source, key, 'empty')
  else if (value.length > most) note(source, key, 'too-long', value)
  else if (form && !form.test(value)) note(source, key, 'wrong-form', value)
  else return value
  return ''
}

export const takeNumber = (source: Source, key: string, least: number, most: number): number => {
  const value = take(source, key)
  if (value === undefined) note(source, key, 'missing')
  else if (typeof value !== 'number' || !Number.isSafeInteger(value)) note(source, key, 'not-a-number')
  else if (value < least || value > most) note(source, key, 'out-of-range', String(value))
  else return value
  return least
}

export const takeBoolean = (source: Source, key: string): boolean => {
  const value = take(source, key)
  if (value === undefined) note(source, key, 'missing')
  else if (typeof value !== 'boolean') note(source, key, 'not-a-boolean')
  return value === true
}

/** Yuan as a decimal string, `1000` or `12.50`; a JSON number is refused, for it would have passed floating point. */
export const takeYuan = (source: Source, key: string): Fen => {
  const value = take(source, key)
  if (value === undefined) {
    note(source, key, 'missing')
    return zeroFen
  }
  const amount = typeof value === 'string' ? parseYuan(value) : undefined
  if (amount === undefined || amount < 0n) {
    note(source, key, 'not-an-amount', String(value))
    return zeroFen
  }
  return amount
}

export const takeRate = (source: Source, key: string, period: RatePeriod = 'year'): Rate => {
  const value = take(source, key)
  const rate = typeof value === 'string' ? parseRate(value, period) : undefined
  if (value === undefined) note(source, key, 'missing')
  else if (rate === undefined || rate.num < 0n) note(source, key, 'not-a-rate', String(value))
  else return rate
  return { num: 0n, den: 1n, period }
}

export const takeDay = (source: Source, key: string): Day => {
  const value = take(source, key)
  const day = typeof value === 'string' ? parseDay(value) : undefined
  if (value === undefined) note(source, key, 'missing')
  else if (day === undefined) note(source, key, 'not-a-day', String(value))
  return day ?? (0 as Day)
}

export const takeChoice = <Choice extends string>(source: Source, key: string, choices: readonly [Choice, ...Choice[]]): Choice => {
  const value = take(source, key)
  const choice = choices.find((each) => each === value)
  if (value === undefined) note(source, key, 'missing')
  else if (choice === undefined) note(source, key, 'not-a-choice', String(value))
  return choice ?? choices[0]
}

export const takeList = <Item>(
  source: Source,
  key: string,
  readItem: (value: unknown, at: string, problems: Problem[]) => Item,
  least: number = 1,
): readonly Item[] => {
  const value = take(source, key)
  if (value === undefined) note(source, key, 'missing')
  else if (!Array.isArray(value)) note(source, key, 'not-a-list')
  else {
    if (value.length < least) note(source, key, 'empty')
    const place = source.at === '' ? key : `${source.at}.${key}`
    return value.map((item: unknown, index) => readItem(item, `${place}[${index}]`, source.problems))
  }
  return []
}

export const takeObject = <T>(source: Source, key: string, read: (inner: Source) => T): T => {
  const value = take(source, key)
  const inner = open(value, source.at === '' ? key : `${source.at}.${key}`, source.problems)
  const result = read(inner)
  close(inner)
  return result
}

export const readText = (value: unknown, at: string, problems: Problem[]): string => {
  if (typeof value === 'string' && value.trim() !== '') return value
  problems.push({ at, code: typeof value === 'string' ? 'empty' : 'not-text' })
  return ''
}

/** Notes each item whose key was there before. */
export const noteDuplicates = (source: Source, key: string, keys: readonly string[]): void => {
  const seen = new Set<string>()
  for (const each of keys) {
    if (seen.has(each)) note(source, key, 'duplicate', each)
    seen.add(each)
  }
}

export const finish = <T>(source: Source, value: T): Read<T> => {
  close(source)
  return source.problems.length === 0 ? { ok: true, value } : { ok: false, problems: source.problems }
}

export const parseJson = (text: string): Read<unknown> => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch (error) {
    return { ok: false, problems: [{ at: '', code: 'not-json', about: error instanceof Error ? error.message : '' }] }
  }
}

export type Bilingual = { readonly zh: string; readonly en: string }

export const takeBilingual = (source: Source, key: string, most: number = 400): Bilingual =>
  takeObject(source, key, (inner) => ({ zh: takeText(inner, 'zh', most), en: takeText(inner, 'en', most * 3) }))

export const idForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
