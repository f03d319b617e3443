-- What a version was written for: `suggestion:ID` or `gap:ID`. So what was suggested or asked for is known to be done when it is in force.
alter table knowledge_version add column came_from text check (came_from ~ '^(suggestion|gap):[0-9a-f-]{36}$');
create index on knowledge_version (came_from) where came_from is not null;

-- A member of staff holds that what was answered here should become an article. Nothing of what was said is stored: it is read where it
-- was said, through the customer's key, as long as that is there.
create table article_suggestion (
  suggestion_id uuid primary key,
  conversation_id uuid not null references conversation,
  question_seqs integer[] not null,
  answer_seq integer not null,
  suggested_by uuid not null references staff (id),
  suggested_at timestamptz not null,
  unique (conversation_id, answer_seq)
);
select append_only('article_suggestion');

-- Left, with the reason.
create table article_suggestion_dismissal (
  suggestion_id uuid primary key references article_suggestion,
  dismissed_by uuid not null references staff (id),
  reason text not null,
  dismissed_at timestamptz not null
);
select append_only('article_suggestion_dismissal');

-- Questions of one matter that nobody could answer from approved knowledge. `middle` is the sum of their features, folded so that no word
-- can be read back; a group once made stays, and a question stays in its group.
create table knowledge_gap (
  gap_id uuid primary key default gen_random_uuid(),
  middle real[] not null,
  questions integer not null,
  opened_at timestamptz not null,
  last_at timestamptz not null
);
select changeable('knowledge_gap');

create table knowledge_gap_question (
  conversation_id uuid not null references conversation,
  seq integer not null,
  gap_id uuid not null references knowledge_gap,
  reason text not null check (reason in ('not-understood', 'no-approved-answer', 'not-helpful')),
  asked_at timestamptz not null,
  primary key (conversation_id, seq)
);
select append_only('knowledge_gap_question');
create index on knowledge_gap_question (gap_id, asked_at desc);
