import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

/**
 * What becomes of each column that may hold something of a person when he is erased or its time is over. Whoever adds a column that
 * is sealed, hashed, free in form or leads to a customer says it here, and sees to it that it is so.
 */
const fates: Readonly<Record<string, string>> = {
  // Sealed under a key of the customer: destroying the key is enough.
  'attachment.name': 'key: material', 'material.note': 'key: material', 'material.reason': 'key: material',
  'upload.name': 'row deleted', 'upload_piece.sealed': 'row deleted with its upload', 'attachment_content.sealed': 'key: material, and the row is deleted',
  'authorisation.details': 'key: identity', 'correction_request.asked': 'key: identity', 'correction_request.answer': 'key: identity', 'customer.details': 'key: identity',
  'customer.kept_ref': 'key: identity', 'debit_mandate.sealed': 'key: identity', 'detail_change.new_value': 'key: identity', 'detail_change.old_value': 'key: identity',
  'case_notice.sealed': 'key: case', 'commitment.reason': 'key: case', 'service_case.sealed': 'key: case', 'settlement_certificate.sealed': 'key: case',
  'conversation_entry.sealed': 'key: talk', 'satisfaction.sealed': 'key: talk', 'release_decision.sealed': 'key: talk', 'release_request.sealed': 'key: talk', 'talk.sealed': 'key: talk',
  'demo_phone_message.sealed': 'key: contact', 'dial_permit.note': 'key: contact',
  'erasure_request.answer': 'key: oversight', 'legal_hold.reason': 'key: oversight', 'record_export.reason': 'key: oversight', 'unmask_grant.reason': 'key: oversight',
  // Taken away, for it could be found by.
  'attachment.sha256': 'nulled with the content',
  'customer.name_hash': 'nulled', 'customer.phone_hash': 'nulled', 'customer.phone_tail_hash': 'nulled', 'customer.id_number_hash': 'nulled',
  'customer.id_number_tail_hash': 'nulled', 'customer.card_hash': 'nulled', 'customer.card_tail_hash': 'nulled',
  'verification_code.code_hash': 'row deleted', 'verification_code.customer_id': 'row deleted', 'demo_customer.customer_id': 'row deleted',
  'customer_session.token_hash': 'ended, and deleted after a month: the hash of 32 random bytes', 'customer_session.customer_id': 'ended, and deleted after a month',
  'rate_use.key': 'deleted within the hour: the keyed hash of what and who',
  // An id of ours, which leads to nobody once the customer's row is empty.
  ...Object.fromEntries([
    'attachment', 'authorisation', 'commitment', 'consent_entry', 'conversation', 'correction_request', 'customer', 'customer_key', 'debit_mandate', 'demo_phone_message', 'detail_change', 'dial_permit', 'erasure_request',
    'legal_hold', 'loan', 'material', 'record_export', 'satisfaction', 'service_case', 'settlement_certificate', 'unmask_grant', 'upload',
  ].map((table) => [`${table}.customer_id`, 'our id']),),
  'authorisation.person_id': 'our id', 'customer.claims': 'our id', 'customer.joined_into': 'our id',
  // Holds nothing of a person.
  'settlement_certificate.digest': 'of the sealed paper',
  'case_instruction.detail': 'figures', 'loan.agreement': 'figures', 'loan_event.body': 'figures', 'event.payload': 'ids and figures, words sealed under a key of the customer',
  'erasure_request.report': 'classes and days', 'retention_run.disposed': 'counts', 'installation.value': 'facts of the installation', 'knowledge_version.body': 'the lender’s own texts', 'knowledge_offer.body': 'the lender’s own texts',
  'conversation.last_hash': 'chain', 'conversation_entry.hash': 'chain', 'event.hash': 'chain', 'record_head.hash': 'chain', 'data_key.wrapped': 'the key itself: nulled',
}

const schema = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')

const personalColumns = [...schema.matchAll(/create table (\w+) \((.*?)\n\);/gs)].flatMap(([, table = '', body = '']) => {
  const leading = new Set([...body.matchAll(/FOREIGN KEY \((\w+)\) REFERENCES customer\(/g)].map(([, column = '']) => column))
  return [...body.matchAll(/^ {2}(\w+) (bytea|jsonb|json|uuid)\b/gm)]
    .filter(([, column = '', type]) => column !== 'constraint' && (type !== 'uuid' || leading.has(column) || column === 'customer_id'))
    .map(([, column = '']) => `${table}.${column}`)
})

test('every column that may hold something of a person says what becomes of it', () => {
  expect(personalColumns.length).toBeGreaterThan(50)
  expect(personalColumns.filter((column) => !Object.hasOwn(fates, column)), 'say in this test what becomes of them at an erasure').toEqual([])
  expect(Object.keys(fates).filter((column) => !personalColumns.includes(column)), 'these are gone').toEqual([])
})
