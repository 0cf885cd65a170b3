-- Requests and calls of models by the hour and by the day (UTC), counted by the statement that
-- writes the rows of gateway_logs; what the pages with figures read.
create table traffic (
  grain         text        not null check (grain in ('hour', 'day')),
  start         timestamptz not null,
  -- whose answer the client got; both empty when there was none
  provider      text        not null,
  model         text        not null,
  category      text        not null,
  requests      bigint      not null,
  successes     bigint      not null,
  failures      bigint      not null,
  calls         bigint      not null,
  hedge_wins    bigint      not null,
  -- requests that a cache was asked for, and those it answered
  cache_lookups bigint      not null,
  cache_hits    bigint      not null,
  input_tokens  bigint      not null,
  output_tokens bigint      not null,
  primary key (grain, start, provider, model, category)
) with (fillfactor = 50);

-- How many answers that came from no cache took about 2^((bucket + 0.5) / 4) milliseconds, and how
-- many took that long until their first content.
create table traffic_times (
  grain          text        not null check (grain in ('hour', 'day')),
  start          timestamptz not null,
  provider       text        not null,
  model          text        not null,
  bucket         smallint    not null,
  answers        bigint      not null,
  first_contents bigint      not null,
  primary key (grain, start, provider, model, bucket)
) with (fillfactor = 50);

-- Calls of models for requests. What is neither answered nor failed was cancelled by the gateway, or
-- refused for what the request was.
create table traffic_calls (
  grain    text        not null check (grain in ('hour', 'day')),
  start    timestamptz not null,
  provider text        not null,
  model    text        not null,
  calls    bigint      not null,
  answered bigint      not null,
  failed   bigint      not null,
  primary key (grain, start, provider, model)
) with (fillfactor = 50);
