-- Conversations, what was said and done in them, and how far each side has received and read.

create table conversation (
  conversation_id uuid primary key,
  customer_id uuid not null references customer,
  -- The key that seals what is said from now on; entries name their own.
  data_key_id uuid not null references data_key,
  channel text not null check (channel in ('web', 'email', 'wechat', 'phone')),
  state text not null check (state in ('with-machine', 'waiting', 'with-agent', 'closed')),
  -- The number of the newest entry. Whoever adds entries holds this row's lock, so that numbers have no gap.
  last_seq integer not null check (last_seq >= 0),
  agent_id uuid references staff (id),
  agent_name text,
  waiting_since timestamptz,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  check ((agent_id is not null) = (state = 'with-agent')),
  check ((agent_id is null) = (agent_name is null)),
  check ((waiting_since is not null) = (state = 'waiting')),
  check ((closed_at is not null) = (state = 'closed'))
  -- Every message changes its row; with room in the page and none of the changed columns in an index that stays cheap.
) with (fillfactor = 60);
create unique index conversation_open on conversation (customer_id) where state <> 'closed';
create index conversation_customer on conversation (customer_id, opened_at);
create index conversation_opened on conversation (opened_at, conversation_id);
create index conversation_closed on conversation (closed_at, conversation_id) where state = 'closed';
create index conversation_waiting on conversation (waiting_since, conversation_id) where state = 'waiting';
create index conversation_machine on conversation (opened_at, conversation_id) where state = 'with-machine';
create index conversation_agent on conversation (agent_id) where state = 'with-agent';
select changeable('conversation');

create table conversation_entry (
  conversation_id uuid not null references conversation,
  seq integer not null check (seq > 0),
  -- Of a message: made by the client that sent it, and for ever this message's alone.
  entry_id uuid not null unique,
  kind text not null check (kind in ('message', 'happening')),
  at timestamptz not null,
  author_kind text not null check (author_kind in ('customer', 'agent', 'machine', 'system')),
  staff_id uuid references staff (id),
  -- The name under which it was said, whatever the person is called later.
  staff_name text,
  happening text,
  visible_to text not null check (visible_to in ('all', 'staff')),
  purpose text check (purpose in ('service', 'notice', 'collection', 'marketing')),
  -- What was said, with the findings of the gate and the reasons given, under a key of the customer's; null where there is nothing.
  sealed bytea,
  -- What the gate said at the moment of sending, and by which version of its rules; null for what a customer wrote and for notes.
  gate_verdict text check (gate_verdict in ('pass', 'warn', 'block')),
  rule_version text,
  primary key (conversation_id, seq),
  check ((author_kind = 'agent') = (staff_id is not null)),
  check ((kind = 'happening') = (happening is not null)),
  check ((kind = 'message') = (purpose is not null)),
  check ((gate_verdict is null) = (rule_version is null))
);
select append_only('conversation_entry');

-- Cumulative: received or read up to this number. The newest of a party and kind counts.
create table conversation_mark (
  conversation_id uuid not null references conversation,
  party text not null check (party in ('customer', 'desk')),
  kind text not null check (kind in ('delivered', 'read')),
  up_to integer not null check (up_to > 0),
  at timestamptz not null,
  -- Who at the desk read it.
  staff_id uuid references staff (id),
  primary key (conversation_id, party, kind, up_to)
);
select append_only('conversation_mark');
