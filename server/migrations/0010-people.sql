-- Staff, who sign in through better-auth, and customers, who come from the lender's site or from nowhere.

-- better-auth's `user` by our name; it wants its keys to be called id.
create table staff (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  two_factor_enabled boolean not null default false,
  -- A one-time password opens nothing but the page where it is changed.
  password_change_due boolean not null default false,
  -- Came with the demo lender; a server that is not the demo lets nobody of them in.
  demo boolean not null default false,
  -- Kept after leaving, for the record names him; cannot sign in any more.
  left_at timestamptz
);
select changeable('staff');

create table staff_role (
  staff_id uuid not null references staff (id),
  role text not null,
  granted_at timestamptz not null,
  -- Who gave it; null where it came with an import or the first start.
  granted_by uuid references staff (id),
  primary key (staff_id, role)
);
select changeable('staff_role');

create table staff_session (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references staff (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text
);
create index staff_session_user on staff_session (user_id);
create index staff_session_end on staff_session (expires_at);
select changeable('staff_session');

-- Passwords (scrypt) and, later, single sign-on.
create table staff_credential (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references staff (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index staff_credential_user on staff_credential (user_id);
select changeable('staff_credential');

-- Short-lived proofs, such as a sign-in that waits for its second factor.
create table staff_verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index staff_verification_identifier on staff_verification (identifier);
select changeable('staff_verification');

-- The secret and the backup codes are encrypted by better-auth under the house's sign-in secret.
create table staff_two_factor (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references staff (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
select changeable('staff_two_factor');

create table customer (
  customer_id uuid primary key,
  -- The lender's number of the customer; null while anonymous.
  ref text unique,
  data_key_id uuid not null references data_key,
  -- Sealed CustomerDetails; null while nothing is known.
  details bytea,
  -- Keyed hashes: whole values, and the last four characters of the two numbers.
  name_hash bytea,
  phone_hash bytea,
  phone_tail_hash bytea,
  id_number_hash bytea,
  id_number_tail_hash bytea,
  -- An anonymous visitor who turned out to be this customer: what he said belongs to the record of both.
  joined_into uuid references customer,
  joined_at timestamptz,
  made_at timestamptz not null,
  erased_at timestamptz,
  check ((joined_into is null) = (joined_at is null)),
  -- Only the nameless are joined, and into the named: a chain cannot come to be.
  check (joined_into is null or ref is null)
);
create index customer_name on customer (name_hash) where name_hash is not null;
create index customer_phone on customer (phone_hash) where phone_hash is not null;
create index customer_phone_tail on customer (phone_tail_hash) where phone_tail_hash is not null;
create index customer_id_number on customer (id_number_hash) where id_number_hash is not null;
create index customer_id_number_tail on customer (id_number_tail_hash) where id_number_tail_hash is not null;
create index customer_joined on customer (joined_into) where joined_into is not null;
select changeable('customer');

-- A bearer session of a customer. The token itself is never stored.
create table customer_session (
  session_id uuid primary key,
  token_hash bytea not null unique,
  customer_id uuid not null references customer,
  level text not null check (level in ('anonymous', 'identified', 'verified', 'strongly-verified')),
  opened_at timestamptz not null,
  last_used_at timestamptz not null,
  ends_at timestamptz not null
);
create index customer_session_customer on customer_session (customer_id, ends_at);
create index customer_session_end on customer_session (ends_at);
select changeable('customer_session');

-- Entry tokens that have been used, until they would be refused for their age.
create table site_token_use (
  jti text primary key,
  forget_at timestamptz not null
);
create index site_token_use_forget on site_token_use (forget_at);
select changeable('site_token_use');

-- How often somebody did something lately. The key is a keyed hash of what and who: an address is personal data.
-- Not worth its place in the log of the database: after a crash everybody starts at nought.
create unlogged table rate_use (
  key bytea primary key,
  window_start timestamptz not null,
  window_end timestamptz not null,
  used integer not null
);
create index rate_use_end on rate_use (window_end);
select changeable('rate_use');

-- The demo's borrowers to choose from, each with what is the matter with his loans in a few words.
create table demo_customer (
  customer_id uuid primary key references customer,
  situation text not null,
  place integer not null
);
select changeable('demo_customer');
