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
create table knowledge_approval (
  kind text not null,
  piece_id text not null,
  version integer not null,
  proposed_by text not null,
  approved_by text not null,
  approved_on date not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_approval_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_approval_kind_piece_id_version_proposed_by_fkey FOREIGN KEY (kind, piece_id, version, proposed_by) REFERENCES knowledge_version(kind, piece_id, version, proposed_by),
  constraint knowledge_approval_check CHECK ((approved_by <> proposed_by))
);

-- append-only
create table knowledge_version (
  kind text not null,
  piece_id text not null,
  version integer not null,
  body jsonb not null,
  digest text not null,
  proposed_by text not null,
  valid_from date not null,
  valid_until date,
  review_by date not null,
  origin text not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_version_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_version_kind_piece_id_version_proposed_by_key UNIQUE (kind, piece_id, version, proposed_by),
  constraint knowledge_version_check CHECK (((valid_until IS NULL) OR (valid_until >= valid_from))),
  constraint knowledge_version_kind_check CHECK ((kind = ANY (ARRAY['article'::text, 'term'::text, 'reply'::text, 'product'::text, 'notice'::text]))),
  constraint knowledge_version_origin_check CHECK ((origin = ANY (ARRAY['content'::text, 'desk'::text, 'import'::text]))),
  constraint knowledge_version_version_check CHECK ((version >= 1))
);

-- append-only
create table knowledge_withdrawal (
  kind text not null,
  piece_id text not null,
  version integer not null,
  withdrawn_by text not null,
  from_day date not null,
  reason text not null,
  recorded_at timestamp with time zone not null,
  constraint knowledge_withdrawal_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_withdrawal_kind_piece_id_version_fkey FOREIGN KEY (kind, piece_id, version) REFERENCES knowledge_version(kind, piece_id, version)
);

-- changeable
create table knowledge_words (
  kind text not null,
  piece_id text not null,
  version integer not null,
  words tsvector not null,
  grams tsvector not null,
  dictionary text not null,
  constraint knowledge_words_pkey PRIMARY KEY (kind, piece_id, version),
  constraint knowledge_words_kind_piece_id_version_fkey FOREIGN KEY (kind, piece_id, version) REFERENCES knowledge_version(kind, piece_id, version)
);

-- append-only
create table loan (
  loan_ref text not null,
  customer_id uuid not null,
  product_id text not null,
  product_version integer not null,
  agreement jsonb not null,
  recorded_at timestamp with time zone not null,
  constraint loan_pkey PRIMARY KEY (loan_ref),
  constraint loan_loan_ref_check CHECK ((loan_ref ~ '^[A-Z]{2,4}[0-9]{8,12}$'::text))
);

-- append-only
create table loan_day_end (
  day date not null,
  loans integer not null,
  events integer not null,
  finished_at timestamp with time zone not null,
  constraint loan_day_end_pkey PRIMARY KEY (day)
);

-- append-only
create table loan_event (
  loan_ref text not null,
  seq integer not null,
  kind text not null,
  on_day date not null,
  body jsonb not null,
  source_ref text,
  recorded_at timestamp with time zone not null,
  constraint loan_event_pkey PRIMARY KEY (loan_ref, seq),
  constraint loan_event_loan_ref_source_ref_key UNIQUE (loan_ref, source_ref),
  constraint loan_event_loan_ref_fkey FOREIGN KEY (loan_ref) REFERENCES loan(loan_ref),
  constraint loan_event_seq_check CHECK ((seq >= 1))
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
CREATE INDEX knowledge_words_grams ON public.knowledge_words USING gin (grams);
CREATE INDEX knowledge_words_words ON public.knowledge_words USING gin (words);
CREATE INDEX loan_customer ON public.loan USING btree (customer_id);
CREATE INDEX loan_event_day ON public.loan_event USING btree (on_day);

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
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.knowledge_withdrawal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan_day_end FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.loan_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.migration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_inserted BEFORE DELETE OR UPDATE OR TRUNCATE ON public.table_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
