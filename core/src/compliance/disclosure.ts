/**
 * A text that must be told, and when: by product, channel, purpose and moment. The gate adds it; the numbers in it are
 * named places that code fills.
 */
import { placeholders } from '../primitives/filling.ts'
import {
  type Bilingual, finish, has, idForm, note, noteDuplicates, open, type Problem, type Read, readText, takeBilingual, takeBoolean, takeChoice,
  takeList,
  takeObject, takeText, close,
} from '../primitives/reading.ts'
import { type Governance, takeGovernance } from './governance.ts'

/** The moment that calls for it. */
export const disclosureMoments = [
  'quote', 'rate-told', 'before-signing', 'prepayment-quote', 'extension-offer', 'overdue-notice', 'collection-contact', 'marketing',
  'credit-report-notice',
  'machine-speaks', 'data-use', 'complaint-received', 'hardship-offer',
] as const
export type DisclosureMoment = (typeof disclosureMoments)[number]

export type Disclosure = Governance & {
  readonly id: string
  readonly name: Bilingual
  readonly moment: DisclosureMoment
  /** Absent: on every channel, for every product. */
  readonly channels?: readonly string[]
  readonly products?: readonly string[]
  /** Appended to the message, put before it, or shown and confirmed before one may go on. */
  readonly placement: 'before' | 'after' | 'confirm'
  readonly fields: readonly string[]
  readonly text: Bilingual
  /** The rows of a table, where the disclosure is one: the cost table of the 2026 rule. */
  readonly rows?: readonly { readonly id: string; readonly label: Bilingual; readonly value: Bilingual; readonly each: boolean }[]
  /** Rules of `content/regulation` that ask for it; empty where the lender does so of his own will. */
  readonly basis: readonly string[]
}

type Row = NonNullable<Disclosure['rows']>[number]

const readRow = (value: unknown, at: string, problems: Problem[]): Row => {
  const source = open(value, at, problems)
  const row: Row = {
    id: takeText(source, 'id', 40, idForm), label: takeBilingual(source, 'label', 60), value: takeBilingual(source, 'value', 240),
    each: takeBoolean(source, 'each'),
  }
  close(source)
  return row
}

/** Reads one file of `content/disclosures`. */
export const parseDisclosure = (value: unknown): Read<Disclosure> => {
  const source = open(value, '', [])
  const rows = has(source, 'rows') ? takeList(source, 'rows', readRow) : undefined
  const disclosure: Disclosure = {
    id: takeText(source, 'id', 60, idForm),
    name: takeBilingual(source, 'name', 30),
    moment: takeChoice<DisclosureMoment>(source, 'moment', disclosureMoments),
    ...(has(source, 'channels') ? { channels: takeList(source, 'channels', readText) } : {}),
    ...(has(source, 'products') ? { products: takeList(source, 'products', readText) } : {}),
    placement: takeChoice(source, 'placement', ['before', 'after', 'confirm']),
    fields: takeList(source, 'fields', readText, 0),
    text: takeBilingual(source, 'text', 500),
    ...(rows ? { rows } : {}),
    basis: takeList(source, 'basis', readText, 0),
    ...takeObject(source, 'governance', takeGovernance),
  }
  const texts = [disclosure.text.zh, disclosure.text.en, ...(rows ?? []).flatMap((row) => [row.value.zh, row.value.en])]
  const used = texts.flatMap((text) => placeholders(text))
  for (const name of used) if (!disclosure.fields.includes(name)) note(source, 'text', 'unknown-placeholder', name)
  for (const name of disclosure.fields) if (!used.includes(name)) note(source, 'fields', 'contradiction', `${name} is used nowhere`)
  if (rows) noteDuplicates(source, 'rows', rows.map((row) => row.id))
  return finish(source, disclosure)
}
