-- Debit mandates: from which card the instalments of a loan are debited, and from when. The one before ends where the next begins.
create table debit_mandate (
  mandate_id uuid primary key,
  -- Of the instruction that asked for it: asked for twice, it is one.
  source_ref text not null unique,
  loan_ref text not null,
  customer_id uuid not null references customer,
  from_day date not null,
  -- The first day on which it holds no more; null while it stands.
  ended_on date,
  made_at timestamptz not null,
  -- Bank, number and holder, under the customer's key.
  sealed bytea not null,
  check (ended_on is null or ended_on >= from_day)
);
create unique index debit_mandate_standing on debit_mandate (loan_ref) where ended_on is null;
create index debit_mandate_customer on debit_mandate (customer_id);
select changeable('debit_mandate');
