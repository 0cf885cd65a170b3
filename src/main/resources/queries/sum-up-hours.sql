with raw as (
  select date_trunc('hour', created_at, 'UTC') as hour, count(*) as requests
  from gateway_logs
  where created_at < :before
  group by 1
), known as (
  select hour, sum(requests) as requests
  from request_hours
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
    coalesce(category, '') as category,
    status / 100 as status_class,
    status < 400 and error is null as good,
    coalesce(input_tokens, 0) as input_tokens,
    coalesce(output_tokens, 0) as output_tokens,
    coalesce(latency_ms, 0) as latency_ms
  from stale
  join gateway_logs on created_at >= stale.hour and created_at < stale.hour + interval '1 hour'
), bucketed as (
  select hour, client_ip, provider, model, category, status_class,
    case when good then floor(ln(greatest(latency_ms, 1)::float8) / ln(2::float8) * 16) end
      as bucket,
    count(*) as requests,
    count(*) filter (where good) as answered,
    sum(input_tokens) as input_tokens,
    sum(output_tokens) as output_tokens,
    coalesce(sum(latency_ms) filter (where good), 0) as latency_ms
  from marked
  group by 1, 2, 3, 4, 5, 6, 7
)
insert into request_hours
select hour, client_ip, provider, model, category, status_class,
  sum(requests), sum(answered), sum(input_tokens), sum(output_tokens), sum(latency_ms),
  coalesce(array_agg(bucket::smallint order by bucket) filter (where bucket is not null), '{}'),
  coalesce(array_agg(answered::integer order by bucket) filter (where bucket is not null), '{}')
from bucketed
group by 1, 2, 3, 4, 5, 6
on conflict (hour, client_ip, provider, model, category, status_class) do update set
  requests = excluded.requests, answered = excluded.answered,
  input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
  latency_ms = excluded.latency_ms, latency_buckets = excluded.latency_buckets,
  latency_counts = excluded.latency_counts
