-- The policies of cases once a lender runs: every version for good, in force from a day. A case names the version it began with.
create table case_policy (
  kind text not null,
  version integer not null check (version > 0),
  valid_from date not null,
  -- The whole policy as its file in content/cases has it, with who owns and who approved it; core/cases/policy.ts reads it.
  body jsonb not null,
  recorded_at timestamptz not null,
  primary key (kind, version)
);
select append_only('case_policy');
