-- Erasure at the customer's wish (个人信息保护法 article 47), legal holds, and the daily disposal of what has been kept long enough.

create table erasure_request (
  -- Made by the customer's page: the same id is the same request for ever, and who holds it may read what became of it.
  erasure_id uuid primary key,
  customer_id uuid not null references customer,
  state text not null check (state in ('open', 'agreed', 'done', 'refused')),
  session_id uuid not null,
  requested_at timestamptz not null,
  -- Four eyes: the one who agrees, and another who agrees too and so carries it out.
  agreed_by uuid references staff (id),
  agreed_at timestamptz,
  decided_by uuid references staff (id),
  decided_at timestamptz,
  -- What went, what stays, why and until when, by class and year; names nobody.
  report jsonb,
  -- Why it was refused, in the desk's words.
  answer bytea,
  check ((agreed_by is null) = (agreed_at is null)),
  check ((decided_at is null) = (state in ('open', 'agreed'))),
  check ((decided_at is null) = (decided_by is null)),
  check ((report is not null) = (state = 'done')),
  check ((answer is not null) = (state = 'refused')),
  check (state <> 'done' or agreed_by <> decided_by)
);
create unique index erasure_waiting on erasure_request (customer_id) where state in ('open', 'agreed');
create index erasure_customer on erasure_request (customer_id, requested_at);
select changeable('erasure_request');

-- While a hold stands, nothing of that customer goes: neither by the calendar nor at his wish.
create table legal_hold (
  hold_id uuid primary key,
  customer_id uuid not null references customer,
  -- Why, under the customer's key.
  reason bytea not null,
  set_by uuid not null references staff (id),
  set_at timestamptz not null,
  lift_asked_by uuid references staff (id),
  lift_asked_at timestamptz,
  lifted_by uuid references staff (id),
  lifted_at timestamptz,
  check ((lift_asked_by is null) = (lift_asked_at is null)),
  check ((lifted_by is null) = (lifted_at is null)),
  check (lifted_by is null or lifted_by <> lift_asked_by)
);
create index legal_hold_standing on legal_hold (customer_id) where lifted_at is null;
select changeable('legal_hold');

-- One run a day. Where a process dies in the middle the next one goes on behind `looked_up_to`.
create table retention_run (
  day date primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  looked_up_to uuid,
  customers integer not null default 0,
  -- How many keys of each class were destroyed.
  disposed jsonb not null default '{}',
  -- How many customers were passed over because of a hold.
  held integer not null default 0
);
select changeable('retention_run');

-- A hash of a file tells whoever holds the file that it was here: it goes with the file.
alter table attachment alter column sha256 drop not null;
alter table detail_change alter column new_hash drop not null;

-- The lender's number of an erased customer whose identity a law keeps, sealed with it.
alter table customer add column kept_ref bytea;
