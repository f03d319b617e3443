-- What a customer says is wrong in what we hold of him (个人信息保护法 article 46), and what the desk decided.
create table correction_request (
  -- Made by the customer's page: the same id is the same request for ever.
  correction_id uuid primary key,
  customer_id uuid not null references customer,
  field text not null,
  state text not null check (state in ('open', 'corrected', 'refused')),
  -- What is wrong and how it should read, and the desk's answer, under the customer's key.
  asked bytea not null,
  answer bytea,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references staff (id),
  check ((decided_at is null) = (state = 'open')),
  check ((decided_at is null) = (answer is null)),
  check ((decided_at is null) = (decided_by is null))
);
create index correction_customer on correction_request (customer_id, requested_at);
create index correction_open on correction_request (requested_at) where state = 'open';
select changeable('correction_request');
