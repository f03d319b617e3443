// Made by `npm run generate` from the migrations: change those, not this.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** JSON as it comes out of the database; it goes in as text, for an array handed to the driver would become a PostgreSQL array. */
export type Json = unknown

export type AnchoredHeadTable = {
  stream: string
  seq: number
  day: string
}

export type ApprovalDelegationTable = {
  delegation_id: string
  giver: string
  delegate: string
  from_day: string
  until_day: string
  given_at: Date
  ended_at: Date | null
}

export type ArticleSuggestionTable = {
  suggestion_id: string
  conversation_id: string
  question_seqs: number[]
  answer_seq: number
  suggested_by: string
  suggested_at: Date
}

export type ArticleSuggestionDismissalTable = {
  suggestion_id: string
  dismissed_by: string
  reason: string
  dismissed_at: Date
}

export type AttachmentTable = {
  attachment_id: string
  customer_id: string
  uploaded_by: 'customer' | 'staff'
  staff_id: string | null
  for_conversation: string | null
  name: Buffer
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' | 'application/pdf'
  size: number
  sha256: Buffer | null
  uploaded_at: Date
}

export type AttachmentContentTable = {
  attachment_id: string
  sealed: Buffer
}

export type AttachmentScanTable = {
  attachment_id: string
  state: 'waiting' | 'clean' | 'infected'
  at: Date
}

export type AttachmentSentTable = {
  attachment_id: string
  message_id: string
  visible_to: 'all' | 'staff'
}

export type AuthorisationTable = {
  authorisation_id: string
  customer_id: string
  person_id: string | null
  role: 'proxy' | 'guarantor' | 'contact'
  scope: string[]
  loan_refs: string[] | null
  starts_on: string
  ends_on: string | null
  details: Buffer
  recorded_by: string
  recorded_at: Date
  ended_at: Date | null
  ended_by: string | null
}

export type CalendarYearTable = {
  year: number
  version: number
  days_off: string[]
  worked_weekends: string[]
  source: string
  announced_at: Date
  staff_id: string | null
}

export type CaseAlertTable = {
  case_id: string
  entered_at: Date
  stage: 'warned' | 'escalated' | 'late'
  at: Date
}

export type CaseInstructionTable = {
  instruction_id: string
  case_id: string
  what: string
  loan_ref: string
  amount: bigint | null
  detail: ColumnType<Json, string, string>
  asked_at: Date
}

export type CaseNoticeTable = {
  case_id: string
  version: number
  place: number
  sealed: Buffer
}

export type CaseStepTable = {
  case_id: string
  version: number
  key: string
  move: string
  from_state: string | null
  to_state: string
  party: string
  staff_id: string | null
  staff_name: string | null
  at: Date
}

export type CommitmentTable = {
  commitment_id: string
  customer_id: string
  conversation_id: string
  message_id: string
  starts: number
  ends: number
  due_at: Date
  staff_id: string
  staff_name: string
  made_at: Date
  state: Generated<'open' | 'kept' | 'late' | 'broken' | 'withdrawn'>
  settled_at: Date | null
  settled_by: string | null
  reason: Buffer | null
  reminded_at: Date | null
  late_at: Date | null
}

export type ConsentEntryTable = {
  entry_id: GeneratedAlways<bigint>
  customer_id: string
  purpose: string
  given: boolean
  text_version: number
  at: Date
  session_id: string | null
  staff_id: string | null
  message_id: string | null
}

export type ConversationTable = {
  conversation_id: string
  customer_id: string
  data_key_id: string
  channel: 'web' | 'email' | 'wechat' | 'phone'
  state: 'with-machine' | 'waiting' | 'with-agent' | 'closed'
  last_seq: number
  agent_id: string | null
  agent_name: string | null
  waiting_since: Date | null
  opened_at: Date
  last_at: Date
  closed_at: Date | null
  last_hash: Buffer | null
}

