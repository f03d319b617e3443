-- Who was shown whole numbers of whom, for how long and why. A grant ends by itself; nothing takes it back, and nothing prolongs it.
create table unmask_grant (
  -- Made by whoever asks: asking again gives the same grant.
  grant_id uuid primary key,
  customer_id uuid not null references customer,
  staff_id uuid not null references staff (id),
  fields text[] not null check (cardinality(fields) > 0),
  -- Why, in his words, under the customer's key.
  reason bytea not null,
  granted_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > granted_at)
);
create index unmask_grant_live on unmask_grant (staff_id, customer_id, ends_at);
select append_only('unmask_grant');

-- The card that loans are paid out to, sealed with the other details; whole and by its last four it is found like the other numbers.
alter table customer add column card_hash bytea;
alter table customer add column card_tail_hash bytea;
create index customer_card on customer (card_hash) where card_hash is not null;
create index customer_card_tail on customer (card_tail_hash) where card_tail_hash is not null;
