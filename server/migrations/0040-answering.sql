-- What the machine remembers of a conversation between two messages: which question of its own is still open, which facts were said.

create table talk (
  conversation_id uuid primary key references conversation,
  -- The customer's messages up to this number are answered.
  answered_seq integer not null check (answered_seq >= 0),
  -- Sealed with the customer's key, for it holds what he said.
  sealed bytea,
  changed_at timestamptz not null
);
select changeable('talk');
