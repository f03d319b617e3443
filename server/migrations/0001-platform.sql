-- The ground every room stands on: how a table says whether its rows may change, events, and keys.

-- Every table says which it is, in the migration that makes it:
--   select append_only('message');   rows are inserted and read, never changed, never removed
--   select changeable('loan');       rows may be changed and removed
-- The migrator refuses a table that says neither, and grants the application's role just these rights.
create table table_kind (
  table_name text primary key,
  kind text not null check (kind in ('append-only', 'changeable'))
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever inserted', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

-- The trigger stands even where one role does everything, so that a mistake in the program is refused there too.
create function append_only(name regclass) returns void language plpgsql as $$
begin
  insert into table_kind (table_name, kind) values (name::text, 'append-only');
  execute format('create trigger only_inserted before update or delete or truncate on %s execute function refuse_change()', name);
end
$$;

create function changeable(name regclass) returns void language sql as $$
  insert into table_kind (table_name, kind) values (name::text, 'changeable')
$$;

select append_only('table_kind');

create table migration (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
select append_only('migration');

-- What happened, in the order it was written down. Holds ids and figures; personal data stays in the rooms.
create table event (
  event_id bigint generated always as identity primary key,
  kind text not null,
  happened_at timestamptz not null,
  payload jsonb not null
);
create index event_kind on event (kind, event_id);
select append_only('event');

-- Keys that encrypt personal data, each wrapped by the master key. Destroying one destroys all it encrypted.
create table data_key (
  data_key_id uuid primary key,
  -- Set for the few keys of the house (search, sessions); a customer's key has none.
  name text unique,
  master_key_id text not null,
  wrapped bytea,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
select changeable('data_key');

-- Facts of this installation, such as the day of its demo seed.
create table installation (
  name text primary key,
  value jsonb not null
);
select changeable('installation');
