-- Cases: what a customer asked for that takes more than an answer, where each stands, and by when somebody must act.

create table service_case (
  case_id uuid primary key,
  kind text not null,
  customer_id uuid not null references customer,
  state text not null,
  -- Rises by one with every change; whoever changes the case holds this row's lock.
  version integer not null check (version > 0),
  owner_id uuid references staff (id),
  owner_name text,
  -- The right whose holders may take it; set just while nobody has it.
  queue text,
  opened_at timestamptz not null,
  entered_at timestamptz not null,
  -- Null just at an end.
  due_at timestamptz,
  due_limit text,
  due_provisional boolean,
  policy_version integer not null,
  -- What was asked, found and answered, under the customer's key.
  sealed bytea not null,
  check ((owner_id is null) = (queue is not null)),
  check ((owner_id is null) = (owner_name is null)),
  check ((due_at is null) = (due_limit is null) and (due_at is null) = (due_provisional is null))
);
create index service_case_customer on service_case (customer_id, opened_at);
create index service_case_owner on service_case (owner_id, due_at) where due_at is not null;
create index service_case_queue on service_case (queue, due_at) where due_at is not null;
create index service_case_due on service_case (due_at) where due_at is not null;
select changeable('service_case');

-- Every change of a case: who did what, when. The key makes a repeated command one.
create table case_step (
  case_id uuid not null references service_case,
  version integer not null,
  key text not null,
  move text not null,
  from_state text,
  to_state text not null,
  party text not null,
  staff_id uuid references staff (id),
  staff_name text,
  at timestamptz not null,
  primary key (case_id, version),
  unique (case_id, key)
);
select append_only('case_step');

-- What the loan system is asked to do, each once for ever: the id is made of the case and the step.
create table case_instruction (
  instruction_id text primary key,
  case_id uuid not null references service_case,
  what text not null,
  loan_ref text not null,
  amount bigint,
  -- What else the instruction says, by its kind.
  detail jsonb not null,
  asked_at timestamptz not null
);
select append_only('case_instruction');

-- Warnings and escalations as the time of a state runs out, each once.
create table case_alert (
  case_id uuid not null references service_case,
  entered_at timestamptz not null,
  stage text not null check (stage in ('warned', 'escalated', 'late')),
  at timestamptz not null,
  primary key (case_id, entered_at, stage)
);
select append_only('case_alert');

-- What the customer is told of a change, sealed under his key until it is said in his conversation.
create table case_notice (
  case_id uuid not null references service_case,
  version integer not null,
  place integer not null,
  sealed bytea not null,
  primary key (case_id, version, place)
);
select append_only('case_notice');
