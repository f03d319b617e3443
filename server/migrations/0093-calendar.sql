-- Years of the working calendar as the lender has loaded them: the holidays and worked weekends of the State Council's notice.
-- The newest version of a year counts; a year that is not here is as the release has it, or not announced.
create table calendar_year (
  year integer not null check (year between 1990 and 2100),
  version integer not null check (version > 0),
  days_off date[] not null,
  worked_weekends date[] not null,
  source text not null check (source <> ''),
  announced_at timestamptz not null,
  -- Null where it was loaded by the command of the machine's owner.
  staff_id uuid references staff (id),
  primary key (year, version)
);
select append_only('calendar_year');
