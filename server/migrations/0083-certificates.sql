-- Settlement certificates: one a loan, with a number of its own, and a code by which whoever is shown it can ask whether it is true.
create table settlement_certificate (
  number text primary key,
  loan_ref text not null unique,
  customer_id uuid not null references customer,
  check_code text not null,
  settled_on date not null,
  issued_on date not null,
  issued_at timestamptz not null,
  -- Of the paper's bytes.
  digest bytea not null,
  -- The paper itself, under the customer's key.
  sealed bytea not null
);
create index settlement_certificate_customer on settlement_certificate (customer_id, issued_at);
select append_only('settlement_certificate');
