-- Routing: who takes conversations at this moment, and what each conversation asks of whoever takes it.

create table duty (
  staff_id uuid primary key references staff (id),
  state text not null default 'away' check (state in ('ready', 'paused', 'away')),
  -- When a pause of a set length is over; null where he says so himself.
  paused_until timestamptz,
  skills text[] not null default '{}',
  -- In units of effort; null where his grade's counts.
  capacity integer check (capacity > 0),
  -- The last sign of life of any of his pages.
  seen_at timestamptz not null,
  -- When his last hard conversation ended; null once an easier one has followed.
  hard_ended_at timestamptz,
  last_given_at timestamptz
);
select changeable('duty');

-- What a conversation that was handed to a person needs, as it was reckoned then, and its place among those who wait.
create table routing_matter (
  conversation_id uuid primary key references conversation,
  skills text[] not null,
  grade text not null check (grade in ('junior', 'senior', 'supervisor')),
  effort integer not null check (effort > 0),
  hard boolean not null,
  -- Minutes.
  head_start integer not null check (head_start >= 0),
  -- The rows of the lender's policy that applied, and its version.
  because text[] not null,
  policy_version integer not null,
  -- Since when he waits; kept when he comes back to the queue without having been helped.
  since timestamptz not null,
  -- Who has it, or had it last.
  agent_id uuid references staff (id),
  begun_at timestamptz,
  ended_at timestamptz,
  check ((agent_id is null) = (begun_at is null)),
  check (ended_at is null or begun_at is not null)
);
create index routing_matter_ended on routing_matter (ended_at) where ended_at is not null;
select changeable('routing_matter');
