-- Made by `npm run generate`: the schema after all migrations, for reading and review. Change the migrations, not this.

-- changeable
create table anchored_head (
  stream text not null,
  seq integer not null,
  day date not null,
  constraint anchored_head_pkey PRIMARY KEY (stream),
  constraint anchored_head_day_fkey FOREIGN KEY (day) REFERENCES record_anchor(day)
);

-- changeable
create table approval_delegation (
  delegation_id uuid not null,
  giver uuid not null,
  delegate uuid not null,
  from_day date not null,
  until_day date not null,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint approval_delegation_pkey PRIMARY KEY (delegation_id),
  constraint approval_delegation_delegate_fkey FOREIGN KEY (delegate) REFERENCES staff(id),
  constraint approval_delegation_giver_fkey FOREIGN KEY (giver) REFERENCES staff(id),
  constraint approval_delegation_check CHECK ((delegate <> giver)),
  constraint approval_delegation_check1 CHECK ((until_day >= from_day))
);

-- append-only
create table article_suggestion (
  suggestion_id uuid not null,
  conversation_id uuid not null,
  question_seqs integer[] not null,
  answer_seq integer not null,
  suggested_by uuid not null,
  suggested_at timestamp with time zone not null,
  constraint article_suggestion_pkey PRIMARY KEY (suggestion_id),
  constraint article_suggestion_conversation_id_answer_seq_key UNIQUE (conversation_id, answer_seq),
  constraint article_suggestion_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint article_suggestion_suggested_by_fkey FOREIGN KEY (suggested_by) REFERENCES staff(id)
);

-- append-only
create table article_suggestion_dismissal (
  suggestion_id uuid not null,
  dismissed_by uuid not null,
  reason text not null,
  dismissed_at timestamp with time zone not null,
  constraint article_suggestion_dismissal_pkey PRIMARY KEY (suggestion_id),
  constraint article_suggestion_dismissal_dismissed_by_fkey FOREIGN KEY (dismissed_by) REFERENCES staff(id),
  constraint article_suggestion_dismissal_suggestion_id_fkey FOREIGN KEY (suggestion_id) REFERENCES article_suggestion(suggestion_id)
);

-- changeable
create table attachment (
  attachment_id uuid not null,
  customer_id uuid not null,
  uploaded_by text not null,
  staff_id uuid,
  for_conversation uuid,
  name bytea not null,
  type text not null,
  size integer not null,
  sha256 bytea,
  uploaded_at timestamp with time zone not null,
  constraint attachment_pkey PRIMARY KEY (attachment_id),
  constraint attachment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint attachment_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint attachment_check CHECK (((uploaded_by = 'staff'::text) = (staff_id IS NOT NULL))),
  constraint attachment_for_conversation CHECK (((uploaded_by = 'staff'::text) OR (for_conversation IS NULL))),
  constraint attachment_size_check CHECK ((size > 0)),
  constraint attachment_type_check CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'image/heic'::text, 'application/pdf'::text]))),
  constraint attachment_uploaded_by_check CHECK ((uploaded_by = ANY (ARRAY['customer'::text, 'staff'::text])))
);

-- changeable
create table attachment_content (
  attachment_id uuid not null,
  sealed bytea not null,
  constraint attachment_content_pkey PRIMARY KEY (attachment_id),
  constraint attachment_content_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(attachment_id) ON DELETE CASCADE
);

-- changeable
create table attachment_scan (
  attachment_id uuid not null,
  state text not null,
  at timestamp with time zone not null,
  constraint attachment_scan_pkey PRIMARY KEY (attachment_id),
  constraint attachment_scan_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(attachment_id) ON DELETE CASCADE,
  constraint attachment_scan_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'clean'::text, 'infected'::text])))
);

-- append-only
create table attachment_sent (
  attachment_id uuid not null,
  message_id uuid not null,
  visible_to text not null,
  constraint attachment_sent_pkey PRIMARY KEY (attachment_id, message_id),
  constraint attachment_sent_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(attachment_id),
  constraint attachment_sent_visible_to_check CHECK ((visible_to = ANY (ARRAY['all'::text, 'staff'::text])))
);

-- changeable
create table authorisation (
  authorisation_id uuid not null,
  customer_id uuid not null,
  person_id uuid,
  role text not null,
  scope text[] not null,
  loan_refs text[],
  starts_on date not null,
  ends_on date,
  details bytea not null,
  recorded_by uuid not null,
  recorded_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint authorisation_pkey PRIMARY KEY (authorisation_id),
  constraint authorisation_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint authorisation_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id),
  constraint authorisation_person_id_fkey FOREIGN KEY (person_id) REFERENCES customer(customer_id),
  constraint authorisation_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES staff(id),
  constraint authorisation_check CHECK ((ends_on >= starts_on)),
  constraint authorisation_check1 CHECK (((person_id IS NULL) = (role = 'contact'::text))),
  constraint authorisation_check2 CHECK ((person_id IS DISTINCT FROM customer_id)),
  constraint authorisation_check3 CHECK (((role <> 'proxy'::text) OR ((ends_on IS NOT NULL) AND (cardinality(scope) > 0)))),
  constraint authorisation_check4 CHECK (((role <> 'guarantor'::text) OR (cardinality(loan_refs) > 0))),
  constraint authorisation_check5 CHECK (((ended_by IS NULL) OR (ended_at IS NOT NULL))),
  constraint authorisation_role_check CHECK ((role = ANY (ARRAY['proxy'::text, 'guarantor'::text, 'contact'::text])))
);

-- append-only
create table calendar_year (
  year integer not null,
  version integer not null,
  days_off date[] not null,
  worked_weekends date[] not null,
  source text not null,
  announced_at timestamp with time zone not null,
  staff_id uuid,
  constraint calendar_year_pkey PRIMARY KEY (year, version),
  constraint calendar_year_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint calendar_year_source_check CHECK ((source <> ''::text)),
  constraint calendar_year_version_check CHECK ((version > 0)),
  constraint calendar_year_year_check CHECK (((year >= 1990) AND (year <= 2100)))
);

-- append-only
create table case_alert (
  case_id uuid not null,
  entered_at timestamp with time zone not null,
  stage text not null,
  at timestamp with time zone not null,
  constraint case_alert_pkey PRIMARY KEY (case_id, entered_at, stage),
  constraint case_alert_case_id_fkey FOREIGN KEY (case_id) REFERENCES service_case(case_id),
  constraint case_alert_stage_check CHECK ((stage = ANY (ARRAY['warned'::text, 'escalated'::text, 'late'::text])))
);

