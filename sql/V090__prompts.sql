-- Saved prompts: a chat body that names one gets it as its first system message.
create table prompts (
  name        text        primary key check (name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
  content     text        not null check (content <> ''),
  description text,
  use_count   bigint      not null default 0,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);
create unique index prompts_by_name on prompts (lower(name));
create index prompts_by_change on prompts (updated_at desc);
comment on column prompts.use_count is 'chats that named it, counted within seconds';
