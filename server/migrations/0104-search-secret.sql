-- The secret by which customers are found can be replaced while servers run: for a time two of them are valid.

-- Secrets of the house come in generations; those of a customer's key are all the first.
alter table data_key add column generation integer not null default 1 check (generation > 0);
alter table data_key drop constraint data_key_name_key;
alter table data_key add unique (name, generation);
-- Since when a later generation makes the hashes; until then it only finds.
alter table data_key add column took_over_at timestamptz;

-- Which generation made the hashes of this row. The reference keeps a generation from going while somebody writes with it.
alter table customer add column hashed_under uuid references data_key;
update customer set hashed_under = (select data_key_id from data_key where name = 'customer-search')
where coalesce(name_hash, phone_hash, id_number_hash, card_hash) is not null;
create index customer_hashed_under on customer (hashed_under) where hashed_under is not null;

-- Nobody looks anybody up by these: what need not be there is not there.
alter table detail_change drop column new_hash;
alter table authorisation drop column phone_hash;
