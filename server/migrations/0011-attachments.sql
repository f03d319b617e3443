-- Files that customers and the desk send each other.

create table attachment (
  attachment_id uuid primary key,
  -- Whose record it belongs to and whose key seals it, whoever sent it.
  customer_id uuid not null references customer,
  uploaded_by text not null check (uploaded_by in ('customer', 'staff')),
  staff_id uuid references staff (id),
  -- The conversation the desk uploaded it for; a customer's file has none until it is sent.
  for_conversation uuid,
  -- The file's name, sealed: people put names and numbers into it.
  name bytea not null,
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf')),
  size integer not null check (size > 0),
  -- Of the bytes before sealing.
  sha256 bytea not null,
  uploaded_at timestamptz not null,
  check ((uploaded_by = 'staff') = (staff_id is not null)),
  check ((uploaded_by = 'staff') = (for_conversation is not null))
);
create index attachment_customer on attachment (customer_id);
create index attachment_uploaded on attachment (uploaded_at);
select changeable('attachment');

create table attachment_content (
  attachment_id uuid primary key references attachment on delete cascade,
  sealed bytea not null
);
-- Sealed bytes do not compress; trying costs time.
alter table attachment_content alter column sealed set storage external;
select changeable('attachment_content');

-- The messages an attachment went out with. A file that is in none was never sent, is seen by its uploader alone and goes after a day.
create table attachment_sent (
  attachment_id uuid not null references attachment,
  message_id uuid not null,
  visible_to text not null check (visible_to in ('all', 'staff')),
  primary key (attachment_id, message_id)
);
select append_only('attachment_sent');
