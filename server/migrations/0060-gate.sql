-- Nothing that the desk says to a customer is stored without what the gate said of it: the words themselves are sealed, so that the
-- database holds this much of the promise.
alter table conversation_entry add constraint said_past_the_gate
  check (kind <> 'message' or author_kind = 'customer' or visible_to = 'staff' or gate_verdict is not null);

-- A message that the gate blocked by rules which a supervisor may release, as its writer asked for it. It is sent under the same id.
create table release_request (
  message_id uuid primary key,
  conversation_id uuid not null references conversation,
  staff_id uuid not null references staff (id),
  staff_name text not null,
  asked_at timestamptz not null,
  rule_version text not null,
  rules text[] not null,
  -- The message, its findings and why it should go out, under a key of the customer's.
  sealed bytea not null
);
select append_only('release_request');
create index on release_request (conversation_id);

-- What a supervisor decided, and why; the one who asked never decides.
create table release_decision (
  message_id uuid primary key references release_request,
  released boolean not null,
  staff_id uuid not null references staff (id),
  staff_name text not null,
  decided_at timestamptz not null,
  sealed bytea not null
);
select append_only('release_decision');
