with raw as (
  select date_trunc('hour', created_at, 'UTC') as hour, count(*) as requests
  from gateway_logs
  where created_at < :before
  group by 1
), known as (
  select hour, sum(requests) as requests
  from client_hours
  where hour >= (select min(hour) from raw)
  group by hour
), stale as (
  -- fewer rows than were summed up: the others are deleted already, the sums stay
  select raw.hour
  from raw left join known using (hour)
  where raw.requests > coalesce(known.requests, 0)
), marked as (
  select stale.hour,
    coalesce(client_ip, '') as client_ip,
    coalesce(provider, '') as provider,
    coalesce(resolved_model, '') as model,
    status < 400 and error is null as good,
    coalesce(input_tokens, 0) as input_tokens,
    coalesce(output_tokens, 0) as output_tokens,
    coalesce(latency_ms, 0) as latency_ms
  from stale
  join gateway_logs on created_at >= stale.hour and created_at < stale.hour + interval '1 hour'
), models as (
  insert into client_models (client_ip, hour, provider, model, requests)
  select client_ip, hour, provider, model, count(*)
  from marked
  where model <> ''
  group by client_ip, hour, provider, model
  on conflict (client_ip, hour, provider, model) do update set requests = excluded.requests
), bucketed as (
  select client_ip, hour,
    case when good then floor(ln(greatest(latency_ms, 1)::float8) / ln(2::float8) * 16) end
      as bucket,
    count(*) as requests,
    count(*) filter (where good) as answered,
    sum(input_tokens) as input_tokens,
    sum(output_tokens) as output_tokens
  from marked
  group by 1, 2, 3
)
insert into client_hours (
  client_ip, hour, requests, answered, input_tokens, output_tokens, latency_buckets, latency_counts)
select client_ip, hour, sum(requests), sum(answered), sum(input_tokens), sum(output_tokens),
  coalesce(array_agg(bucket::smallint order by bucket) filter (where bucket is not null), '{}'),
  coalesce(array_agg(answered::integer order by bucket) filter (where bucket is not null), '{}')
from bucketed
group by client_ip, hour
on conflict (client_ip, hour) do update set
  requests = excluded.requests, answered = excluded.answered,
  input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
  latency_buckets = excluded.latency_buckets, latency_counts = excluded.latency_counts
