-- Commitments: what the desk told a customer it would do, and by when. The words stay in the message alone, under the customer's key.
create table commitment (
  commitment_id uuid primary key,
  customer_id uuid not null references customer,
  conversation_id uuid not null references conversation,
  message_id uuid not null,
  -- Where in the message's text.
  starts integer not null,
  ends integer not null,
  due_at timestamptz not null,
  staff_id uuid not null references staff (id),
  staff_name text not null,
  made_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'kept', 'late', 'broken', 'withdrawn')),
  settled_at timestamptz,
  settled_by uuid references staff (id),
  -- Why it was not kept, or no longer holds, under the customer's key.
  reason bytea,
  reminded_at timestamptz,
  late_at timestamptz,
  check ((state = 'open') = (settled_at is null)),
  unique (message_id, starts)
);
create index commitment_customer on commitment (customer_id, due_at);
create index commitment_owner on commitment (staff_id, due_at) where state = 'open';
create index commitment_due on commitment (due_at) where state = 'open';
create index commitment_settled on commitment (settled_at) where state <> 'open';
select changeable('commitment');
