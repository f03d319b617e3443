-- A case is taken out of the record like a conversation. No key refers to it, for cases come in a later migration; an export is written
-- down by whoever has just read the case.
alter table record_export alter column conversation_id drop not null;
alter table record_export add column case_id uuid;
alter table record_export add constraint of_one_thing check (num_nonnulls(conversation_id, case_id) = 1);
create index record_export_case on record_export (case_id, exported_at) where case_id is not null;
