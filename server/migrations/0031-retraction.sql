-- A retraction is an entry of its own that names the message it takes back; the message stays as it was stored.
alter table conversation_entry add column about_id uuid;
alter table conversation_entry add column about_seq integer;
alter table conversation_entry add check ((about_id is not null) = (happening is not distinct from 'retracted'));
alter table conversation_entry add check ((about_id is null) = (about_seq is null) and about_seq < seq);
-- A message is retracted once.
create unique index conversation_entry_about on conversation_entry (about_id) where about_id is not null;
