-- When discovery asked a model last whether it answers.
create table model_checks (
  model_id   text        primary key,
  provider   text        not null,
  status     text        not null,
  latency_ms integer     not null,
  checked_at timestamptz not null
);
create index model_checks_provider on model_checks (provider, checked_at);

-- What was seen of a model's skills; one observation alone changes none for good.
create table capability_probes (
  id         bigint generated always as identity primary key,
  model_id   text        not null,
  provider   text        not null,
  skill      text        not null check (skill in ('tools', 'vision')),
  able       boolean,
  clear      boolean     not null,
  origin     text        not null check (origin in ('probe', 'live')),
  detail     text        not null default '',
  seen_at    timestamptz not null
);
create index capability_probes_model on capability_probes (model_id, skill, seen_at desc);
comment on column capability_probes.able is 'null when the answer showed nothing';
comment on column capability_probes.clear is
  'a tool call as asked for, or a refusal that names the skill; else only an answer that fits';

-- Each ping that kept a model warm: over a connection alone, or with a few tokens.
create table warmup_pings (
  id         bigint generated always as identity primary key,
  run_at     timestamptz not null,
  model_id   text        not null,
  kind       text        not null check (kind in ('connection', 'tokens')),
  ok         boolean     not null,
  latency_ms integer     not null
);
create index warmup_pings_run on warmup_pings (run_at desc);
create index warmup_pings_model on warmup_pings (model_id, run_at desc);
