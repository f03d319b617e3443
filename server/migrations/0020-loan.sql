-- Loans as their events. Nothing here is a balance: balances, states and schedules are folded by core/loan on reading.

create table loan (
  loan_ref text primary key check (loan_ref ~ '^[A-Z]{2,4}[0-9]{8,12}$'),
  customer_id uuid not null references customer,
  product_id text not null,
  -- The version of the product that was signed; a later version of the product changes nothing here.
  product_version integer not null,
  -- The agreement as core/loan reads it: method, rate, fees, rules of prepayment, extension and overdue.
  agreement jsonb not null,
  recorded_at timestamptz not null
);
create index loan_customer on loan (customer_id);
select append_only('loan');

create table loan_event (
  loan_ref text not null references loan,
  seq integer not null check (seq >= 1),
  kind text not null,
  on_day date not null,
  body jsonb not null,
  -- The number under which the lender's books know the entry. Importing or posting it again changes nothing.
  source_ref text,
  recorded_at timestamptz not null,
  primary key (loan_ref, seq),
  unique (loan_ref, source_ref)
);
create index loan_event_day on loan_event (on_day);
select append_only('loan_event');

-- A day is closed once, by whichever process comes first; an outage is caught up day by day.
create table loan_day_end (
  day date primary key,
  loans integer not null,
  events integer not null,
  finished_at timestamptz not null
);
select append_only('loan_day_end');
