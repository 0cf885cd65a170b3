-- Finished hours of gateway_logs summed up; they outlive the rows. Summing up an hour again gives
-- the same. latency_counts[i] answers took about 2^((latency_buckets[i] + 0.5) / 16) milliseconds.
create table request_hours (
  hour            timestamptz not null,
  client_ip       text not null,
  provider        text not null,
  model           text not null,
  category        text not null,
  -- 2 stands for 200 to 299
  status_class    smallint not null,
  requests        bigint not null,
  answered        bigint not null,
  input_tokens    bigint not null,
  output_tokens   bigint not null,
  latency_ms      bigint not null,
  latency_buckets smallint[] not null,
  latency_counts  integer[] not null,
  primary key (hour, client_ip, provider, model, category, status_class)
);
create index request_hours_client_ip on request_hours (client_ip, hour);