export type ConversationEntryTable = {
  conversation_id: string
  seq: number
  entry_id: string
  kind: 'message' | 'happening'
  at: Date
  author_kind: 'customer' | 'agent' | 'machine' | 'system'
  staff_id: string | null
  staff_name: string | null
  happening: string | null
  visible_to: 'all' | 'staff'
  purpose: 'service' | 'notice' | 'collection' | 'marketing' | null
  sealed: Buffer | null
  gate_verdict: 'pass' | 'warn' | 'block' | null
  rule_version: string | null
  about_id: string | null
  about_seq: number | null
  hash: Buffer
  said_hash: string | null
}

export type ConversationMarkTable = {
  conversation_id: string
  party: 'customer' | 'desk'
  kind: 'delivered' | 'read'
  up_to: number
  at: Date
  staff_id: string | null
}

export type CorrectionRequestTable = {
  correction_id: string
  customer_id: string
  field: string
  state: 'open' | 'corrected' | 'refused'
  asked: Buffer
  answer: Buffer | null
  requested_at: Date
  decided_at: Date | null
  decided_by: string | null
}

export type CustomerTable = {
  customer_id: string
  ref: string | null
  details: Buffer | null
  name_hash: Buffer | null
  phone_hash: Buffer | null
  phone_tail_hash: Buffer | null
  id_number_hash: Buffer | null
  id_number_tail_hash: Buffer | null
  joined_into: string | null
  joined_at: Date | null
  made_at: Date
  erased_at: Date | null
  claims: string | null
  card_hash: Buffer | null
  card_tail_hash: Buffer | null
  third_person: Generated<boolean>
  kept_ref: Buffer | null
  hashed_under: string | null
}

export type CustomerKeyTable = {
  data_key_id: string
  customer_id: string
  class: 'identity' | 'talk' | 'contact' | 'material' | 'case' | 'oversight' | 'all'
  year: number
  disposed_at: Date | null
}

export type CustomerSessionTable = {
  session_id: string
  token_hash: Buffer
  customer_id: string
  level: 'anonymous' | 'identified' | 'verified' | 'strongly-verified'
  opened_at: Date
  last_used_at: Date
  ends_at: Date
  raised_until: Date | null
}

export type DataKeyTable = {
  data_key_id: string
  name: string | null
  master_key_id: string
  wrapped: Buffer | null
  made_at: Date
  destroyed_at: Date | null
  generation: Generated<number>
  took_over_at: Date | null
}

export type DebitMandateTable = {
  mandate_id: string
  source_ref: string
  loan_ref: string
  customer_id: string
  from_day: string
  ended_on: string | null
  made_at: Date
  sealed: Buffer
}

export type DemoCustomerTable = {
  customer_id: string
  situation: string
  place: number
}

export type DemoPhoneMessageTable = {
  message_id: string
  customer_id: string
  sent_at: Date
  sealed: Buffer
}

export type DetailChangeTable = {
  change_id: string
  customer_id: string
  kind: 'phone' | 'payoutCard'
  state: 'cooling' | 'applied' | 'cancelled'
  new_value: Buffer
  old_value: Buffer | null
  session_id: string
  requested_at: Date
  applies_at: Date
  ended_at: Date | null
  ended_by: 'time' | 'customer' | 'link' | 'staff' | null
  staff_id: string | null
}

export type DialPermitTable = {
  permit_id: string
  customer_id: string
  day: string
  place: number | null
  purpose: 'service' | 'notice' | 'collection' | 'marketing'
  party: 'debtor' | 'guarantor'
  loan_ref: string | null
  state: 'reserved' | 'connected' | 'not-connected' | 'lapsed' | 'over-limit'
  staff_id: string
  reserved_at: Date
  ends_at: Date
  reported_at: Date | null
  result: 'reached' | 'other-person' | 'hung-up' | 'no-answer' | 'busy' | 'switched-off' | 'wrong-number' | 'not-dialled' | null
  note: Buffer | null
}

export type DutyTable = {
  staff_id: string
  state: Generated<'ready' | 'paused' | 'away'>
  paused_until: Date | null
  skills: Generated<string[]>
  capacity: number | null
  seen_at: Date
  hard_ended_at: Date | null
  last_given_at: Date | null
}