-- append-only
create table case_instruction (
  instruction_id text not null,
  case_id uuid not null,
  what text not null,
  loan_ref text not null,
  amount bigint,
  detail jsonb not null,
  asked_at timestamp with time zone not null,
  constraint case_instruction_pkey PRIMARY KEY (instruction_id),
  constraint case_instruction_case_id_fkey FOREIGN KEY (case_id) REFERENCES service_case(case_id)
);

-- append-only
create table case_notice (
  case_id uuid not null,
  version integer not null,
  place integer not null,
  sealed bytea not null,
  constraint case_notice_pkey PRIMARY KEY (case_id, version, place),
  constraint case_notice_case_id_fkey FOREIGN KEY (case_id) REFERENCES service_case(case_id)
);

-- append-only
create table case_step (
  case_id uuid not null,
  version integer not null,
  key text not null,
  move text not null,
  from_state text,
  to_state text not null,
  party text not null,
  staff_id uuid,
  staff_name text,
  at timestamp with time zone not null,
  constraint case_step_pkey PRIMARY KEY (case_id, version),
  constraint case_step_case_id_key_key UNIQUE (case_id, key),
  constraint case_step_case_id_fkey FOREIGN KEY (case_id) REFERENCES service_case(case_id),
  constraint case_step_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

-- changeable
create table commitment (
  commitment_id uuid not null,
  customer_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  starts integer not null,
  ends integer not null,
  due_at timestamp with time zone not null,
  staff_id uuid not null,
  staff_name text not null,
  made_at timestamp with time zone not null,
  state text not null default 'open'::text,
  settled_at timestamp with time zone,
  settled_by uuid,
  reason bytea,
  reminded_at timestamp with time zone,
  late_at timestamp with time zone,
  constraint commitment_pkey PRIMARY KEY (commitment_id),
  constraint commitment_message_id_starts_key UNIQUE (message_id, starts),
  constraint commitment_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint commitment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint commitment_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES staff(id),
  constraint commitment_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint commitment_check CHECK (((state = 'open'::text) = (settled_at IS NULL))),
  constraint commitment_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'late'::text, 'broken'::text, 'withdrawn'::text])))
);

-- append-only
create table consent_entry (
  entry_id bigint not null generated always as identity,
  customer_id uuid not null,
  purpose text not null,
  given boolean not null,
  text_version integer not null,
  at timestamp with time zone not null,
  session_id uuid,
  staff_id uuid,
  message_id uuid,
  constraint consent_entry_pkey PRIMARY KEY (entry_id),
  constraint consent_entry_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint consent_entry_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint consent_entry_said_once CHECK ((num_nonnulls(session_id, staff_id, message_id) = 1)),
  constraint consent_entry_text_version_check CHECK ((text_version > 0))
);

-- changeable
create table conversation (
  conversation_id uuid not null,
  customer_id uuid not null,
  data_key_id uuid not null,
  channel text not null,
  state text not null,
  last_seq integer not null,
  agent_id uuid,
  agent_name text,
  waiting_since timestamp with time zone,
  opened_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  last_hash bytea,
  constraint conversation_pkey PRIMARY KEY (conversation_id),
  constraint conversation_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES staff(id),
  constraint conversation_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint conversation_data_key_id_fkey FOREIGN KEY (data_key_id) REFERENCES data_key(data_key_id),
  constraint conversation_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'email'::text, 'wechat'::text, 'phone'::text]))),
  constraint conversation_check CHECK (((agent_id IS NOT NULL) = (state = 'with-agent'::text))),
  constraint conversation_check1 CHECK (((agent_id IS NULL) = (agent_name IS NULL))),
  constraint conversation_check2 CHECK (((waiting_since IS NOT NULL) = (state = 'waiting'::text))),
  constraint conversation_check3 CHECK (((closed_at IS NOT NULL) = (state = 'closed'::text))),
  constraint conversation_check4 CHECK (((last_hash IS NULL) = (last_seq = 0))),
  constraint conversation_last_seq_check CHECK ((last_seq >= 0)),
  constraint conversation_state_check CHECK ((state = ANY (ARRAY['with-machine'::text, 'waiting'::text, 'with-agent'::text, 'closed'::text])))
);

-- append-only
create table conversation_entry (
  conversation_id uuid not null,
  seq integer not null,
  entry_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  author_kind text not null,
  staff_id uuid,
  staff_name text,
  happening text,
  visible_to text not null,
  purpose text,
  sealed bytea,
  gate_verdict text,
  rule_version text,
  about_id uuid,
  about_seq integer,
  hash bytea not null,
  said_hash text,
  constraint conversation_entry_pkey PRIMARY KEY (conversation_id, seq),
  constraint conversation_entry_entry_id_key UNIQUE (entry_id),
  constraint conversation_entry_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint conversation_entry_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint conversation_entry_author_kind_check CHECK ((author_kind = ANY (ARRAY['customer'::text, 'agent'::text, 'machine'::text, 'system'::text]))),
  constraint conversation_entry_check CHECK (((author_kind = 'agent'::text) = (staff_id IS NOT NULL))),
  constraint conversation_entry_check1 CHECK (((kind = 'happening'::text) = (happening IS NOT NULL))),
  constraint conversation_entry_check2 CHECK (((kind = 'message'::text) = (purpose IS NOT NULL))),
  constraint conversation_entry_check3 CHECK (((gate_verdict IS NULL) = (rule_version IS NULL))),
  constraint conversation_entry_check4 CHECK (((about_id IS NOT NULL) = (NOT (happening IS DISTINCT FROM 'retracted'::text)))),
  constraint conversation_entry_check5 CHECK ((((about_id IS NULL) = (about_seq IS NULL)) AND (about_seq < seq))),
  constraint conversation_entry_gate_verdict_check CHECK ((gate_verdict = ANY (ARRAY['pass'::text, 'warn'::text, 'block'::text]))),
  constraint conversation_entry_hash_check CHECK ((length(hash) = 32)),
  constraint conversation_entry_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'happening'::text]))),
  constraint conversation_entry_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'notice'::text, 'collection'::text, 'marketing'::text]))),
  constraint conversation_entry_said_hash_check CHECK ((said_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint conversation_entry_seq_check CHECK ((seq > 0)),
  constraint conversation_entry_visible_to_check CHECK ((visible_to = ANY (ARRAY['all'::text, 'staff'::text]))),
  constraint said_past_the_gate CHECK (((kind <> 'message'::text) OR (author_kind = 'customer'::text) OR (visible_to = 'staff'::text) OR (gate_verdict IS NOT NULL)))
);

-- append-only
create table conversation_mark (
  conversation_id uuid not null,
  party text not null,
  kind text not null,
  up_to integer not null,
  at timestamp with time zone not null,
  staff_id uuid,
  constraint conversation_mark_pkey PRIMARY KEY (conversation_id, party, kind, up_to),
  constraint conversation_mark_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint conversation_mark_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint conversation_mark_kind_check CHECK ((kind = ANY (ARRAY['delivered'::text, 'read'::text]))),
  constraint conversation_mark_party_check CHECK ((party = ANY (ARRAY['customer'::text, 'desk'::text]))),
  constraint conversation_mark_up_to_check CHECK ((up_to > 0))
);

-- changeable
create table correction_request (
  correction_id uuid not null,
  customer_id uuid not null,
  field text not null,
  state text not null,
  asked bytea not null,
  answer bytea,
  requested_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  constraint correction_request_pkey PRIMARY KEY (correction_id),
  constraint correction_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint correction_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint correction_request_check CHECK (((decided_at IS NULL) = (state = 'open'::text))),
  constraint correction_request_check1 CHECK (((decided_at IS NULL) = (answer IS NULL))),
  constraint correction_request_check2 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint correction_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'corrected'::text, 'refused'::text])))
);

