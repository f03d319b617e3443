-- Files that come in pieces, and what they are given as.

-- A file on its way: pieces are taken in order, and what is there already is never sent again. Gone once it is an attachment, or after a day.
create table upload (
  upload_id uuid primary key,
  customer_id uuid not null references customer,
  staff_id uuid references staff (id),
  -- Sealed under the customer's key, as an attachment's name is.
  name bytea not null,
  size integer not null check (size > 0),
  received integer not null default 0 check (received >= 0 and received <= size),
  -- What it became.
  attachment_id uuid,
  started_at timestamptz not null
);
create index upload_customer on upload (customer_id);
create index upload_started on upload (started_at);
select changeable('upload');

create table upload_piece (
  upload_id uuid not null references upload on delete cascade,
  starts integer not null,
  sealed bytea not null,
  primary key (upload_id, starts)
);
alter table upload_piece alter column sealed set storage external;
select changeable('upload_piece');

-- Something given as a material of a case: one kind, one or more pages, or the word of somebody at the desk who saw it elsewhere.
create table material (
  material_id uuid primary key,
  customer_id uuid not null references customer,
  case_id uuid not null,
  kind text not null,
  given_by text not null check (given_by in ('customer', 'staff')),
  staff_id uuid references staff (id),
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'accepted', 'refused')),
  decided_at timestamptz,
  decided_by uuid references staff (id),
  -- Where it was seen, or why it was refused: sealed under the customer's key.
  note bytea,
  reason bytea,
  -- The document's own last day.
  valid_until date,
  check ((given_by = 'staff') = (staff_id is not null)),
  check ((state = 'received') = (decided_at is null))
);
create index material_customer on material (customer_id, kind);
create index material_case on material (case_id);
select changeable('material');

create table material_page (
  material_id uuid not null references material,
  place smallint not null,
  attachment_id uuid not null references attachment,
  primary key (material_id, place)
);
create index material_page_attachment on material_page (attachment_id);
select append_only('material_page');

-- What the virus scanner said of a file. Without a scanner files have no row and are shown as not scanned.
create table attachment_scan (
  attachment_id uuid primary key references attachment on delete cascade,
  state text not null check (state in ('waiting', 'clean', 'infected')),
  at timestamptz not null
);
create index attachment_scan_waiting on attachment_scan (at) where state = 'waiting';
select changeable('attachment_scan');

-- The desk may take a paper in for a case, which is no conversation.
alter table attachment drop constraint attachment_check1;
alter table attachment add constraint attachment_for_conversation check (uploaded_by = 'staff' or for_conversation is null);
