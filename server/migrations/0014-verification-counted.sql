-- Whom wrong codes count for: a keyed hash of the phone number, the same whether anybody has that number or not, so that a lock
-- tells nobody whose number it is.
alter table verification_code add column counted text not null default '';
