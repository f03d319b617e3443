-- Anchors: once a day the heads of the chains are written to a place outside the database; here stands only which ones were.

create table record_anchor (
  day date primary key,
  taken_at timestamptz not null,
  streams integer not null,
  -- Of the header that the file begins with; the next anchor names it.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  -- Where it was written, as a person would look for it.
  place text not null
);
select append_only('record_anchor');

-- The newest row of each stream that an anchor holds, and the day of that anchor.
create table anchored_head (
  stream text collate "C" primary key,
  seq integer not null,
  day date not null references record_anchor
);
select changeable('anchored_head');
