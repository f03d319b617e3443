-- A customer may also withdraw by answering an offer: the message in which he said so.

alter table consent_entry add column message_id uuid;
alter table consent_entry drop constraint consent_entry_check;
alter table consent_entry add constraint consent_entry_said_once check (num_nonnulls(session_id, staff_id, message_id) = 1);
