-- A customer on the phone asks, and an agent writes it down for him: then there is no session of his, but somebody who heard him.
alter table erasure_request alter column session_id drop not null;
alter table erasure_request add column asked_by uuid references staff (id);
alter table erasure_request add check ((session_id is null) = (asked_by is not null));
-- Who wrote it down is none of the two who decide.
alter table erasure_request add check (agreed_by is null or asked_by is null or agreed_by <> asked_by);
alter table erasure_request add check (state <> 'done' or asked_by is null or decided_by <> asked_by);
