-- Each time that a customer waits for a person is a row: from these the figures of a day are counted.
alter table routing_matter drop constraint routing_matter_pkey;
alter table routing_matter add primary key (conversation_id, since);
-- Ended without having begun: he gave up, or was helped otherwise.
alter table routing_matter drop constraint routing_matter_check1;
create index routing_matter_since on routing_matter (since);

-- How satisfied a customer was with a conversation, by his own word.
create table satisfaction (
  conversation_id uuid primary key references conversation,
  customer_id uuid not null references customer,
  score smallint not null check (score between 1 and 5),
  -- What he added, under the key of the talk.
  sealed bytea,
  -- Who had it last.
  staff_id uuid references staff (id),
  at timestamptz not null
);
create index satisfaction_at on satisfaction (at);
select changeable('satisfaction');
