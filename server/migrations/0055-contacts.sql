-- Calls by hand until telephony comes: each is a permit first, which for collection holds one of the debtor's few places of the day.

create table dial_permit (
  -- Made by whoever asks: the same id is the same permit for ever.
  permit_id uuid primary key,
  customer_id uuid not null references customer,
  -- The day where the debtor is.
  day date not null,
  -- One of the day's places, held while it is reserved and for good once it is connected. Of two permits on one place one is refused
  -- by the index, whatever a program believes.
  place integer check (place > 0),
  purpose text not null check (purpose in ('service', 'notice', 'collection', 'marketing')),
  -- Who is called: the debtor, or somebody who owes it with him.
  party text not null check (party in ('debtor', 'guarantor')),
  loan_ref text references loan,
  state text not null check (state in ('reserved', 'connected', 'not-connected', 'lapsed', 'over-limit')),
  staff_id uuid not null references staff (id),
  reserved_at timestamptz not null,
  ends_at timestamptz not null,
  reported_at timestamptz,
  result text check (result in ('reached', 'other-person', 'hung-up', 'no-answer', 'busy', 'switched-off', 'wrong-number', 'not-dialled')),
  -- What the agent noted, under the customer's key.
  note bytea,
  check ((reported_at is null) = (result is null)),
  check ((reported_at is null) = (state in ('reserved', 'lapsed'))),
  check ((place is not null) = (purpose = 'collection' and state in ('reserved', 'connected')))
);
create unique index dial_permit_place on dial_permit (customer_id, day, place) where place is not null;
create index dial_permit_customer on dial_permit (customer_id, reserved_at);
select changeable('dial_permit');

-- What a customer agreed to have done with his data, and what he took back, in his own words' order. The last entry of a purpose counts.
create table consent_entry (
  entry_id bigint generated always as identity primary key,
  customer_id uuid not null references customer,
  purpose text not null,
  given boolean not null,
  text_version integer not null check (text_version > 0),
  at timestamptz not null,
  -- How he said so: in his session, or by somebody at the desk to whom he said it.
  session_id uuid,
  staff_id uuid references staff (id),
  check ((session_id is null) <> (staff_id is null))
);
create index consent_entry_customer on consent_entry (customer_id, purpose, entry_id);
select append_only('consent_entry');
