-- A customer who waits asks to be called when it is his turn; his place is kept though he leaves.
alter table routing_matter add column call_back_at timestamptz;
