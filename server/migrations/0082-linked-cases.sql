-- A case that another one waits for; and what an approval is about (its matter), by which past ones are counted.
alter table service_case add column from_case uuid references service_case;
alter table service_case add column topic text;
create index service_case_from on service_case (from_case) where from_case is not null;
create index service_case_topic on service_case (kind, topic, entered_at) where topic is not null;

-- Who stands in for an approver who is away, from a day until a day.
create table approval_delegation (
  delegation_id uuid primary key,
  giver uuid not null references staff (id),
  delegate uuid not null references staff (id) check (delegate <> giver),
  from_day date not null,
  until_day date not null check (until_day >= from_day),
  given_at timestamptz not null,
  ended_at timestamptz
);
select changeable('approval_delegation');
