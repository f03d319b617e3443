-- Why a version was written, and from which one: a correction can be compared with what it corrects.
alter table knowledge_version add column reason text not null default '';
alter table knowledge_version add column base_version integer;

-- A second person did not approve it and says why; whoever wrote it writes a new version.
create table knowledge_return (
  kind text not null,
  piece_id text not null,
  version integer not null,
  proposed_by text not null,
  returned_by text not null check (returned_by <> proposed_by),
  reason text not null check (reason <> ''),
  recorded_at timestamptz not null,
  primary key (kind, piece_id, version),
  foreign key (kind, piece_id, version, proposed_by) references knowledge_version (kind, piece_id, version, proposed_by)
);
select append_only('knowledge_return');

-- New or changed content of a release, put before the lender: nothing of his is overwritten by an upgrade.
create table knowledge_offer (
  offer_id uuid primary key default gen_random_uuid(),
  kind text not null,
  piece_id text not null,
  -- As the release has it, without its approval.
  body jsonb not null,
  -- Who answers for it and who approved it at the release, for whom accepting it is a second pair of eyes.
  owner text not null,
  -- The lender's newest version that came from a release: what this one was written from. None where the piece is new.
  base_version integer,
  offered_at timestamptz not null
);
select append_only('knowledge_offer');
create index on knowledge_offer (kind, piece_id);

create table knowledge_offer_decision (
  offer_id uuid primary key references knowledge_offer,
  decision text not null check (decision in ('accepted', 'edited', 'declined')),
  -- The version made of it; none where it was declined.
  version integer,
  decided_by uuid not null references staff (id),
  reason text not null,
  decided_at timestamptz not null,
  check ((decision = 'declined') = (version is null))
);
select append_only('knowledge_offer_decision');
