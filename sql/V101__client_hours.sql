-- Finished hours of gateway_logs by the address of the client, for its own figures; they outlive the
-- rows. Summing up an hour again gives the same. latency_counts[i] answers took about
-- 2^((latency_buckets[i] + 0.5) / 16) milliseconds.
create table client_hours (
  client_ip       text        not null,
  hour            timestamptz not null,
  requests        bigint      not null,
  answered        bigint      not null,
  input_tokens    bigint      not null,
  output_tokens   bigint      not null,
  latency_buckets smallint[]  not null,
  latency_counts  integer[]   not null,
  primary key (client_ip, hour)
);
create index client_hours_hour on client_hours (hour);

-- How often a model was the one that answered, or failed last, in such an hour.
create table client_models (
  client_ip text        not null,
  hour      timestamptz not null,
  provider  text        not null,
  model     text        not null,
  requests  bigint      not null,
  primary key (client_ip, hour, provider, model)
);
create index client_models_hour on client_models (hour);

-- The sums so far. They were kept by category and status too, which no page reads.
insert into client_hours
with sums as (
  select client_ip, hour, sum(requests) as requests, sum(answered) as answered,
    sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
  from request_hours
  group by client_ip, hour
), buckets as (
  select client_ip, hour, bucket, sum(count) as count
  from request_hours, unnest(latency_buckets, latency_counts) as times (bucket, count)
  group by client_ip, hour, bucket
), times as (
  select client_ip, hour, array_agg(bucket order by bucket) as buckets,
    array_agg(count::integer order by bucket) as counts
  from buckets
  group by client_ip, hour
)
select client_ip, hour, requests, answered, input_tokens, output_tokens,
  coalesce(buckets, '{}'), coalesce(counts, '{}')
from sums left join times using (client_ip, hour);

insert into client_models
select client_ip, hour, provider, model, sum(requests)
from request_hours
where model <> ''
group by client_ip, hour, provider, model;

drop table request_hours;
