-- A data key for each customer, class of data and year, so that a class can be disposed of when its time is over, and all else stays.

create table customer_key (
  data_key_id uuid primary key references data_key,
  customer_id uuid not null references customer,
  -- `all`: from before there were classes; it sealed everything of that customer, and stays as long as any of it must.
  class text not null check (class in ('identity', 'talk', 'contact', 'material', 'case', 'oversight', 'all')),
  year integer not null,
  disposed_at timestamptz
);
-- What is written after a disposal gets a key of its own.
create unique index customer_key_live on customer_key (customer_id, class, year) where disposed_at is null;
create index customer_key_due on customer_key (class, year) where disposed_at is null;
select changeable('customer_key');

insert into customer_key (data_key_id, customer_id, class, year, disposed_at)
select c.data_key_id, c.customer_id, 'all', extract(year from c.made_at), k.destroyed_at from customer c join data_key k using (data_key_id);

alter table customer drop column data_key_id;
