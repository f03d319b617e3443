import { pieceKinds } from '@xinqiao/contract/knowledge-desk.ts'

/** What a form of each kind asks for, in the order in which it is asked. Kinds of another shape are written as their file. */

export type Kind = (typeof pieceKinds)[number]
export type Body = Readonly<Record<string, unknown>>

type Form = 'line' | 'area' | 'lines' | 'place' | 'day' | 'figures' | 'yes-no' | readonly string[]

export type Field = {
  readonly name: string
  readonly form: Form
  /** Left out of the piece where it is empty. */
  readonly optional?: true
}

const governance: readonly Field[] = [
  { name: 'owner', form: 'line' }, { name: 'source', form: 'line' },
  { name: 'validFrom', form: 'day' }, { name: 'validUntil', form: 'day', optional: true }, { name: 'reviewBy', form: 'day' },
]

const fields: Readonly<Partial<Record<Kind, readonly Field[]>>> = {
  article: [
    { name: 'id', form: 'line' }, { name: 'title', form: 'line' }, { name: 'answer', form: 'area' }, { name: 'body', form: 'area' },
    { name: 'withLoan', form: 'place', optional: true }, { name: 'figures', form: 'figures' }, { name: 'phrasings', form: 'lines', optional: true },
    { name: 'intents', form: 'lines' }, { name: 'audience', form: ['customer', 'agent'] }, { name: 'leads', form: 'yes-no', optional: true },
    { name: 'products', form: 'lines', optional: true }, ...governance,
  ],
  term: [
    { name: 'id', form: 'line' }, { name: 'zh', form: 'line' }, { name: 'en', form: 'line' }, { name: 'aliases', form: 'lines' }, { name: 'plain', form: 'area' },
    { name: 'withLoan', form: 'place', optional: true }, { name: 'notInside', form: 'lines', optional: true }, ...governance,
  ],
  reply: [
    { name: 'id', form: 'line' }, { name: 'title', form: 'line' }, { name: 'topic', form: 'line' }, { name: 'text', form: 'area' },
    { name: 'kind', form: ['opening', 'answer', 'question', 'closing'] }, { name: 'mood', form: ['any', 'calm', 'anxious', 'angry'] }, { name: 'intents', form: 'lines' }, ...governance,
  ],
}

/** Undefined for what is written as JSON. */
export const fieldsOf = (kind: Kind): readonly Field[] | undefined => fields[kind]

export const isKind = (text: string): text is Kind => (pieceKinds as readonly string[]).includes(text)

/** Followed by a new version, never retired. */
export const isLasting = (kind: Kind): boolean => kind === 'policy' || kind === 'rule'

const emptyOf = (form: Form): unknown => {
  if (form === 'lines' || form === 'figures') return []
  return form === 'yes-no' ? false : typeof form === 'string' ? '' : form[0]
}

const yearLater = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`

/** What a new piece begins with. */
export const newBody = (kind: Kind, today: string): Body => ({
  ...Object.fromEntries((fields[kind] ?? []).filter(({ optional }) => optional !== true).map(({ name, form }) => [name, emptyOf(form)])),
  validFrom: today, reviewBy: yearLater(today),
})

const isEmpty = (value: unknown): boolean => value === '' || value === false || value === undefined || (Array.isArray(value) && value.length === 0)

/** The piece as it is sent: what may be left out and is empty is not there. */
export const sentBody = (kind: Kind, body: Body): Body => {
  const optional = new Set((fields[kind] ?? []).filter((field) => field.optional === true).map(({ name }) => name))
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !(optional.has(name) && isEmpty(value))))
}

const termForms: readonly (readonly [RegExp, 'instalment' | 'month' | 'day' | 'working-day'])[] = [[/期$/, 'instalment'], [/月$/, 'month'], [/工作日$/, 'working-day'], [/[天日]$/, 'day']]

/** What a figure in the text probably is; its author sees it and can say otherwise. */
export const guessFigure = (text: string): Body => {
  const number = /\d[\d,]*(?:\.\d+)?/.exec(text)?.[0].replaceAll(',', '')
  if (number === undefined) return { text, kind: 'reference', value: text }
  const term = termForms.find(([form]) => form.test(text))
  if (term) return { text, kind: 'term', value: Number(number), unit: term[1] }
  if (/[%％]/.test(text)) return { text, kind: 'rate', value: String(Number((Number(number) / 100).toFixed(6))), period: 'year' }
  if (/[元块]$/.test(text)) return { text, kind: 'amount', value: number }
  return /^\d{1,2}:\d{2}$/.test(text) ? { text, kind: 'time', value: text.padStart(5, '0') } : { text, kind: 'reference', value: text }
}
