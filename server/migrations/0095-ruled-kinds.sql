-- Policies of cases, disclosures and rules of law are kept, offered, decided and exported as all approved knowledge is.
alter table knowledge_version drop constraint knowledge_version_kind_check;
alter table knowledge_version add constraint knowledge_version_kind_check
  check (kind in ('article', 'term', 'reply', 'product', 'notice', 'policy', 'disclosure', 'rule'));

-- The policies that cases began with, with what their files had not said as yet. They were in force, and so stay it.
insert into knowledge_version (kind, piece_id, version, body, digest, proposed_by, valid_from, review_by, origin, recorded_at)
select 'policy', kind, version, body, encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), owner, valid_from, review_by, 'content', recorded_at
from (
  select kind, version, valid_from, recorded_at, body ->> 'owner' as owner, (valid_from + interval '13 months')::date as review_by,
    (body - 'kind' - 'approvedBy') || jsonb_build_object(
      'id', kind, 'name', jsonb_build_object('zh', kind, 'en', kind), 'reviewBy', (valid_from + interval '13 months')::date, 'source', '机构规定') as body
  from case_policy
) moved;
insert into knowledge_approval (kind, piece_id, version, proposed_by, approved_by, approved_on, recorded_at)
select 'policy', kind, version, body ->> 'owner', body ->> 'approvedBy', valid_from, recorded_at from case_policy;
drop table case_policy;
