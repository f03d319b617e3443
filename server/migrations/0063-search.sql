-- What was said is found by: for each entry with words, keyed hashes of their runs of characters and of the numbers in them. Made of
-- the entries and of nothing else; can be emptied and filled again at any time. No key refers to the entry: whoever erases a customer
-- takes the rows away, and a night's job adds what is missing.
create table search_entry (
  conversation_id uuid not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  -- Who at the desk said it; null for everybody else.
  staff_id uuid,
  -- The first 32 bits of each hash. That two words share one is rare and harmless: what is found is compared before it is shown.
  tokens integer[] not null,
  primary key (conversation_id, seq)
);
-- Rows that wait in a list of their own make writing cheap; it is short, for every search reads it through.
create index search_entry_tokens on search_entry using gin (tokens) with (gin_pending_list_limit = 1024);
create index search_entry_at on search_entry (at desc, conversation_id, seq);
create index search_entry_staff on search_entry (staff_id, at desc) where staff_id is not null;
select changeable('search_entry');
