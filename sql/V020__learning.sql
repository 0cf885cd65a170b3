-- What the learning room remembers. model_id is "provider:model" as in models.id; there is no
-- foreign key, because outcomes are also kept of models that a scan has dropped meanwhile.

create table model_fail_streak (
  model_id text primary key,
  provider text not null,
  model text not null,
  streak_count integer not null default 0,
  gone_count integer not null default 0,
  total_fails bigint not null default 0,
  total_success bigint not null default 0,
  last_fail_at timestamptz,
  last_success_at timestamptz,
  cooldown_since timestamptz,
  cooldown_until timestamptz,
  cooldown_reason text,
  updated_at timestamptz not null default now()
);

create table health_logs (
  id bigint generated always as identity primary key,
  model_id text not null,
  status text not null,
  latency_ms integer not null default 0,
  error text,
  checked_at timestamptz not null default now(),
  cooldown_until timestamptz
);
create index health_logs_model on health_logs (model_id, id desc);
create index health_logs_checked on health_logs (checked_at);
create index health_logs_cooling on health_logs (model_id, cooldown_until desc)
  where cooldown_until is not null;

create table circuits (
  model_id text primary key,
  provider text not null,
  model text not null,
  state text not null,
  calls integer not null default 0,
  failed integer not null default 0,
  open_until timestamptz,
  updated_at timestamptz not null default now()
);

create table provider_limits (
  provider text not null,
  model_id text not null,
  limit_tpm bigint,
  limit_tpd bigint,
  limit_rpm bigint,
  limit_rpd bigint,
  remaining_tpm bigint,
  remaining_tpd bigint,
  remaining_rpm bigint,
  remaining_rpd bigint,
  reset_tpm_at timestamptz,
  reset_tpd_at timestamptz,
  reset_rpm_at timestamptz,
  reset_rpd_at timestamptz,
  last_429_at timestamptz,
  source text not null,
  updated_at timestamptz not null default now(),
  primary key (provider, model_id)
);

-- model_id '*' sums up a provider, prompt_category '*' sums up all categories
create table routing_stats (
  provider text not null,
  model_id text not null,
  prompt_category text not null,
  calls bigint not null default 0,
  success bigint not null default 0,
  success_weight double precision not null default 0,
  failure_weight double precision not null default 0,
  p50_latency_ms bigint,
  p99_latency_ms bigint,
  p50_first_content_ms bigint,
  first_content_times integer[] not null,
  latency_times integer[] not null,
  updated_at timestamptz not null default now(),
  primary key (provider, model_id, prompt_category)
);
create index routing_stats_category on routing_stats (prompt_category, provider);
