-- What was taken out of the record, by whom, why, and how the file is known again.
create table record_export (
  export_id uuid primary key,
  conversation_id uuid not null references conversation,
  customer_id uuid not null references customer,
  staff_id uuid not null references staff (id),
  format text not null check (format in ('pdf', 'json')),
  -- Why, in his words, under the conversation's key.
  reason bytea not null,
  -- SHA-256 of the file's bytes.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  exported_at timestamptz not null
);
create index record_export_conversation on record_export (conversation_id, exported_at);
select append_only('record_export');
