-- One row per request, its trace included; written in batches by the log writer.
create table gateway_logs (
  id                bigserial primary key,
  request_id        text,
  request_model     text not null default '',
  resolved_model    text,
  provider          text,
  status            integer not null default 0,
  latency_ms        bigint,
  first_byte_ms     bigint,
  input_tokens      bigint,
  output_tokens     bigint,
  error             text,
  user_message      text,
  assistant_message text,
  client_ip         text,
  category          text,
  stream            boolean not null default false,
  hedge             boolean not null default false,
  attempts          integer not null default 0,
  cache             text not null default 'off',
  trace             jsonb,
  created_at        timestamptz not null default now()
);
-- A batch whose commit was not confirmed is written again; this keeps its rows single.
create unique index gateway_logs_request_id on gateway_logs (request_id)
  where request_id is not null;
create index gateway_logs_created_at on gateway_logs (created_at desc, status);
create index gateway_logs_client_ip on gateway_logs (client_ip, created_at desc)
  where client_ip is not null;

-- What the background workers did, for people.
create table worker_logs (
  id         bigserial primary key,
  step       text not null,
  message    text not null,
  level      text not null default 'info' check (level in ('info', 'warn', 'error', 'success')),
  created_at timestamptz not null default now()
);
create index worker_logs_created_at on worker_logs (created_at desc);

-- Where the workers stand: status, last_run, next_run and the like.
create table worker_state (
  key   text primary key,
  value text
);
