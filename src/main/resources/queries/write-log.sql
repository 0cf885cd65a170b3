with given as (
  select * from jsonb_to_recordset(cast(:rows as jsonb)) as row (
    request_id text, request_model text, resolved_model text, provider text, status integer,
    latency_ms bigint, first_byte_ms bigint, input_tokens bigint, output_tokens bigint,
    error text, user_message text, assistant_message text, client_ip text,
    category text, stream boolean, hedge boolean, attempts integer, cache text,
    trace jsonb, created_at timestamptz, calls jsonb)
), written as (
  insert into gateway_logs (
    request_id, request_model, resolved_model, provider, status, latency_ms, first_byte_ms,
    input_tokens, output_tokens, error, user_message, assistant_message, client_ip,
    category, stream, hedge, attempts, cache, trace, created_at)
  select
    request_id, request_model, resolved_model, provider, status, latency_ms, first_byte_ms,
    input_tokens, output_tokens, error, user_message, assistant_message, client_ip,
    category, stream, hedge, attempts, cache, trace, created_at
  from given
  on conflict do nothing
  returning request_id
), counted as (
  -- only rows that were not there before, so that a batch written twice counts once
  select grain, date_trunc(grain, created_at, 'UTC') as start,
    coalesce(provider, '') as provider,
    case when starts_with(resolved_model, provider || '/')
      then substr(resolved_model, length(provider) + 2)
      else coalesce(resolved_model, '') end as model,
    coalesce(category, '') as category,
    status < 400 and error is null as good,
    cache in ('hit', 'semantic-hit') as cached,
    cache <> 'off' as looked_up, hedge, attempts, input_tokens, output_tokens, latency_ms, first_byte_ms, calls
  from given
  join written using (request_id)
  cross join (values ('hour'), ('day')) as grains (grain)
), requests as (
  -- all writers take the locks of rows in one order
  insert into traffic as known
  select grain, start, provider, model, category,
    count(*), count(*) filter (where good), count(*) filter (where not good),
    coalesce(sum(attempts), 0), count(*) filter (where good and hedge),
    count(*) filter (where looked_up), count(*) filter (where cached),
    coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0)
  from counted
  group by grain, start, provider, model, category
  order by grain, start, provider, model, category
  on conflict (grain, start, provider, model, category) do update set
    requests = known.requests + excluded.requests,
    successes = known.successes + excluded.successes,
    failures = known.failures + excluded.failures,
    calls = known.calls + excluded.calls,
    hedge_wins = known.hedge_wins + excluded.hedge_wins,
    cache_lookups = known.cache_lookups + excluded.cache_lookups,
    cache_hits = known.cache_hits + excluded.cache_hits,
    input_tokens = known.input_tokens + excluded.input_tokens,
    output_tokens = known.output_tokens + excluded.output_tokens
), measured as (
  select grain, start, provider, model, 1 as answers, 0 as first_contents, latency_ms as ms
  from counted where good and not cached
  union all
  select grain, start, provider, model, 0, 1, first_byte_ms
  from counted where good and not cached
), times as (
  insert into traffic_times as known
  select grain, start, provider, model,
    floor(ln(greatest(ms, 1)::float8) / ln(2::float8) * 4)::smallint as bucket,
    sum(answers), sum(first_contents)
  from measured
  where ms is not null
  group by grain, start, provider, model, bucket
  order by grain, start, provider, model, bucket
  on conflict (grain, start, provider, model, bucket) do update set
    answers = known.answers + excluded.answers,
    first_contents = known.first_contents + excluded.first_contents
)
insert into traffic_calls as known
select grain, start, call.provider, call.model, count(*),
  count(*) filter (where call.answered), count(*) filter (where call.failed)
from counted
cross join jsonb_to_recordset(coalesce(calls, '[]')) as call (
  provider text, model text, answered boolean, failed boolean)
group by grain, start, call.provider, call.model
order by grain, start, call.provider, call.model
on conflict (grain, start, provider, model) do update set
  calls = known.calls + excluded.calls,
  answered = known.answered + excluded.answered,
  failed = known.failed + excluded.failed