export type ErasureRequestTable = {
  erasure_id: string
  customer_id: string
  state: 'open' | 'agreed' | 'done' | 'refused'
  session_id: string | null
  requested_at: Date
  agreed_by: string | null
  agreed_at: Date | null
  decided_by: string | null
  decided_at: Date | null
  report: ColumnType<Json, string | null | undefined, string | null>
  answer: Buffer | null
  asked_by: string | null
}

export type EventTable = {
  event_id: GeneratedAlways<bigint>
  kind: string
  happened_at: Date
  payload: ColumnType<Json, string, string>
  stream: string
  seq: number
  actor: string | null
  origin: string | null
  hash: Buffer
}

export type InstallationTable = {
  name: string
  value: ColumnType<Json, string, string>
}

export type IntentCorrectionTable = {
  correction_id: string
  conversation_id: string
  seq: number
  read_intent: string
  confidence: number
  model: string
  intent: string
  corrected_by: string
  corrected_at: Date
  state: 'open' | 'accepted' | 'rejected'
  settled_intent: string | null
  decided_by: string | null
  decided_at: Date | null
}

export type KnowledgeApprovalTable = {
  kind: string
  piece_id: string
  version: number
  proposed_by: string
  approved_by: string
  approved_on: string
  recorded_at: Date
}

export type KnowledgeGapTable = {
  gap_id: Generated<string>
  middle: number[]
  questions: number
  opened_at: Date
  last_at: Date
}

export type KnowledgeGapQuestionTable = {
  conversation_id: string
  seq: number
  gap_id: string
  reason: 'not-understood' | 'no-approved-answer' | 'not-helpful'
  asked_at: Date
}

export type KnowledgeOfferTable = {
  offer_id: Generated<string>
  kind: string
  piece_id: string
  body: ColumnType<Json, string, string>
  owner: string
  base_version: number | null
  offered_at: Date
}

export type KnowledgeOfferDecisionTable = {
  offer_id: string
  decision: 'accepted' | 'edited' | 'declined'
  version: number | null
  decided_by: string
  reason: string
  decided_at: Date
}

export type KnowledgeReturnTable = {
  kind: string
  piece_id: string
  version: number
  proposed_by: string
  returned_by: string
  reason: string
  recorded_at: Date
}

export type KnowledgeVersionTable = {
  kind: 'article' | 'term' | 'reply' | 'product' | 'notice' | 'policy' | 'disclosure' | 'rule'
  piece_id: string
  version: number
  body: ColumnType<Json, string, string>
  digest: string
  proposed_by: string
  valid_from: string
  valid_until: string | null
  review_by: string
  origin: 'content' | 'desk' | 'import'
  recorded_at: Date
  reason: Generated<string>
  base_version: number | null
  came_from: string | null
}

export type KnowledgeWithdrawalTable = {
  kind: string
  piece_id: string
  version: number
  withdrawn_by: string
  from_day: string
  reason: string
  recorded_at: Date
}

export type KnowledgeWordsTable = {
  kind: string
  piece_id: string
  version: number
  words: string
  grams: string
  dictionary: string
}

export type LegalHoldTable = {
  hold_id: string
  customer_id: string
  reason: Buffer
  set_by: string
  set_at: Date
  lift_asked_by: string | null
  lift_asked_at: Date | null
  lifted_by: string | null
  lifted_at: Date | null
}

export type LoanTable = {
  loan_ref: string
  customer_id: string
  product_id: string
  product_version: number
  agreement: ColumnType<Json, string, string>
  recorded_at: Date
}

export type LoanDayEndTable = {
  day: string
  loans: number
  events: number
  finished_at: Date
}

export type LoanEventTable = {
  loan_ref: string
  seq: number
  kind: string
  on_day: string
  body: ColumnType<Json, string, string>
  source_ref: string | null
  recorded_at: Date
}

export type MaterialTable = {
  material_id: string
  customer_id: string
  case_id: string
  kind: string
  given_by: 'customer' | 'staff'
  staff_id: string | null
  received_at: Date
  state: Generated<'received' | 'accepted' | 'refused'>
  decided_at: Date | null
  decided_by: string | null
  note: Buffer | null
  reason: Buffer | null
  valid_until: string | null
}