-- changeable
create table customer (
  customer_id uuid not null,
  ref text,
  details bytea,
  name_hash bytea,
  phone_hash bytea,
  phone_tail_hash bytea,
  id_number_hash bytea,
  id_number_tail_hash bytea,
  joined_into uuid,
  joined_at timestamp with time zone,
  made_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  claims uuid,
  card_hash bytea,
  card_tail_hash bytea,
  third_person boolean not null default false,
  kept_ref bytea,
  hashed_under uuid,
  constraint customer_pkey PRIMARY KEY (customer_id),
  constraint customer_ref_key UNIQUE (ref),
  constraint customer_claims_fkey FOREIGN KEY (claims) REFERENCES customer(customer_id),
  constraint customer_hashed_under_fkey FOREIGN KEY (hashed_under) REFERENCES data_key(data_key_id),
  constraint customer_joined_into_fkey FOREIGN KEY (joined_into) REFERENCES customer(customer_id),
  constraint customer_check CHECK (((joined_into IS NULL) = (joined_at IS NULL))),
  constraint customer_check1 CHECK (((joined_into IS NULL) OR (ref IS NULL))),
  constraint customer_check2 CHECK (((claims IS NULL) OR (ref IS NULL)))
);

-- changeable
create table customer_key (
  data_key_id uuid not null,
  customer_id uuid not null,
  class text not null,
  year integer not null,
  disposed_at timestamp with time zone,
  constraint customer_key_pkey PRIMARY KEY (data_key_id),
  constraint customer_key_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint customer_key_data_key_id_fkey FOREIGN KEY (data_key_id) REFERENCES data_key(data_key_id),
  constraint customer_key_class_check CHECK ((class = ANY (ARRAY['identity'::text, 'talk'::text, 'contact'::text, 'material'::text, 'case'::text, 'oversight'::text, 'all'::text])))
);

-- changeable
create table customer_session (
  session_id uuid not null,
  token_hash bytea not null,
  customer_id uuid not null,
  level text not null,
  opened_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  raised_until timestamp with time zone,
  constraint customer_session_pkey PRIMARY KEY (session_id),
  constraint customer_session_token_hash_key UNIQUE (token_hash),
  constraint customer_session_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint customer_session_level_check CHECK ((level = ANY (ARRAY['anonymous'::text, 'identified'::text, 'verified'::text, 'strongly-verified'::text])))
);

-- changeable
create table data_key (
  data_key_id uuid not null,
  name text,
  master_key_id text not null,
  wrapped bytea,
  made_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  generation integer not null default 1,
  took_over_at timestamp with time zone,
  constraint data_key_pkey PRIMARY KEY (data_key_id),
  constraint data_key_name_generation_key UNIQUE (name, generation),
  constraint data_key_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
  constraint data_key_generation_check CHECK ((generation > 0))
);

-- changeable
create table debit_mandate (
  mandate_id uuid not null,
  source_ref text not null,
  loan_ref text not null,
  customer_id uuid not null,
  from_day date not null,
  ended_on date,
  made_at timestamp with time zone not null,
  sealed bytea not null,
  constraint debit_mandate_pkey PRIMARY KEY (mandate_id),
  constraint debit_mandate_source_ref_key UNIQUE (source_ref),
  constraint debit_mandate_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint debit_mandate_check CHECK (((ended_on IS NULL) OR (ended_on >= from_day)))
);

-- changeable
create table demo_customer (
  customer_id uuid not null,
  situation text not null,
  place integer not null,
  constraint demo_customer_pkey PRIMARY KEY (customer_id),
  constraint demo_customer_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id)
);

-- changeable
create table demo_phone_message (
  message_id uuid not null,
  customer_id uuid not null,
  sent_at timestamp with time zone not null,
  sealed bytea not null,
  constraint demo_phone_message_pkey PRIMARY KEY (message_id),
  constraint demo_phone_message_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id)
);

-- changeable
create table detail_change (
  change_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  state text not null,
  new_value bytea not null,
  old_value bytea,
  session_id uuid not null,
  requested_at timestamp with time zone not null,
  applies_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  staff_id uuid,
  constraint detail_change_pkey PRIMARY KEY (change_id),
  constraint detail_change_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint detail_change_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint detail_change_check CHECK ((applies_at > requested_at)),
  constraint detail_change_check1 CHECK (((ended_at IS NULL) = (state = 'cooling'::text))),
  constraint detail_change_check2 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint detail_change_check3 CHECK (((staff_id IS NOT NULL) = (NOT (ended_by IS DISTINCT FROM 'staff'::text)))),
  constraint detail_change_ended_by_check CHECK ((ended_by = ANY (ARRAY['time'::text, 'customer'::text, 'link'::text, 'staff'::text]))),
  constraint detail_change_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'payoutCard'::text]))),
  constraint detail_change_state_check CHECK ((state = ANY (ARRAY['cooling'::text, 'applied'::text, 'cancelled'::text])))
);

