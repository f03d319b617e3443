import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { type Instant, instant, momentText, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { RecordProof } from '@xinqiao/core/record/proof.ts'
import { entryTable } from '@xinqiao/core/record/recorded-table.ts'
import { randomUUID } from 'node:crypto'
import { type Customer, nameWhole, readCustomer } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import { recordExport } from '../people/record-export.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { Bytes } from '../platform/http.ts'
import { type PdfContent, pdfType, printPdf } from '../platform/pdf.ts'
import { proveStream } from '../record/prove-stream.ts'
import { sha256OfBytes } from '../record/sha256.ts'
import { exportWords } from './export-words.ts'
import { openEntry, saidInEntry, type SealedHappening, type SealedMessage } from './seal-entry.ts'
import { type Conversation, findConversation, readEntriesAfter, sealedEntries, type EntryRow } from './store.ts'
import { authorOf, headOf, isoOf } from './wire.ts'

/**
 * A conversation as a file that stands for itself. It is uncovered, for it is evidence; so it takes a right of its own and a
 * reason, and before anything leaves it is written down who took what, why, and the hash by which the file is known again.
 */

type ExportedEntry = {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly id: string
  readonly author: { readonly kind: string; readonly name?: string; readonly staffId?: string }
  readonly visibleTo: string
  readonly purpose?: string
  readonly happening?: string
  readonly text?: string
  readonly attachments?: MessageBody['attachments']
  readonly reason?: string
  readonly gate?: { readonly verdict: string; readonly ruleVersion: string; readonly findings: unknown }
  readonly byModel?: ModelUse
  readonly retractedAt?: string
  /** The customer's key was destroyed: that something was said is all that is left. */
  readonly erased?: true
}

export type ExportedConversation = {
  readonly format: 'xinqiao-conversation/1'
  readonly exportId: string
  readonly exportedAt: string
  readonly exportedBy: { readonly staffId: string; readonly name: string }
  readonly reason: string
  readonly lender: string
  readonly customer: { readonly id: string; readonly ref?: string; readonly name: string }
  readonly conversation: { readonly id: string; readonly channel: string; readonly state: string; readonly openedAt: string; readonly lastSeq: number }
  readonly entries: readonly ExportedEntry[]
  /** By which `xinqiao verify FILE` proves every entry, without a database and without us. */
  readonly proof: RecordProof
}

const given = <Value>(name: string, value: Value | null | undefined): Record<string, Value> => (value === null || value === undefined ? {} : { [name]: value })

const entryOf = async ({ keys }: Context, tx: Tx, row: EntryRow): Promise<ExportedEntry> => {
  const place = { conversationId: row.conversation_id, entryId: row.entry_id }
  const content = row.sealed ? await openEntry<SealedMessage | SealedHappening>(keys, tx, place, row.sealed) : undefined
  const body = content && 'body' in content ? content.body : undefined
  const text = content && 'body' in content ? content.body.text : content?.text
  const { gate_verdict: verdict, rule_version: ruleVersion } = row
  return {
    seq: row.seq, at: isoOf(row.at), kind: row.kind, id: row.entry_id, author: authorOf(row), visibleTo: row.visible_to,
    ...given('purpose', row.purpose), ...given('happening', row.happening), ...given('text', text), ...given('reason', content?.reason),
    ...(body && body.attachments.length > 0 ? { attachments: body.attachments } : {}),
    ...(verdict === null || ruleVersion === null ? {} : { gate: { verdict, ruleVersion, findings: (content && 'body' in content ? content.findings : undefined) ?? [] } }),
    ...(content && 'body' in content ? given('byModel', content.byModel) : {}),
    ...(row.retracted_at === null ? {} : { retractedAt: isoOf(row.retracted_at) }),
    ...(row.sealed && !content ? { erased: true } : {}),
  }
}

const atOnce = 500

const readEntries = async (context: Context, tx: Tx, conversationId: string): Promise<readonly ExportedEntry[]> => {
  const entries: ExportedEntry[] = []
  for (;;) {
    const rows = await readEntriesAfter(tx, conversationId, entries.at(-1)?.seq ?? 0, atOnce)
    for (const row of rows) entries.push(await entryOf(context, tx, row))
    if (rows.length < atOnce) return entries
  }
}

/** Every entry with its columns, and with what was said in it where the customer was not erased. */
const proofOf = async (context: Context, tx: Tx, conversationId: string, at: Instant): Promise<RecordProof> => {
  const sealedOf = new Map((await sealedEntries(tx, conversationId)).map(({ seq, entryId, sealed }) => [seq, { entryId, sealed }]))
  const stream = await proveStream(context, tx, {
    table: entryTable,
    stream: `${entryTable.stream.prefix}${conversationId}`,
    show: async (fields) => {
      const entry = sealedOf.get(Number(fields.find(([name]) => name === 'seq')?.[1]))
      const said = entry && (await saidInEntry(context.keys, tx, { conversationId, entryId: entry.entryId }, entry.sealed))
      return said === undefined ? {} : { said }
    },
  })
  return { format: 'xinqiao-proof/1', madeAt: new Date(at).toISOString(), streams: [stream] }
}

type Taken = { readonly caller: StaffCaller; readonly reason: string; readonly exportId: string; readonly at: Instant }

const gather = (context: Context, conversation: Conversation, customer: Customer, lender: string, { caller, reason, exportId, at }: Taken): Promise<ExportedConversation> =>
  // Everything in the file is of one moment.
  context.db.transaction().setIsolationLevel('repeatable read').execute(async (tx) => {
    const { channel, state, openedAt, lastSeq } = headOf((await findConversation(tx, conversation.id)) ?? conversation)
    return {
      format: 'xinqiao-conversation/1', exportId, exportedAt: new Date(at).toISOString(), exportedBy: { staffId: caller.staffId, name: caller.name }, reason, lender,
      customer: { id: customer.customerId, ...given('ref', customer.ref), name: nameWhole(customer) },
      conversation: { id: conversation.id, channel, state, openedAt, lastSeq },
      entries: await readEntries(context, tx, conversation.id),
      proof: await proofOf(context, tx, conversation.id, at),
    }
  })

const moment = (iso: string): string => momentText(instant(Date.parse(iso)), shanghai)

const pdfOf = (exported: ExportedConversation, json: Buffer, language: Language): PdfContent => {
  const words = exportWords[language]
  const { entries, conversation, customer, exportedBy, lender, reason } = exported
  const who = ({ author: { kind, name }, visibleTo }: ExportedEntry): string =>
    [name ?? words.authors[kind as keyof typeof words.authors] ?? kind, ...(visibleTo === 'staff' ? [words.note] : [])].join('\n')
  const what = (entry: ExportedEntry): string => [
    ...(entry.happening === undefined ? [] : [words.happenings[entry.happening as keyof typeof words.happenings] ?? entry.happening]),
    ...(entry.erased ? [words.erased] : []), ...(entry.text === undefined ? [] : [entry.text]), ...(entry.attachments ?? []).map(({ name }) => words.file(name)),
    ...(entry.reason === undefined ? [] : [words.because(entry.reason)]), ...(entry.retractedAt === undefined ? [] : [words.retracted(moment(entry.retractedAt))]),
  ].join('\n')
  return {
    title: words.title, subtitle: `${lender} · ${conversation.id}`, language, author: lender, footer: `${lender} · ${conversation.id}`,
    blocks: [
      { kind: 'table', columns: [{ share: 2 }, { share: 7 }], rows: [
        [words.customer, [customer.name, customer.ref].filter((part) => part !== undefined).join(' · ')], [words.opened, moment(conversation.openedAt)],
        [words.exported, `${moment(exported.exportedAt)} · ${exportedBy.name}`], [words.reason, reason], [words.number, exported.exportId],
      ] },
      { kind: 'heading', text: words.said },
      { kind: 'table', columns: [{ share: 1 }, { share: 3 }, { share: 3 }, { share: 12 }], head: [words.seq, words.at, words.who, words.what],
        rows: entries.map((entry) => [String(entry.seq), moment(entry.at), who(entry), what(entry)]) },
      { kind: 'heading', text: words.proof },
      { kind: 'paragraph', text: words.inside },
      { kind: 'paragraph', text: `SHA-256 ${sha256OfBytes(json)}`, tone: 'small' },
    ],
    files: [{ name: `conversation-${conversation.id}.json`, type: 'application/json', bytes: json }],
  }
}

export const exportConversation = async (
  context: Context, caller: StaffCaller, conversationId: string, { format, reason }: { readonly format: 'pdf' | 'json'; readonly reason: string }, language: Language,
): Promise<Bytes | Refusal<RefusalCode>> => {
  const conversation = await findConversation(context.db, conversationId)
  const customer = conversation && (await readCustomer(context, context.db, conversation.customerId))
  if (!conversation || !customer) return refuse('not-found')
  const { name, legalName = name } = await readLender(context)
  const taken: Taken = { caller, reason, exportId: randomUUID(), at: context.clock.now() }
  const exported = await gather(context, conversation, customer, legalName, taken)
  const json = Buffer.from(`${JSON.stringify(exported, null, 1)}\n`)
  const bytes = format === 'json' ? json : await printPdf(pdfOf(exported, json, language), taken.at)
  await recordExport(context, { exportId: taken.exportId, of: { conversationId }, customerId: conversation.customerId, staffId: caller.staffId, format, reason, bytes, at: taken.at })
  return { bytes, type: format === 'json' ? 'application/json; charset=utf-8' : pdfType, saveAs: `${exportWords[language].title} ${conversationId}.${format}` }
}
