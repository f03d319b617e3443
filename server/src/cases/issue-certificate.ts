import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { formatYuan } from '@xinqiao/core/primitives/money.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { randomInt } from 'node:crypto'
import { createLedger } from '../loan/ledger.ts'
import { sealOf } from '../people/customer-keys.ts'
import { nameWhole, readCustomer } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import type { Context } from '../platform/context.ts'
import { derivedId } from '../platform/derived-id.ts'
import { type PdfContent, printPdf } from '../platform/pdf.ts'
import { sha256OfBytes } from '../record/sha256.ts'
import { type CertificateRow, certificateOfLoan, insertCertificate } from './certificate-store.ts'

/** Makes a settlement certificate: one paper a loan, whoever asks and however often. */

/** 结清: its own number, from the day and the loan. */
const numberFor = (loanRef: string, on: Day): string => `JQ${isoDay(on).replaceAll('-', '')}${derivedId(`certificate ${loanRef}`).replaceAll(/\D/g, '').slice(0, 8).padStart(8, '0')}`

/** Letters and digits that cannot be taken for one another when they are read out. */
const readable = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const makeCode = (): string => Array.from({ length: 8 }, () => readable.charAt(randomInt(readable.length))).join('')

export const boundOf = (number: string): string => `certificate ${number}`

type Paper = { readonly number: string; readonly code: string; readonly account: LoanAccount; readonly settledOn: Day; readonly on: Day; readonly name: string; readonly lender: string }

const contentOf = ({ number, code, account: { facts }, settledOn, on, name, lender }: Paper): PdfContent => ({
  title: '贷款结清证明', subtitle: `编号 ${number}`, language: 'zh', author: lender, footer: `${lender} · ${number}`,
  blocks: [
    { kind: 'paragraph', text: `兹证明 ${name} 在本机构的下列贷款已经全部结清，双方就该笔贷款再无应还款项。` },
    { kind: 'table', columns: [{ share: 3 }, { share: 7 }], rows: [
      ['借款人', name], ['借据编号', facts.loanRef], ['产品', facts.product.name], ['贷款金额', `${formatYuan(facts.principal.value)} 元`], ['结清日期', isoDay(settledOn)],
      ['出具日期', isoDay(on)], ['出具机构', lender],
    ] },
    { kind: 'heading', text: '如何核验' },
    { kind: 'paragraph', text: `在本机构官方页面查询编号 ${number}，核验码 ${code}。查询结果中的文件指纹与本文件一致，即为本机构出具。` },
  ],
})

/** The day on which the last of it was paid. */
const settledDay = ({ movements }: LoanAccount): Day | undefined => movements.find(({ kind }) => kind === 'repay' || kind === 'prepay' || kind === 'waive')?.on

type ToIssue = { readonly loanRef: string; readonly caseId: string; readonly on: Day }

/** The certificate's number. */
export const issueCertificate = async (context: Context, { loanRef, caseId, on }: ToIssue): Promise<string | Refusal> => {
  const { db, clock, outbox } = context
  const known = await certificateOfLoan(db, loanRef)
  if (known) return known.number
  const account = await createLedger(db).loan(loanRef, on)
  const settledOn = account && settledDay(account)
  if (!account || account.facts.state !== 'settled' || settledOn === undefined) return refuse('loan-not-settled')
  const customer = await readCustomer(context, db, account.customerId)
  if (!customer) return refuse('not-found')
  const { name, legalName = name } = await readLender(context)
  const [number, code, at] = [numberFor(loanRef, on), makeCode(), clock.now()]
  const paper = await printPdf(contentOf({ number, code, account, settledOn, on, name: nameWhole(customer), lender: legalName }), at)
  return await db.transaction().execute(async (tx) => {
    const row: CertificateRow = {
      number, loan_ref: loanRef, customer_id: account.customerId, check_code: code, settled_on: isoDay(settledOn), issued_on: isoDay(on), issued_at: new Date(at),
      digest: Buffer.from(sha256OfBytes(paper), 'hex'), sealed: await sealOf(context, tx, { customerId: account.customerId, dataClass: 'case' }, paper, boundOf(number)),
    }
    if (await insertCertificate(tx, row)) await outbox.emit(tx, { kind: 'cases.certificate-issued', at, payload: { number, loanRef, caseId, digest: row.digest.toString('hex') } })
    return (await certificateOfLoan(tx, loanRef))?.number ?? number
  })
}