-- changeable
create table dial_permit (
  permit_id uuid not null,
  customer_id uuid not null,
  day date not null,
  place integer,
  purpose text not null,
  party text not null,
  loan_ref text,
  state text not null,
  staff_id uuid not null,
  reserved_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reported_at timestamp with time zone,
  result text,
  note bytea,
  constraint dial_permit_pkey PRIMARY KEY (permit_id),
  constraint dial_permit_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint dial_permit_loan_ref_fkey FOREIGN KEY (loan_ref) REFERENCES loan(loan_ref),
  constraint dial_permit_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint dial_permit_check CHECK (((reported_at IS NULL) = (result IS NULL))),
  constraint dial_permit_check1 CHECK (((reported_at IS NULL) = (state = ANY (ARRAY['reserved'::text, 'lapsed'::text])))),
  constraint dial_permit_check2 CHECK (((place IS NOT NULL) = ((purpose = 'collection'::text) AND (state = ANY (ARRAY['reserved'::text, 'connected'::text]))))),
  constraint dial_permit_party_check CHECK ((party = ANY (ARRAY['debtor'::text, 'guarantor'::text]))),
  constraint dial_permit_place_check CHECK ((place > 0)),
  constraint dial_permit_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'notice'::text, 'collection'::text, 'marketing'::text]))),
  constraint dial_permit_result_check CHECK ((result = ANY (ARRAY['reached'::text, 'other-person'::text, 'hung-up'::text, 'no-answer'::text, 'busy'::text, 'switched-off'::text, 'wrong-number'::text, 'not-dialled'::text]))),
  constraint dial_permit_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'connected'::text, 'not-connected'::text, 'lapsed'::text, 'over-limit'::text])))
);

-- changeable
create table duty (
  staff_id uuid not null,
  state text not null default 'away'::text,
  paused_until timestamp with time zone,
  skills text[] not null default '{}'::text[],
  capacity integer,
  seen_at timestamp with time zone not null,
  hard_ended_at timestamp with time zone,
  last_given_at timestamp with time zone,
  constraint duty_pkey PRIMARY KEY (staff_id),
  constraint duty_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint duty_capacity_check CHECK ((capacity > 0)),
  constraint duty_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'paused'::text, 'away'::text])))
);

-- changeable
create table erasure_request (
  erasure_id uuid not null,
  customer_id uuid not null,
  state text not null,
  session_id uuid,
  requested_at timestamp with time zone not null,
  agreed_by uuid,
  agreed_at timestamp with time zone,
  decided_by uuid,
  decided_at timestamp with time zone,
  report jsonb,
  answer bytea,
  asked_by uuid,
  constraint erasure_request_pkey PRIMARY KEY (erasure_id),
  constraint erasure_request_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES staff(id),
  constraint erasure_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff(id),
  constraint erasure_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint erasure_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint erasure_request_check CHECK (((agreed_by IS NULL) = (agreed_at IS NULL))),
  constraint erasure_request_check1 CHECK (((decided_at IS NULL) = (state = ANY (ARRAY['open'::text, 'agreed'::text])))),
  constraint erasure_request_check2 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint erasure_request_check3 CHECK (((report IS NOT NULL) = (state = 'done'::text))),
  constraint erasure_request_check4 CHECK (((answer IS NOT NULL) = (state = 'refused'::text))),
  constraint erasure_request_check5 CHECK (((state <> 'done'::text) OR (agreed_by <> decided_by))),
  constraint erasure_request_check6 CHECK (((session_id IS NULL) = (asked_by IS NOT NULL))),
  constraint erasure_request_check7 CHECK (((agreed_by IS NULL) OR (asked_by IS NULL) OR (agreed_by <> asked_by))),
  constraint erasure_request_check8 CHECK (((state <> 'done'::text) OR (asked_by IS NULL) OR (decided_by <> asked_by))),
  constraint erasure_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'agreed'::text, 'done'::text, 'refused'::text])))
);

-- append-only
create table event (
  event_id bigint not null generated always as identity,
  kind text not null,
  happened_at timestamp with time zone not null,
  payload jsonb not null,
  stream text not null,
  seq integer not null,
  actor text,
  origin text,
  hash bytea not null,
  constraint event_pkey PRIMARY KEY (event_id),
  constraint event_stream_seq_key UNIQUE (stream, seq),
  constraint event_hash_check CHECK ((length(hash) = 32)),
  constraint event_seq_check CHECK ((seq > 0))
);

-- changeable
create table installation (
  name text not null,
  value jsonb not null,
  constraint installation_pkey PRIMARY KEY (name)
);

-- changeable
create table intent_correction (
  correction_id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  read_intent text not null,
  confidence real not null,
  model text not null,
  intent text not null,
  corrected_by uuid not null,
  corrected_at timestamp with time zone not null,
  state text not null,
  settled_intent text,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint intent_correction_pkey PRIMARY KEY (correction_id),
  constraint intent_correction_conversation_id_seq_fkey FOREIGN KEY (conversation_id, seq) REFERENCES conversation_entry(conversation_id, seq),
  constraint intent_correction_corrected_by_fkey FOREIGN KEY (corrected_by) REFERENCES staff(id),
  constraint intent_correction_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint intent_correction_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint intent_correction_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint intent_correction_check2 CHECK (((state = 'accepted'::text) = (settled_intent IS NOT NULL))),
  constraint intent_correction_check3 CHECK ((decided_by <> corrected_by)),
  constraint intent_correction_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  constraint intent_correction_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text])))
);

-- append-only
create table knowledge_approval (
  kind text not null,
  piece_id text not null,
  version integer not null,
  proposed_by text not null,
  approved_by text not null,
  approved_on date not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_approval_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_approval_kind_piece_id_version_proposed_by_fkey FOREIGN KEY (kind, piece_id, version, proposed_by) REFERENCES knowledge_version(kind, piece_id, version, proposed_by),
  constraint knowledge_approval_check CHECK ((approved_by <> proposed_by))
);

-- changeable
create table knowledge_gap (
  gap_id uuid not null default gen_random_uuid(),
  middle real[] not null,
  questions integer not null,
  opened_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint knowledge_gap_pkey PRIMARY KEY (gap_id)
);

-- append-only
create table knowledge_gap_question (
  conversation_id uuid not null,
  seq integer not null,
  gap_id uuid not null,
  reason text not null,
  asked_at timestamp with time zone not null,
  constraint knowledge_gap_question_pkey PRIMARY KEY (conversation_id, seq),
  constraint knowledge_gap_question_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint knowledge_gap_question_gap_id_fkey FOREIGN KEY (gap_id) REFERENCES knowledge_gap(gap_id),
  constraint knowledge_gap_question_reason_check CHECK ((reason = ANY (ARRAY['not-understood'::text, 'no-approved-answer'::text, 'not-helpful'::text])))
);

-- append-only
create table knowledge_offer (
  offer_id uuid not null default gen_random_uuid(),
  kind text not null,
  piece_id text not null,
  body jsonb not null,
  owner text not null,
  base_version integer,
  offered_at timestamp with time zone not null,
  constraint knowledge_offer_pkey PRIMARY KEY (offer_id)
);

