-- What people want to know of: a model that came or left, a provider that was found.
create table events (
  id         bigserial primary key,
  type       text not null,
  title      text not null,
  detail     text not null default '',
  provider   text,
  model_id   text,
  severity   text not null default 'info'
    check (severity in ('info', 'success', 'warn', 'error')),
  created_at timestamptz not null default now()
);
create index events_created_at on events (created_at desc);

-- How far each step of the background work is; done = total ends it. The time left follows from
-- what was done since the runner began: (done - started_done) in (updated_at - started_at).
create table work_progress (
  step         text primary key,
  done         integer not null,
  total        integer not null,
  started_done integer not null,
  started_at   timestamptz not null,
  updated_at   timestamptz not null default now()
);

-- A fact that waited in one gateway must not replace a newer one of another.
alter table worker_state add column updated_at timestamptz not null default now();
