-- Made by `npm run generate`: the schema after all migrations, for reading and review. Change the migrations, not this.

-- changeable
create table data_key (
  data_key_id uuid not null,
  name text,
  master_key_id text not null,
  wrapped bytea,
  made_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  constraint data_key_pkey PRIMARY KEY (data_key_id),
  constraint data_key_name_key UNIQUE (name),
  constraint data_key_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);

-- append-only
create table event (
  event_id bigint not null generated always as identity,
  kind text not null,
  happened_at timestamp with time zone not null,
  payload jsonb not null,
  constraint event_pkey PRIMARY KEY (event_id)
);

-- changeable
create table installation (
  name text not null,
  value jsonb not null,
  constraint installation_pkey PRIMARY KEY (name)
);

-- append-only
create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

-- append-only
create table table_kind (
  table_name text not null,
  kind text not null,
  constraint table_kind_pkey PRIMARY KEY (table_name),
  constraint table_kind_kind_check CHECK ((kind = ANY (ARRAY['append-only'::text, 'changeable'::text])))
);

CREATE INDEX event_kind ON public.event USING btree (kind, event_id);

CREATE OR REPLACE FUNCTION public.append_only(name regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into table_kind (table_name, kind) values (name::text, 'append-only');
  execute format('create trigger only_inserted before update or delete or truncate on %s execute function refuse_change()', name);
end
$function$;

CREATE OR REPLACE FUNCTION public.changeable(name regclass)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into table_kind (table_name, kind) values (name::text, 'changeable')
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of % are only ever inserted', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;

CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.migration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.table_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
