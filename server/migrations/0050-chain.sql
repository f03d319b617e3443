-- The chain of the record: every entry and every event holds the hash of itself and of what came before it in its stream.
-- core/src/record/link.ts says how it is reckoned; this migration reckons it once more, in SQL, for the rows that are there already.

alter table conversation add column last_hash bytea;
alter table conversation_entry add column hash bytea;
-- Of what was said, with a salt, as it stands inside the seal: whoever is shown the words can be shown that they are the ones.
alter table conversation_entry add column said_hash text check (said_hash ~ '^[0-9a-f]{64}$');

-- An event belongs to the stream of its subject; who did it and from where, as far as it is known.
alter table event add column stream text collate "C";
alter table event add column seq integer;
alter table event add column actor text;
alter table event add column origin text;
alter table event add column hash bytea;

-- The newest row of each stream of events. Whoever appends holds its lock, so that numbers have no gap and hashes one order.
create table record_head (
  stream text collate "C" primary key,
  seq integer not null check (seq >= 0),
  hash bytea not null check (length(hash) = 32),
  changed_at timestamptz not null
) with (fillfactor = 60);
select changeable('record_head');

alter table conversation_entry disable trigger only_inserted;
alter table event disable trigger only_inserted;

create function pg_temp.pair(name text, value text) returns text language sql as $$
  select case when value is null then '' else ',[' || to_json(name)::text || ',' || to_json(value)::text || ']' end
$$;
create function pg_temp.micros(moment timestamptz) returns text language sql as $$ select (extract(epoch from moment) * 1000000)::bigint::text $$;
create function pg_temp.hex(text text) returns text language sql as $$ select encode(sha256(convert_to(text, 'UTF8')), 'hex') $$;

update event e set stream = 'before-the-chain', seq = n.seq
from (select event_id, row_number() over (order by event_id)::integer as seq from event) n where n.event_id = e.event_id;

do $$
declare
  r record;
  stream text := '';
  last text;
begin
  for r in select * from event order by event.seq loop
    last := coalesce(last, repeat('0', 64));
    last := pg_temp.hex(last || pg_temp.hex('["event"' || pg_temp.pair('stream', r.stream) || pg_temp.pair('seq', r.seq::text) || pg_temp.pair('kind', r.kind)
      || pg_temp.pair('happened_at', pg_temp.micros(r.happened_at)) || pg_temp.pair('payload', r.payload::text) || ']'));
    update event set hash = decode(last, 'hex') where event_id = r.event_id;
  end loop;
  if last is not null then
    insert into record_head (stream, seq, hash, changed_at) select 'before-the-chain', max(event.seq), decode(last, 'hex'), now() from event;
  end if;

  for r in select * from conversation_entry order by conversation_id, seq loop
    if stream <> r.conversation_id::text then
      stream := r.conversation_id::text;
      last := repeat('0', 64);
    end if;
    last := pg_temp.hex(last || pg_temp.hex('["conversation_entry"' || pg_temp.pair('conversation_id', r.conversation_id::text) || pg_temp.pair('seq', r.seq::text)
      || pg_temp.pair('entry_id', r.entry_id::text) || pg_temp.pair('kind', r.kind) || pg_temp.pair('at', pg_temp.micros(r.at))
      || pg_temp.pair('author_kind', r.author_kind) || pg_temp.pair('staff_id', r.staff_id::text) || pg_temp.pair('staff_name', r.staff_name)
      || pg_temp.pair('happening', r.happening) || pg_temp.pair('visible_to', r.visible_to) || pg_temp.pair('purpose', r.purpose)
      || pg_temp.pair('sealed', encode(sha256(r.sealed), 'hex')) || pg_temp.pair('gate_verdict', r.gate_verdict) || pg_temp.pair('rule_version', r.rule_version)
      || pg_temp.pair('about_id', r.about_id::text) || pg_temp.pair('about_seq', r.about_seq::text) || ']'));
    update conversation_entry set hash = decode(last, 'hex') where conversation_id = r.conversation_id and seq = r.seq;
    update conversation set last_hash = decode(last, 'hex') where conversation_id = r.conversation_id;
  end loop;
end
$$;

alter table conversation_entry enable trigger only_inserted;
alter table event enable trigger only_inserted;

alter table conversation add check ((last_hash is null) = (last_seq = 0));
alter table conversation_entry alter column hash set not null, add check (length(hash) = 32);
alter table event
  alter column stream set not null, alter column seq set not null, alter column hash set not null,
  add check (seq > 0), add check (length(hash) = 32), add unique (stream, seq);
