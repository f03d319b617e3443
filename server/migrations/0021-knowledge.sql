-- Approved knowledge, every version for good: articles, terms, replies, products, notices.

create table knowledge_version (
  kind text not null check (kind in ('article', 'term', 'reply', 'product', 'notice')),
  piece_id text not null,
  version integer not null check (version >= 1),
  -- The whole piece as its file in content/ has it, without its approval; core/knowledge reads it.
  body jsonb not null,
  -- Equal digests are equal pieces: a process that has read one before need not read it again.
  digest text not null,
  proposed_by text not null,
  valid_from date not null,
  valid_until date,
  review_by date not null,
  -- Where the version came from: content/ of a release, the desk, an import.
  origin text not null check (origin in ('content', 'desk', 'import')),
  recorded_at timestamptz not null,
  primary key (kind, piece_id, version),
  unique (kind, piece_id, version, proposed_by),
  check (valid_until is null or valid_until >= valid_from)
);
select append_only('knowledge_version');

-- A version without an approval is a proposal and reaches nobody. Whoever proposed it cannot approve it: the key says so.
create table knowledge_approval (
  kind text not null,
  piece_id text not null,
  version integer not null,
  proposed_by text not null,
  approved_by text not null check (approved_by <> proposed_by),
  approved_on date not null,
  recorded_at timestamptz not null,
  primary key (kind, piece_id, version),
  foreign key (kind, piece_id, version, proposed_by) references knowledge_version (kind, piece_id, version, proposed_by)
);
select append_only('knowledge_approval');

-- Taken back from a day on, before its own last day.
create table knowledge_withdrawal (
  kind text not null,
  piece_id text not null,
  version integer not null,
  withdrawn_by text not null,
  from_day date not null,
  reason text not null,
  recorded_at timestamptz not null,
  primary key (kind, piece_id, version),
  foreign key (kind, piece_id, version) references knowledge_version
);
select append_only('knowledge_withdrawal');

-- The words of every article version as the segmenter cut them, and its grams of two and three characters for what no
-- dictionary knows. Built by the program and not by to_tsvector or pg_trgm: these cut Chinese by the locale of the database.
create table knowledge_words (
  kind text not null,
  piece_id text not null,
  version integer not null,
  words tsvector not null,
  grams tsvector not null,
  -- The dictionary that cut them; another dictionary means: cut again.
  dictionary text not null,
  primary key (kind, piece_id, version),
  foreign key (kind, piece_id, version) references knowledge_version
);
create index knowledge_words_words on knowledge_words using gin (words);
create index knowledge_words_grams on knowledge_words using gin (grams);
select changeable('knowledge_words');
