-- People beside the customer: who speaks for him, who guarantees a loan of his, and whom he named as a contact. What they may be told
-- and do is decided by core/people/authorisation.

-- Made because somebody is a proxy or guarantor of another: known to the desk, but owing nothing of his own.
alter table customer add column third_person boolean not null default false;

create table authorisation (
  -- Made by whoever records it: the same id is the same authority for ever.
  authorisation_id uuid primary key,
  -- Whose matters they are.
  customer_id uuid not null references customer,
  -- The record of the other person; none of a contact person, who never comes in.
  person_id uuid references customer,
  role text not null check (role in ('proxy', 'guarantor', 'contact')),
  scope text[] not null,
  -- Null: every loan.
  loan_refs text[],
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  -- Name, number, relation and which papers were seen, under the customer's key.
  details bytea not null,
  phone_hash bytea,
  recorded_by uuid not null references staff (id),
  recorded_at timestamptz not null,
  ended_at timestamptz,
  -- Null where the customer ended it himself.
  ended_by uuid references staff (id),
  check ((person_id is null) = (role = 'contact')),
  check (person_id is distinct from customer_id),
  check (role <> 'proxy' or (ends_on is not null and cardinality(scope) > 0)),
  check (role <> 'guarantor' or cardinality(loan_refs) > 0),
  check (ended_by is null or ended_at is not null)
);
create index authorisation_customer on authorisation (customer_id, recorded_at);
create index authorisation_person on authorisation (person_id) where person_id is not null;
select changeable('authorisation');