-- append-only
create table knowledge_offer_decision (
  offer_id uuid not null,
  decision text not null,
  version integer,
  decided_by uuid not null,
  reason text not null,
  decided_at timestamp with time zone not null,
  constraint knowledge_offer_decision_pkey PRIMARY KEY (offer_id),
  constraint knowledge_offer_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint knowledge_offer_decision_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES knowledge_offer(offer_id),
  constraint knowledge_offer_decision_check CHECK (((decision = 'declined'::text) = (version IS NULL))),
  constraint knowledge_offer_decision_decision_check CHECK ((decision = ANY (ARRAY['accepted'::text, 'edited'::text, 'declined'::text])))
);

-- append-only
create table knowledge_return (
  kind text not null,
  piece_id text not null,
  version integer not null,
  proposed_by text not null,
  returned_by text not null,
  reason text not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_return_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_return_kind_piece_id_version_proposed_by_fkey FOREIGN KEY (kind, piece_id, version, proposed_by) REFERENCES knowledge_version(kind, piece_id, version, proposed_by),
  constraint knowledge_return_check CHECK ((returned_by <> proposed_by)),
  constraint knowledge_return_reason_check CHECK ((reason <> ''::text))
);

-- append-only
create table knowledge_version (
  kind text not null,
  piece_id text not null,
  version integer not null,
  body jsonb not null,
  digest text not null,
  proposed_by text not null,
  valid_from date not null,
  valid_until date,
  review_by date not null,
  origin text not null,
  recorded_at timestamp with time zone not null,
  reason text not null default ''::text,
  base_version integer,
  came_from text,
  constraint knowledge_version_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_version_kind_piece_id_version_proposed_by_key UNIQUE (kind, piece_id, version, proposed_by),
  constraint knowledge_version_came_from_check CHECK ((came_from ~ '^(suggestion|gap):[0-9a-f-]{36}$'::text)),
  constraint knowledge_version_check CHECK (((valid_until IS NULL) OR (valid_until >= valid_from))),
  constraint knowledge_version_kind_check CHECK ((kind = ANY (ARRAY['article'::text, 'term'::text, 'reply'::text, 'product'::text, 'notice'::text, 'policy'::text, 'disclosure'::text, 'rule'::text]))),
  constraint knowledge_version_origin_check CHECK ((origin = ANY (ARRAY['content'::text, 'desk'::text, 'import'::text]))),
  constraint knowledge_version_version_check CHECK ((version >= 1))
);

-- append-only
create table knowledge_withdrawal (
  kind text not null,
  piece_id text not null,
  version integer not null,
  withdrawn_by text not null,
  from_day date not null,
  reason text not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_withdrawal_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_withdrawal_kind_piece_id_version_fkey FOREIGN KEY (kind, piece_id, version) REFERENCES knowledge_version(kind, piece_id, version)
);

-- changeable
create table knowledge_words (
  kind text not null,
  piece_id text not null,
  version integer not null,
  words tsvector not null,
  grams tsvector not null,
  dictionary text not null,
  constraint knowledge_words_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_words_kind_piece_id_version_fkey FOREIGN KEY (kind, piece_id, version) REFERENCES knowledge_version(kind, piece_id, version)
);

-- changeable
create table legal_hold (
  hold_id uuid not null,
  customer_id uuid not null,
  reason bytea not null,
  set_by uuid not null,
  set_at timestamp with time zone not null,
  lift_asked_by uuid,
  lift_asked_at timestamp with time zone,
  lifted_by uuid,
  lifted_at timestamp with time zone,
  constraint legal_hold_pkey PRIMARY KEY (hold_id),
  constraint legal_hold_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint legal_hold_lift_asked_by_fkey FOREIGN KEY (lift_asked_by) REFERENCES staff(id),
  constraint legal_hold_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES staff(id),
  constraint legal_hold_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint legal_hold_check CHECK (((lift_asked_by IS NULL) = (lift_asked_at IS NULL))),
  constraint legal_hold_check1 CHECK (((lifted_by IS NULL) = (lifted_at IS NULL))),
  constraint legal_hold_check2 CHECK (((lifted_by IS NULL) OR (lifted_by <> lift_asked_by)))
);

-- append-only
create table loan (
  loan_ref text not null,
  customer_id uuid not null,
  product_id text not null,
  product_version integer not null,
  agreement jsonb not null,
  recorded_at timestamp with time zone not null,
  constraint loan_pkey PRIMARY KEY (loan_ref),
  constraint loan_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint loan_loan_ref_check CHECK ((loan_ref ~ '^[A-Z]{2,4}[0-9]{8,12}$'::text))
);

-- append-only
create table loan_day_end (
  day date not null,
  loans integer not null,
  events integer not null,
  finished_at timestamp with time zone not null,
  constraint loan_day_end_pkey PRIMARY KEY (day)
);

-- append-only
create table loan_event (
  loan_ref text not null,
  seq integer not null,
  kind text not null,
  on_day date not null,
  body jsonb not null,
  source_ref text,
  recorded_at timestamp with time zone not null,
  constraint loan_event_pkey PRIMARY KEY (loan_ref, seq),
  constraint loan_event_loan_ref_source_ref_key UNIQUE (loan_ref, source_ref),
  constraint loan_event_loan_ref_fkey FOREIGN KEY (loan_ref) REFERENCES loan(loan_ref),
  constraint loan_event_seq_check CHECK ((seq >= 1))
);

-- changeable
create table material (
  material_id uuid not null,
  customer_id uuid not null,
  case_id uuid not null,
  kind text not null,
  given_by text not null,
  staff_id uuid,
  received_at timestamp with time zone not null,
  state text not null default 'received'::text,
  decided_at timestamp with time zone,
  decided_by uuid,
  note bytea,
  reason bytea,
  valid_until date,
  constraint material_pkey PRIMARY KEY (material_id),
  constraint material_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint material_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint material_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint material_check CHECK (((given_by = 'staff'::text) = (staff_id IS NOT NULL))),
  constraint material_check1 CHECK (((state = 'received'::text) = (decided_at IS NULL))),
  constraint material_given_by_check CHECK ((given_by = ANY (ARRAY['customer'::text, 'staff'::text]))),
  constraint material_state_check CHECK ((state = ANY (ARRAY['received'::text, 'accepted'::text, 'refused'::text])))
);