export type MaterialPageTable = {
  material_id: string
  place: number
  attachment_id: string
}

export type MigrationTable = {
  name: string
  sha256: string
  applied_at: Generated<Date>
}

export type RateUseTable = {
  key: Buffer
  window_start: Date
  window_end: Date
  used: number
}

export type RecordAnchorTable = {
  day: string
  taken_at: Date
  streams: number
  hash: string
  root: string
  place: string
}

export type RecordExportTable = {
  export_id: string
  conversation_id: string | null
  customer_id: string
  staff_id: string
  format: 'pdf' | 'json'
  reason: Buffer
  digest: string
  exported_at: Date
  case_id: string | null
}

export type RecordHeadTable = {
  stream: string
  seq: number
  hash: Buffer
  changed_at: Date
}

export type ReleaseDecisionTable = {
  message_id: string
  released: boolean
  staff_id: string
  staff_name: string
  decided_at: Date
  sealed: Buffer
}

export type ReleaseRequestTable = {
  message_id: string
  conversation_id: string
  staff_id: string
  staff_name: string
  asked_at: Date
  rule_version: string
  rules: string[]
  sealed: Buffer
}

export type RetentionRunTable = {
  day: string
  started_at: Date
  finished_at: Date | null
  looked_up_to: string | null
  customers: Generated<number>
  disposed: ColumnType<Json, string | undefined, string>
  held: Generated<number>
}

export type RoutingMatterTable = {
  conversation_id: string
  skills: string[]
  grade: 'junior' | 'senior' | 'supervisor'
  effort: number
  hard: boolean
  head_start: number
  because: string[]
  policy_version: number
  since: Date
  agent_id: string | null
  begun_at: Date | null
  ended_at: Date | null
  call_back_at: Date | null
}

export type SatisfactionTable = {
  conversation_id: string
  customer_id: string
  score: number
  sealed: Buffer | null
  staff_id: string | null
  at: Date
}

export type SearchEntryTable = {
  conversation_id: string
  seq: number
  at: Date
  staff_id: string | null
  tokens: number[]
}

export type ServiceCaseTable = {
  case_id: string
  kind: string
  customer_id: string
  state: string
  version: number
  owner_id: string | null
  owner_name: string | null
  queue: string | null
  opened_at: Date
  entered_at: Date
  due_at: Date | null
  due_limit: string | null
  due_provisional: boolean | null
  policy_version: number
  sealed: Buffer
  from_case: string | null
  topic: string | null
}

export type SettlementCertificateTable = {
  number: string
  loan_ref: string
  customer_id: string
  check_code: string
  settled_on: string
  issued_on: string
  issued_at: Date
  digest: Buffer
  sealed: Buffer
}

export type SiteTokenUseTable = {
  jti: string
  forget_at: Date
}

export type StaffTable = {
  id: Generated<string>
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  created_at: Date
  updated_at: Date
  two_factor_enabled: Generated<boolean>
  password_change_due: Generated<boolean>
  demo: Generated<boolean>
  left_at: Date | null
}

export type StaffCredentialTable = {
  id: Generated<string>
  user_id: string
  account_id: string
  provider_id: string
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Date | null
  refresh_token_expires_at: Date | null
  scope: string | null
  password: string | null
  created_at: Date
  updated_at: Date
}

export type StaffRoleTable = {
  staff_id: string
  role: string
  granted_at: Date
  granted_by: string | null
}

export type StaffSessionTable = {
  id: Generated<string>
  user_id: string
  token: string
  expires_at: Date
  created_at: Date
  updated_at: Date
  ip_address: string | null
  user_agent: string | null
}

export type StaffTwoFactorTable = {
  id: Generated<string>
  user_id: string
  secret: string
  backup_codes: string
  verified: Generated<boolean>
  failed_verification_count: Generated<number>
  locked_until: Date | null
}

export type StaffVerificationTable = {
  id: Generated<string>
  identifier: string
  value: string
  expires_at: Date
  created_at: Date
  updated_at: Date
}

