import { yuan } from '@xinqiao/contract/loans.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { choiceWord, fieldWord } from './case-words.ts'
import type { Choice } from './kind.ts'

/** What a case knows, a line each: fields and fields of fields, `报价 · 利息`, with words for what was chosen. */

export type Fact = { readonly name: string; readonly label: string; readonly value: string }

type Reading = { readonly kind: string; readonly language: Language; readonly choices: Readonly<Record<string, readonly Choice[]>> }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const grouped = (amount: string): string => amount.replaceAll(/\B(?=(\d{3})+\.)/g, ',')

const textOf = (name: string, value: unknown, { language, choices }: Omit<Reading, 'kind'>): string => {
  if (Array.isArray(value)) return value.map((each) => textOf(name, each, { language, choices })).join('、')
  if (typeof value === 'boolean') return choiceWord(value ? 'yes' : 'no', language) ?? ''
  const text = String(value)
  if (yuan.safeParse(text).success) return language === 'zh' ? `${grouped(text)} 元` : `${grouped(text)} yuan`
  return choices[name]?.find(({ id }) => id === text)?.name[language] ?? choiceWord(text, language) ?? text
}

/** Lists of rows, such as a plan before and after, are for a picture and a table, not for a line. */
const isRows = (value: unknown): boolean => Array.isArray(value) && value.some(isObject)

export const factsOf = (data: Readonly<Record<string, unknown>>, reading: Reading, within = ''): Fact[] =>
  Object.entries(data).flatMap(([name, value]): Fact[] => {
    const label = `${within}${fieldWord(name, reading.language, reading.kind) ?? name}`
    if (value === undefined || value === null || isRows(value) || (Array.isArray(value) && value.length === 0)) return []
    if (isObject(value)) return factsOf(value, reading, `${label} · `)
    return [{ name, label, value: textOf(name, value, reading) }]
  })