-- append-only
create table material_page (
  material_id uuid not null,
  place smallint not null,
  attachment_id uuid not null,
  constraint material_page_pkey PRIMARY KEY (material_id, place),
  constraint material_page_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(attachment_id),
  constraint material_page_material_id_fkey FOREIGN KEY (material_id) REFERENCES material(material_id)
);

-- append-only
create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

-- changeable
create table rate_use (
  key bytea not null,
  window_start timestamp with time zone not null,
  window_end timestamp with time zone not null,
  used integer not null,
  constraint rate_use_pkey PRIMARY KEY (key)
);

-- append-only
create table record_anchor (
  day date not null,
  taken_at timestamp with time zone not null,
  streams integer not null,
  hash text not null,
  root text not null,
  place text not null,
  constraint record_anchor_pkey PRIMARY KEY (day),
  constraint record_anchor_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint record_anchor_root_check CHECK ((root ~ '^[0-9a-f]{64}$'::text))
);

-- append-only
create table record_export (
  export_id uuid not null,
  conversation_id uuid,
  customer_id uuid not null,
  staff_id uuid not null,
  format text not null,
  reason bytea not null,
  digest text not null,
  exported_at timestamp with time zone not null,
  case_id uuid,
  constraint record_export_pkey PRIMARY KEY (export_id),
  constraint record_export_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint record_export_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint record_export_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint of_one_thing CHECK ((num_nonnulls(conversation_id, case_id) = 1)),
  constraint record_export_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint record_export_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'json'::text])))
);

-- changeable
create table record_head (
  stream text not null,
  seq integer not null,
  hash bytea not null,
  changed_at timestamp with time zone not null,
  constraint record_head_pkey PRIMARY KEY (stream),
  constraint record_head_hash_check CHECK ((length(hash) = 32)),
  constraint record_head_seq_check CHECK ((seq >= 0))
);

