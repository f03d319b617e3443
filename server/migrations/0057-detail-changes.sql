-- Changes of the phone number and of the payout card, which wait before they come into force.
create table detail_change (
  -- Made by whoever asks: the same id is the same change for ever.
  change_id uuid primary key,
  customer_id uuid not null references customer,
  kind text not null check (kind in ('phone', 'payoutCard')),
  state text not null check (state in ('cooling', 'applied', 'cancelled')),
  -- Both numbers under the customer's key, and the new one as a keyed hash, to be found without being read.
  new_value bytea not null,
  old_value bytea,
  new_hash bytea not null,
  session_id uuid not null,
  requested_at timestamptz not null,
  applies_at timestamptz not null check (applies_at > requested_at),
  ended_at timestamptz,
  -- By the time that passed, by the customer in his session or by the link in the notice, or at the desk.
  ended_by text check (ended_by in ('time', 'customer', 'link', 'staff')),
  staff_id uuid references staff (id),
  check ((ended_at is null) = (state = 'cooling')),
  check ((ended_at is null) = (ended_by is null)),
  check ((staff_id is not null) = (ended_by is not distinct from 'staff'))
);
-- One at a time, whoever asks at once.
create unique index detail_change_cooling on detail_change (customer_id) where state = 'cooling';
create index detail_change_due on detail_change (applies_at) where state = 'cooling';
create index detail_change_customer on detail_change (customer_id, requested_at);
create index detail_change_new on detail_change (new_hash);
select changeable('detail_change');
