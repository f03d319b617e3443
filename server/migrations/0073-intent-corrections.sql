-- What the machine took a customer's message for, put right at the desk and looked over by a second person. The text stays with
-- its entry, under the customer's key: whoever is erased drops out of what is learned.
create table intent_correction (
  correction_id uuid primary key,
  conversation_id uuid not null,
  seq integer not null,
  -- What the machine read, how sure it was, and by which model.
  read_intent text not null,
  confidence real not null check (confidence between 0 and 1),
  model text not null,
  intent text not null,
  corrected_by uuid not null references staff (id),
  corrected_at timestamptz not null,
  state text not null check (state in ('open', 'accepted', 'rejected')),
  -- What the second person settled on.
  settled_intent text,
  decided_by uuid references staff (id),
  decided_at timestamptz,
  foreign key (conversation_id, seq) references conversation_entry (conversation_id, seq),
  check ((state = 'open') = (decided_at is null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((state = 'accepted') = (settled_intent is not null)),
  check (decided_by <> corrected_by)
);
create unique index intent_correction_open on intent_correction (conversation_id, seq) where state = 'open';
create index intent_correction_waiting on intent_correction (corrected_at) where state = 'open';
create index intent_correction_decided on intent_correction (decided_at) where state <> 'open';
select changeable('intent_correction');