-- append-only
create table release_decision (
  message_id uuid not null,
  released boolean not null,
  staff_id uuid not null,
  staff_name text not null,
  decided_at timestamp with time zone not null,
  sealed bytea not null,
  constraint release_decision_pkey PRIMARY KEY (message_id),
  constraint release_decision_message_id_fkey FOREIGN KEY (message_id) REFERENCES release_request(message_id),
  constraint release_decision_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

-- append-only
create table release_request (
  message_id uuid not null,
  conversation_id uuid not null,
  staff_id uuid not null,
  staff_name text not null,
  asked_at timestamp with time zone not null,
  rule_version text not null,
  rules text[] not null,
  sealed bytea not null,
  constraint release_request_pkey PRIMARY KEY (message_id),
  constraint release_request_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint release_request_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

-- changeable
create table retention_run (
  day date not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  looked_up_to uuid,
  customers integer not null default 0,
  disposed jsonb not null default '{}'::jsonb,
  held integer not null default 0,
  constraint retention_run_pkey PRIMARY KEY (day)
);

-- changeable
create table routing_matter (
  conversation_id uuid not null,
  skills text[] not null,
  grade text not null,
  effort integer not null,
  hard boolean not null,
  head_start integer not null,
  because text[] not null,
  policy_version integer not null,
  since timestamp with time zone not null,
  agent_id uuid,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  call_back_at timestamp with time zone,
  constraint routing_matter_pkey PRIMARY KEY (conversation_id, since),
  constraint routing_matter_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES staff(id),
  constraint routing_matter_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint routing_matter_check CHECK (((agent_id IS NULL) = (begun_at IS NULL))),
  constraint routing_matter_effort_check CHECK ((effort > 0)),
  constraint routing_matter_grade_check CHECK ((grade = ANY (ARRAY['junior'::text, 'senior'::text, 'supervisor'::text]))),
  constraint routing_matter_head_start_check CHECK ((head_start >= 0))
);

-- changeable
create table satisfaction (
  conversation_id uuid not null,
  customer_id uuid not null,
  score smallint not null,
  sealed bytea,
  staff_id uuid,
  at timestamp with time zone not null,
  constraint satisfaction_pkey PRIMARY KEY (conversation_id),
  constraint satisfaction_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint satisfaction_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint satisfaction_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint satisfaction_score_check CHECK (((score >= 1) AND (score <= 5)))
);

-- changeable
create table search_entry (
  conversation_id uuid not null,
  seq integer not null,
  at timestamp with time zone not null,
  staff_id uuid,
  tokens integer[] not null,
  constraint search_entry_pkey PRIMARY KEY (conversation_id, seq),
  constraint search_entry_seq_check CHECK ((seq > 0))
);

-- changeable
create table service_case (
  case_id uuid not null,
  kind text not null,
  customer_id uuid not null,
  state text not null,
  version integer not null,
  owner_id uuid,
  owner_name text,
  queue text,
  opened_at timestamp with time zone not null,
  entered_at timestamp with time zone not null,
  due_at timestamp with time zone,
  due_limit text,
  due_provisional boolean,
  policy_version integer not null,
  sealed bytea not null,
  from_case uuid,
  topic text,
  constraint service_case_pkey PRIMARY KEY (case_id),
  constraint service_case_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint service_case_from_case_fkey FOREIGN KEY (from_case) REFERENCES service_case(case_id),
  constraint service_case_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES staff(id),
  constraint service_case_check CHECK (((owner_id IS NULL) = (queue IS NOT NULL))),
  constraint service_case_check1 CHECK (((owner_id IS NULL) = (owner_name IS NULL))),
  constraint service_case_check2 CHECK ((((due_at IS NULL) = (due_limit IS NULL)) AND ((due_at IS NULL) = (due_provisional IS NULL)))),
  constraint service_case_version_check CHECK ((version > 0))
);

-- append-only
create table settlement_certificate (
  number text not null,
  loan_ref text not null,
  customer_id uuid not null,
  check_code text not null,
  settled_on date not null,
  issued_on date not null,
  issued_at timestamp with time zone not null,
  digest bytea not null,
  sealed bytea not null,
  constraint settlement_certificate_pkey PRIMARY KEY (number),
  constraint settlement_certificate_loan_ref_key UNIQUE (loan_ref),
  constraint settlement_certificate_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id)
);

-- changeable
create table site_token_use (
  jti text not null,
  forget_at timestamp with time zone not null,
  constraint site_token_use_pkey PRIMARY KEY (jti)
);

-- changeable
create table staff (
  id uuid not null default gen_random_uuid(),
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  two_factor_enabled boolean not null default false,
  password_change_due boolean not null default false,
  demo boolean not null default false,
  left_at timestamp with time zone,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_email_check CHECK ((email = lower(email)))
);

-- changeable
create table staff_credential (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_credential_pkey PRIMARY KEY (id),
  constraint staff_credential_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint staff_credential_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff(id) ON DELETE CASCADE
);

-- changeable
create table staff_role (
  staff_id uuid not null,
  role text not null,
  granted_at timestamp with time zone not null,
  granted_by uuid,
  constraint staff_role_pkey PRIMARY KEY (staff_id, role),
  constraint staff_role_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES staff(id),
  constraint staff_role_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

-- changeable
create table staff_session (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  constraint staff_session_pkey PRIMARY KEY (id),
  constraint staff_session_token_key UNIQUE (token),
  constraint staff_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff(id) ON DELETE CASCADE
);

-- changeable
create table staff_two_factor (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamp with time zone,
  constraint staff_two_factor_pkey PRIMARY KEY (id),
  constraint staff_two_factor_user_id_key UNIQUE (user_id),
  constraint staff_two_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff(id) ON DELETE CASCADE
);

-- changeable
create table staff_verification (
  id uuid not null default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_verification_pkey PRIMARY KEY (id)
);

-- append-only
create table table_kind (
  table_name text not null,
  kind text not null,
  constraint table_kind_pkey PRIMARY KEY (table_name),
  constraint table_kind_kind_check CHECK ((kind = ANY (ARRAY['append-only'::text, 'changeable'::text])))
);

-- changeable
create table talk (
  conversation_id uuid not null,
  answered_seq integer not null,
  sealed bytea,
  changed_at timestamp with time zone not null,
  constraint talk_pkey PRIMARY KEY (conversation_id),
  constraint talk_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(conversation_id),
  constraint talk_answered_seq_check CHECK ((answered_seq >= 0))
);

-- append-only
create table unmask_grant (
  grant_id uuid not null,
  customer_id uuid not null,
  staff_id uuid not null,
  fields text[] not null,
  reason bytea not null,
  granted_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint unmask_grant_pkey PRIMARY KEY (grant_id),
  constraint unmask_grant_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint unmask_grant_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint unmask_grant_check CHECK ((ends_at > granted_at)),
  constraint unmask_grant_fields_check CHECK ((cardinality(fields) > 0))
);

-- changeable
create table upload (
  upload_id uuid not null,
  customer_id uuid not null,
  staff_id uuid,
  name bytea not null,
  size integer not null,
  received integer not null default 0,
  attachment_id uuid,
  started_at timestamp with time zone not null,
  constraint upload_pkey PRIMARY KEY (upload_id),
  constraint upload_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint upload_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint upload_check CHECK (((received >= 0) AND (received <= size))),
  constraint upload_size_check CHECK ((size > 0))
);

-- changeable
create table upload_piece (
  upload_id uuid not null,
  starts integer not null,
  sealed bytea not null,
  constraint upload_piece_pkey PRIMARY KEY (upload_id, starts),
  constraint upload_piece_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload(upload_id) ON DELETE CASCADE
);

-- changeable
create table verification_code (
  session_id uuid not null,
  customer_id uuid,
  reaches text not null,
  code_hash bytea not null,
  ends_at timestamp with time zone not null,
  tries integer not null default 0,
  counted text not null default ''::text,
  constraint verification_code_pkey PRIMARY KEY (session_id),
  constraint verification_code_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(customer_id),
  constraint verification_code_session_id_fkey FOREIGN KEY (session_id) REFERENCES customer_session(session_id) ON DELETE CASCADE,
  constraint verification_code_reaches_check CHECK ((reaches = ANY (ARRAY['verified'::text, 'strongly-verified'::text])))
);

CREATE INDEX attachment_customer ON public.attachment USING btree (customer_id);
CREATE INDEX attachment_scan_waiting ON public.attachment_scan USING btree (at) WHERE (state = 'waiting'::text);
CREATE INDEX attachment_uploaded ON public.attachment USING btree (uploaded_at);
CREATE INDEX authorisation_customer ON public.authorisation USING btree (customer_id, recorded_at);
CREATE INDEX authorisation_person ON public.authorisation USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX commitment_customer ON public.commitment USING btree (customer_id, due_at);
CREATE INDEX commitment_due ON public.commitment USING btree (due_at) WHERE (state = 'open'::text);
CREATE INDEX commitment_owner ON public.commitment USING btree (staff_id, due_at) WHERE (state = 'open'::text);
CREATE INDEX commitment_settled ON public.commitment USING btree (settled_at) WHERE (state <> 'open'::text);
CREATE INDEX consent_entry_customer ON public.consent_entry USING btree (customer_id, purpose, entry_id);
CREATE INDEX conversation_agent ON public.conversation USING btree (agent_id) WHERE (state = 'with-agent'::text);
CREATE INDEX conversation_closed ON public.conversation USING btree (closed_at, conversation_id) WHERE (state = 'closed'::text);
CREATE INDEX conversation_customer ON public.conversation USING btree (customer_id, opened_at);
CREATE INDEX conversation_machine ON public.conversation USING btree (opened_at, conversation_id) WHERE (state = 'with-machine'::text);
CREATE INDEX conversation_opened ON public.conversation USING btree (opened_at, conversation_id);
CREATE INDEX conversation_waiting ON public.conversation USING btree (waiting_since, conversation_id) WHERE (state = 'waiting'::text);
CREATE INDEX correction_customer ON public.correction_request USING btree (customer_id, requested_at);
CREATE INDEX correction_open ON public.correction_request USING btree (requested_at) WHERE (state = 'open'::text);
CREATE INDEX customer_card ON public.customer USING btree (card_hash) WHERE (card_hash IS NOT NULL);
CREATE INDEX customer_card_tail ON public.customer USING btree (card_tail_hash) WHERE (card_tail_hash IS NOT NULL);
CREATE INDEX customer_hashed_under ON public.customer USING btree (hashed_under) WHERE (hashed_under IS NOT NULL);
CREATE INDEX customer_id_number ON public.customer USING btree (id_number_hash) WHERE (id_number_hash IS NOT NULL);
CREATE INDEX customer_id_number_tail ON public.customer USING btree (id_number_tail_hash) WHERE (id_number_tail_hash IS NOT NULL);
CREATE INDEX customer_joined ON public.customer USING btree (joined_into) WHERE (joined_into IS NOT NULL);
CREATE INDEX customer_key_due ON public.customer_key USING btree (class, year) WHERE (disposed_at IS NULL);
CREATE INDEX customer_name ON public.customer USING btree (name_hash) WHERE (name_hash IS NOT NULL);
CREATE INDEX customer_phone ON public.customer USING btree (phone_hash) WHERE (phone_hash IS NOT NULL);
CREATE INDEX customer_phone_tail ON public.customer USING btree (phone_tail_hash) WHERE (phone_tail_hash IS NOT NULL);
CREATE INDEX customer_session_customer ON public.customer_session USING btree (customer_id, ends_at);
CREATE INDEX customer_session_end ON public.customer_session USING btree (ends_at);
CREATE INDEX debit_mandate_customer ON public.debit_mandate USING btree (customer_id);
CREATE INDEX demo_phone_message_customer ON public.demo_phone_message USING btree (customer_id, sent_at);
CREATE INDEX detail_change_customer ON public.detail_change USING btree (customer_id, requested_at);
CREATE INDEX detail_change_due ON public.detail_change USING btree (applies_at) WHERE (state = 'cooling'::text);
CREATE INDEX dial_permit_customer ON public.dial_permit USING btree (customer_id, reserved_at);
CREATE INDEX erasure_customer ON public.erasure_request USING btree (customer_id, requested_at);
CREATE INDEX event_kind ON public.event USING btree (kind, event_id);
CREATE INDEX intent_correction_decided ON public.intent_correction USING btree (decided_at) WHERE (state <> 'open'::text);
CREATE INDEX intent_correction_waiting ON public.intent_correction USING btree (corrected_at) WHERE (state = 'open'::text);
CREATE INDEX knowledge_gap_question_gap_id_asked_at_idx ON public.knowledge_gap_question USING btree (gap_id, asked_at DESC);
CREATE INDEX knowledge_offer_kind_piece_id_idx ON public.knowledge_offer USING btree (kind, piece_id);
CREATE INDEX knowledge_version_came_from_idx ON public.knowledge_version USING btree (came_from) WHERE (came_from IS NOT NULL);
CREATE INDEX knowledge_words_grams ON public.knowledge_words USING gin (grams);
CREATE INDEX knowledge_words_words ON public.knowledge_words USING gin (words);
CREATE INDEX legal_hold_standing ON public.legal_hold USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX loan_customer ON public.loan USING btree (customer_id);
CREATE INDEX loan_event_day ON public.loan_event USING btree (on_day);
CREATE INDEX material_case ON public.material USING btree (case_id);
CREATE INDEX material_customer ON public.material USING btree (customer_id, kind);
CREATE INDEX material_page_attachment ON public.material_page USING btree (attachment_id);
CREATE INDEX rate_use_end ON public.rate_use USING btree (window_end);
CREATE INDEX record_export_case ON public.record_export USING btree (case_id, exported_at) WHERE (case_id IS NOT NULL);
CREATE INDEX record_export_conversation ON public.record_export USING btree (conversation_id, exported_at);
CREATE INDEX release_request_conversation_id_idx ON public.release_request USING btree (conversation_id);
CREATE INDEX routing_matter_ended ON public.routing_matter USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX routing_matter_since ON public.routing_matter USING btree (since);
CREATE INDEX satisfaction_at ON public.satisfaction USING btree (at);
CREATE INDEX search_entry_at ON public.search_entry USING btree (at DESC, conversation_id, seq);
CREATE INDEX search_entry_staff ON public.search_entry USING btree (staff_id, at DESC) WHERE (staff_id IS NOT NULL);
CREATE INDEX search_entry_tokens ON public.search_entry USING gin (tokens) WITH (gin_pending_list_limit='1024');
CREATE INDEX service_case_customer ON public.service_case USING btree (customer_id, opened_at);
CREATE INDEX service_case_due ON public.service_case USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX service_case_from ON public.service_case USING btree (from_case) WHERE (from_case IS NOT NULL);
CREATE INDEX service_case_owner ON public.service_case USING btree (owner_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX service_case_queue ON public.service_case USING btree (queue, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX service_case_topic ON public.service_case USING btree (kind, topic, entered_at) WHERE (topic IS NOT NULL);
CREATE INDEX settlement_certificate_customer ON public.settlement_certificate USING btree (customer_id, issued_at);
CREATE INDEX site_token_use_forget ON public.site_token_use USING btree (forget_at);
CREATE INDEX staff_credential_user ON public.staff_credential USING btree (user_id);
CREATE INDEX staff_session_end ON public.staff_session USING btree (expires_at);
CREATE INDEX staff_session_user ON public.staff_session USING btree (user_id);
CREATE INDEX staff_verification_identifier ON public.staff_verification USING btree (identifier);
CREATE INDEX unmask_grant_live ON public.unmask_grant USING btree (staff_id, customer_id, ends_at);
CREATE INDEX upload_customer ON public.upload USING btree (customer_id);
CREATE INDEX upload_started ON public.upload USING btree (started_at);
CREATE INDEX verification_code_end ON public.verification_code USING btree (ends_at);
CREATE UNIQUE INDEX conversation_entry_about ON public.conversation_entry USING btree (about_id) WHERE (about_id IS NOT NULL);
CREATE UNIQUE INDEX conversation_open ON public.conversation USING btree (customer_id) WHERE (state <> 'closed'::text);
CREATE UNIQUE INDEX customer_key_live ON public.customer_key USING btree (customer_id, class, year) WHERE (disposed_at IS NULL);
CREATE UNIQUE INDEX debit_mandate_standing ON public.debit_mandate USING btree (loan_ref) WHERE (ended_on IS NULL);
CREATE UNIQUE INDEX detail_change_cooling ON public.detail_change USING btree (customer_id) WHERE (state = 'cooling'::text);
CREATE UNIQUE INDEX dial_permit_place ON public.dial_permit USING btree (customer_id, day, place) WHERE (place IS NOT NULL);
CREATE UNIQUE INDEX erasure_waiting ON public.erasure_request USING btree (customer_id) WHERE (state = ANY (ARRAY['open'::text, 'agreed'::text]));
CREATE UNIQUE INDEX intent_correction_open ON public.intent_correction USING btree (conversation_id, seq) WHERE (state = 'open'::text);

CREATE OR REPLACE FUNCTION public.append_only(name regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into table_kind (table_name, kind) values (name::text, 'append-only');
  execute format('create trigger only_inserted before update or delete or truncate on %s execute function refuse_change()', name);
end
$function$;

CREATE OR REPLACE FUNCTION public.changeable(name regclass)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into table_kind (table_name, kind) values (name::text, 'changeable')
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of % are only ever inserted', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;

CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.article_suggestion FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.article_suggestion_dismissal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.attachment_sent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.calendar_year FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_alert FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_instruction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.consent_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.conversation_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.conversation_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_gap_question FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_offer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_offer_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_return FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_withdrawal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan_day_end FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.material_page FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.migration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_anchor FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_export FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_request FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_certificate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.table_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.unmask_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