export type TableKindTable = {
  table_name: string
  kind: 'append-only' | 'changeable'
}

export type TalkTable = {
  conversation_id: string
  answered_seq: number
  sealed: Buffer | null
  changed_at: Date
}

export type UnmaskGrantTable = {
  grant_id: string
  customer_id: string
  staff_id: string
  fields: string[]
  reason: Buffer
  granted_at: Date
  ends_at: Date
}

export type UploadTable = {
  upload_id: string
  customer_id: string
  staff_id: string | null
  name: Buffer
  size: number
  received: Generated<number>
  attachment_id: string | null
  started_at: Date
}

export type UploadPieceTable = {
  upload_id: string
  starts: number
  sealed: Buffer
}

export type VerificationCodeTable = {
  session_id: string
  customer_id: string | null
  reaches: 'verified' | 'strongly-verified'
  code_hash: Buffer
  ends_at: Date
  tries: Generated<number>
  counted: Generated<string>
}

export type Tables = {
  anchored_head: AnchoredHeadTable
  approval_delegation: ApprovalDelegationTable
  article_suggestion: ArticleSuggestionTable
  article_suggestion_dismissal: ArticleSuggestionDismissalTable
  attachment: AttachmentTable
  attachment_content: AttachmentContentTable
  attachment_scan: AttachmentScanTable
  attachment_sent: AttachmentSentTable
  authorisation: AuthorisationTable
  calendar_year: CalendarYearTable
  case_alert: CaseAlertTable
  case_instruction: CaseInstructionTable
  case_notice: CaseNoticeTable
  case_step: CaseStepTable
  commitment: CommitmentTable
  consent_entry: ConsentEntryTable
  conversation: ConversationTable
  conversation_entry: ConversationEntryTable
  conversation_mark: ConversationMarkTable
  correction_request: CorrectionRequestTable
  customer: CustomerTable
  customer_key: CustomerKeyTable
  customer_session: CustomerSessionTable
  data_key: DataKeyTable
  debit_mandate: DebitMandateTable
  demo_customer: DemoCustomerTable
  demo_phone_message: DemoPhoneMessageTable
  detail_change: DetailChangeTable
  dial_permit: DialPermitTable
  duty: DutyTable
  erasure_request: ErasureRequestTable
  event: EventTable
  installation: InstallationTable
  intent_correction: IntentCorrectionTable
  knowledge_approval: KnowledgeApprovalTable
  knowledge_gap: KnowledgeGapTable
  knowledge_gap_question: KnowledgeGapQuestionTable
  knowledge_offer: KnowledgeOfferTable
  knowledge_offer_decision: KnowledgeOfferDecisionTable
  knowledge_return: KnowledgeReturnTable
  knowledge_version: KnowledgeVersionTable
  knowledge_withdrawal: KnowledgeWithdrawalTable
  knowledge_words: KnowledgeWordsTable
  legal_hold: LegalHoldTable
  loan: LoanTable
  loan_day_end: LoanDayEndTable
  loan_event: LoanEventTable
  material: MaterialTable
  material_page: MaterialPageTable
  migration: MigrationTable
  rate_use: RateUseTable
  record_anchor: RecordAnchorTable
  record_export: RecordExportTable
  record_head: RecordHeadTable
  release_decision: ReleaseDecisionTable
  release_request: ReleaseRequestTable
  retention_run: RetentionRunTable
  routing_matter: RoutingMatterTable
  satisfaction: SatisfactionTable
  search_entry: SearchEntryTable
  service_case: ServiceCaseTable
  settlement_certificate: SettlementCertificateTable
  site_token_use: SiteTokenUseTable
  staff: StaffTable
  staff_credential: StaffCredentialTable
  staff_role: StaffRoleTable
  staff_session: StaffSessionTable
  staff_two_factor: StaffTwoFactorTable
  staff_verification: StaffVerificationTable
  table_kind: TableKindTable
  talk: TalkTable
  unmask_grant: UnmaskGrantTable
  upload: UploadTable
  upload_piece: UploadPieceTable
  verification_code: VerificationCodeTable
}
