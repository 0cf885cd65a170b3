-- What was measured and counted of each quota; restored at a start.
create table quota_windows (
  -- m:provider/model or a:provider, the account that several rows may share
  owner text not null,
  quota text not null,
  -- id in api_keys, 0 for a provider without keys, null when not known
  account bigint,
  -- null unless it was measured: a hint is not saved
  limit_value bigint,
  limit_source text check (limit_source in ('header', 'refusal', 'learned')),
  limit_words text,
  limit_at timestamptz,
  -- what the provider said last is left, until it is full again
  remaining bigint,
  remaining_source text check (remaining_source in ('header', 'refusal')),
  remaining_words text,
  remaining_at timestamptz,
  reset_at timestamptz,
  -- times (epoch milliseconds) and amounts alternately: when slices of a sliding period began, or
  -- when a day or month of the provider's calendar ends
  counts bigint[] not null,
  primary key (owner, quota)
);

insert into quota_windows (owner, quota, account, limit_value, limit_source, limit_at, remaining,
  remaining_source, remaining_at, reset_at, counts)
select 'm:' || provider || '/' || model_id, known.quota, account, known.most,
  case when known.most is null then null
    when source = 'error' then 'refusal' else 'header' end,
  case when known.most is not null then updated_at end,
  case when known.until is not null then known.remaining end,
  case when known.until is not null and known.remaining is not null
    then case when source = 'error' then 'refusal' else 'header' end end,
  case when known.until is not null and known.remaining is not null then updated_at end,
  known.until, '{}'
from provider_limits
cross join lateral (values
  ('TPM', limit_tpm, remaining_tpm, reset_tpm_at),
  ('TPD', limit_tpd, remaining_tpd, reset_tpd_at),
  ('RPM', limit_rpm, remaining_rpm, reset_rpm_at),
  ('RPD', limit_rpd, remaining_rpd, reset_rpd_at)) as known (quota, most, remaining, until)
where known.most is not null or known.remaining is not null;
