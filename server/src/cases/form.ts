import type { CaseField } from '@xinqiao/contract/cases.ts'
import { yuan } from '@xinqiao/contract/loans.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { z } from 'zod'
import { choiceWord, fieldWord } from './case-words.ts'
import type { Choice } from './kind.ts'

/** The form of what a move takes, made of the schema that checks it: so what a screen asks for and what is accepted cannot part ways. */

type Schema = {
  readonly type?: string; readonly format?: string; readonly pattern?: string; readonly enum?: readonly string[]; readonly default?: unknown
  readonly maxLength?: number; readonly maximum?: number; readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]
}

const schemas = new WeakMap<z.ZodType, Schema>()

const schemaOf = (shape: z.ZodType): Schema => {
  const known = schemas.get(shape) ?? (z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema)
  schemas.set(shape, known)
  return known
}

const amountPattern = schemaOf(yuan).pattern

/** A text of more characters than this gets room for several lines. */
const oneLine = 200

const typeOf = ({ type, format, pattern, maxLength = 0 }: Schema): CaseField['type'] => {
  if (type === 'object') return 'group'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'yes-no'
  if (format === 'date') return 'day'
  if (pattern === amountPattern) return 'amount'
  return maxLength > oneLine ? 'long-text' : 'text'
}

export type FormWords = {
  readonly kind: string
  readonly language: Language
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  /** What was seen and is agreed to. */
  readonly seen: Readonly<Record<string, unknown>>
}

const choicesOf = (name: string, schema: Schema, { language, choices }: FormWords): CaseField['choices'] => {
  const own = choices[name]
  if (own) return own.map((choice) => ({ id: choice.id, name: choice.name[language] }))
  return schema.enum?.map((id) => ({ id, name: choiceWord(id, language) ?? id }))
}

/** Undefined for a list with nothing to choose from: nobody is asked for that. */
const fieldOf = (name: string, schema: Schema, required: boolean, words: FormWords): CaseField | undefined => {
  const choices = choicesOf(name, schema, words)
  if (schema.type === 'array' && !choices) return undefined
  const most = schema.maxLength ?? (schema.type === 'integer' && schema.maximum !== Number.MAX_SAFE_INTEGER ? schema.maximum : undefined)
  const seen = words.seen[name]
  const value = seen ?? schema.default
  return {
    name, label: fieldWord(name, words.language, words.kind) ?? name, type: choices ? (schema.type === 'array' ? 'choices' : 'choice') : typeOf(schema), required,
    ...(choices ? { choices } : {}), ...(most === undefined ? {} : { most }), ...(value === undefined ? {} : { value }), ...(seen === undefined ? {} : { fixed: true }),
    ...(schema.properties ? { fields: fieldsOf(schema, words) } : {}),
  }
}

const fieldsOf = ({ properties = {}, required = [] }: Schema, words: FormWords): CaseField[] =>
  Object.entries(properties).flatMap(([name, schema]) => fieldOf(name, schema, required.includes(name), words) ?? [])

export const formOf = (shape: z.ZodType, words: FormWords): CaseField[] => fieldsOf(schemaOf(shape), words)
