-- One-time codes: a visitor proves that he is a customer, and a customer proves it once more before what is hard to undo.

-- While it lasts the session counts as strongly verified.
alter table customer_session add column raised_until timestamptz;

create table verification_code (
  -- One at a time: a new code takes the place of the last.
  session_id uuid primary key references customer_session on delete cascade,
  -- Who is proven by it; null where nobody has that phone number: the visitor must not learn that from us.
  customer_id uuid references customer,
  reaches text not null check (reaches in ('verified', 'strongly-verified')),
  -- A keyed hash: nobody who reads the database, and no member of staff, can read a code.
  code_hash bytea not null,
  ends_at timestamptz not null,
  tries integer not null default 0
);
create index verification_code_end on verification_code (ends_at);
select changeable('verification_code');

-- What the demo's phones have received, in place of text messages; sealed under the customer's key.
create table demo_phone_message (
  message_id uuid primary key,
  customer_id uuid not null references customer,
  sent_at timestamptz not null,
  sealed bytea not null
);
create index demo_phone_message_customer on demo_phone_message (customer_id, sent_at);
select changeable('demo_phone_message');
