import { checkCertificate, readCertificate, readMyCertificate } from '@xinqiao/contract/certificate-case.ts'
import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import { recordsOf } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import { refuseTooMany } from '../people/rate-limit.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { type Bytes, customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { pdfType } from '../platform/pdf.ts'
import { certificateByNumber, type CertificateRow } from './certificate-store.ts'
import { boundOf } from './issue-certificate.ts'

const asking = { name: 'certificate', most: 30, seconds: 60 } as const

/** The paper as it was made; nothing where its customer was erased. */
const paperOf = async ({ db, keys }: Context, row: CertificateRow | undefined): Promise<Bytes | ReturnType<typeof refuse<'not-found'>>> => {
  const bytes = row && (await keys.open(db, row.sealed, boundOf(row.number)))
  return bytes ? { bytes, type: pdfType, saveAs: `${row.number}.pdf` } : refuse('not-found')
}

export const certificateRoutes: Routes<Context> = (api, context) => {
  implement(api, readMyCertificate, async (call) => {
    const row = await certificateByNumber(context.db, call.params.number)
    if (!row || !(await recordsOf(context.db, customerOf(call).customerId)).includes(row.customer_id)) return refuse('not-found')
    return await paperOf(context, row)
  })

  implement(api, readCertificate, async (call) => {
    const row = await certificateByNumber(context.db, call.params.number)
    if (row) await recordView(context, { staffId: staffOf(call).staffId, customers: [row.customer_id], what: 'case' })
    return await paperOf(context, row)
  })

  implement(api, checkCertificate, async (call) => {
    const tooMany = await refuseTooMany(context, asking, call.request.ip)
    if (tooMany) return tooMany
    const row = await certificateByNumber(context.db, call.params.number)
    if (row?.check_code !== call.query.code.trim().toUpperCase()) return refuse('not-found')
    const { name, legalName = name } = await readLender(context)
    return {
      number: row.number, lender: legalName, issuedOn: row.issued_on, settledOn: row.settled_on, loanEndsWith: row.loan_ref.slice(-4), digest: row.digest.toString('hex'),
    }
  })
}
