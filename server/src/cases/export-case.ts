import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { CaseRow, caseStep } from '@xinqiao/contract/cases.ts'
import { instant, momentText, shanghai } from '@xinqiao/core/primitives/instant.ts'
import type { RecordProof } from '@xinqiao/core/record/proof.ts'
import { eventTable } from '@xinqiao/core/record/recorded-table.ts'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Customer, nameWhole } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import { recordExport } from '../people/record-export.ts'
import type { Context } from '../platform/context.ts'
import type { Bytes } from '../platform/http.ts'
import { type PdfContent, pdfType, printPdf } from '../platform/pdf.ts'
import { proveStream } from '../record/prove-stream.ts'
import { sha256OfBytes } from '../record/sha256.ts'
import { exportWords } from './export-words.ts'
import { factsOf } from './facts.ts'
import type { Shown } from './show-case.ts'
import { headOf } from './wire.ts'

/** A case as a file that stands for itself: what it is, what was asked and answered, and every step with who took it. */

type Step = z.output<typeof caseStep>

export type ExportedCase = {
  readonly format: 'xinqiao-case/1'
  readonly exportId: string
  readonly exportedAt: string
  readonly exportedBy: { readonly staffId: string; readonly name: string }
  readonly reason: string
  readonly lender: string
  readonly customer: { readonly id: string; readonly ref?: string; readonly name: string }
  readonly case: Pick<CaseRow, 'id' | 'kind' | 'kindName' | 'state' | 'stateName' | 'version' | 'openedAt'>
  readonly data: Readonly<Record<string, unknown>>
  readonly steps: readonly Step[]
  /** By which `xinqiao verify FILE` proves that the steps were recorded as they stand here; what was written in them is not part of it. */
  readonly proof: RecordProof
}

const moment = (iso: string): string => momentText(instant(Date.parse(iso)), shanghai)

const pdfOf = (exported: ExportedCase, json: Buffer, { language }: Shown): PdfContent => {
  const words = exportWords[language]
  const { customer, lender, exportedBy, steps } = exported
  return {
    title: words.title(exported.case.kindName), subtitle: `${lender} · ${exported.case.id}`, language, author: lender, footer: `${lender} · ${exported.case.id}`,
    blocks: [
      { kind: 'table', columns: [{ share: 2 }, { share: 7 }], rows: [
        [words.customer, [customer.name, customer.ref].filter((part) => part !== undefined).join(' · ')], [words.state, exported.case.stateName],
        [words.opened, moment(exported.case.openedAt)], [words.exported, `${moment(exported.exportedAt)} · ${exportedBy.name}`],
        [words.reason, exported.reason], [words.number, exported.exportId],
      ] },
      { kind: 'heading', text: words.content },
      { kind: 'table', columns: [{ share: 2 }, { share: 7 }], head: [words.item, words.value], rows: factsOf(exported.data, { kind: exported.case.kind, language, choices: {} }).map(({ label, value }) => [label, value]) },
      { kind: 'heading', text: words.steps },
      { kind: 'table', columns: [{ share: 3 }, { share: 3 }, { share: 4 }, { share: 3 }], head: [words.at, words.step, words.to, words.by],
        rows: steps.map(({ at, name, toName, by }) => [moment(at), name, toName, by.name ?? by.partyName]) },
      { kind: 'heading', text: words.proof },
      { kind: 'paragraph', text: words.inside },
      { kind: 'paragraph', text: `SHA-256 ${sha256OfBytes(json)}`, tone: 'small' },
    ],
    files: [{ name: `case-${exported.case.id}.json`, type: 'application/json', bytes: json }],
  }
}

export type CaseToExport = { readonly shown: Shown; readonly steps: readonly Step[]; readonly customer: Customer }

export const exportCase = async (
  context: Context, caller: StaffCaller, { shown, steps, customer }: CaseToExport, { format, reason }: { readonly format: 'pdf' | 'json'; readonly reason: string },
): Promise<Bytes> => {
  const { name, legalName = name } = await readLender(context)
  const [exportId, at] = [randomUUID(), context.clock.now()]
  const { id, kind, kindName, state, stateName, version, openedAt } = headOf(shown)
  const exported: ExportedCase = {
    format: 'xinqiao-case/1', exportId, exportedAt: new Date(at).toISOString(), exportedBy: { staffId: caller.staffId, name: caller.name }, reason, lender: legalName,
    customer: { id: customer.customerId, ...(customer.ref === undefined ? {} : { ref: customer.ref }), name: nameWhole(customer) },
    case: { id, kind, kindName, state, stateName, version, openedAt }, data: shown.kind.toWire(shown.theCase.data), steps,
    proof: {
      format: 'xinqiao-proof/1', madeAt: new Date(at).toISOString(),
      streams: [await proveStream(context, context.db, { table: eventTable, stream: `case/${id}` })],
    },
  }
  const json = Buffer.from(`${JSON.stringify(exported, null, 1)}\n`)
  const bytes = format === 'json' ? json : await printPdf(pdfOf(exported, json, shown), at)
  await recordExport(context, { exportId, of: { caseId: id }, customerId: shown.theCase.customerId, staffId: caller.staffId, format, reason, bytes, at })
  return { bytes, type: format === 'json' ? 'application/json; charset=utf-8' : pdfType, saveAs: `${exportWords[shown.language].title(kindName)} ${id}.${format}` }
}
