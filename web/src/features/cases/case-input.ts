import type { CaseField } from '@xinqiao/contract/cases.ts'
import { parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'

/** What a filled form of a case sends: docs/case-screens.md says how each type of field goes over the wire. */

export type Values = Readonly<Record<string, unknown>>
export type CaseInput = { readonly input: Values; readonly missing: readonly string[] }

/** Where there is nothing to choose between, nobody is asked to choose. */
const onlyChoice = ({ type, required, choices = [] }: CaseField): string | undefined => (type === 'choice' && required && choices.length === 1 ? choices[0]?.id : undefined)

export const startValues = (fields: readonly CaseField[]): Values =>
  Object.fromEntries(fields.flatMap((field) => {
    const value = field.value ?? onlyChoice(field)
    return value === undefined ? [] : [[field.name, value]]
  }))

const valuesOf = (value: unknown): Values => (typeof value === 'object' && value !== null ? value as Values : {})

const isBlank = (value: unknown): boolean => value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)

/** Undefined where nothing was filled in that can be read as the field's type. */
const wireValue = ({ type }: CaseField, value: unknown): unknown => {
  if (type === 'yes-no') return value === true
  if (isBlank(value)) return undefined
  if (type === 'amount') {
    const amount = parseYuan(String(value).replaceAll(',', '').trim())
    return amount === undefined ? undefined : yuanText(amount)
  }
  if (type === 'number') return /^\d+$/.test(String(value).trim()) ? Number(value) : undefined
  return typeof value === 'string' ? value.trim() : value
}

const groupOf = (field: CaseField, value: unknown): CaseInput => {
  const inside = valuesOf(value)
  const touched = Object.values(inside).some((one) => !isBlank(one) && one !== false)
  if (!touched && !field.required) return { input: {}, missing: [] }
  const { input, missing } = inputOf(field.fields ?? [], inside)
  return { input: { [field.name]: input }, missing }
}

/** The labels of what is missing or cannot be read, and what is sent: a field that may be left empty and was is left out. */
export const inputOf = (fields: readonly CaseField[], values: Values): CaseInput => {
  const parts = fields.map((field): CaseInput => {
    const { name, label, required, type } = field
    const value = values[name]
    if (field.fixed) return { input: { [name]: field.value }, missing: [] }
    if (type === 'group') return groupOf(field, value)
    if (type === 'yes-no' && value === undefined && !required) return { input: {}, missing: [] }
    const sent = wireValue(field, value)
    if (sent !== undefined) return { input: { [name]: sent }, missing: [] }
    return { input: {}, missing: required || !isBlank(value) ? [label] : [] }
  })
  return { input: Object.assign({}, ...parts.map(({ input }) => input)) as Values, missing: parts.flatMap(({ missing }) => missing) }
}
