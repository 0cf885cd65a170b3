insert into gateway_logs (
  request_id, request_model, resolved_model, provider, status, latency_ms, first_byte_ms,
  input_tokens, output_tokens, error, user_message, assistant_message, client_ip,
  category, stream, hedge, attempts, cache, trace, created_at)
select
  request_id, request_model, resolved_model, provider, status, latency_ms, first_byte_ms,
  input_tokens, output_tokens, error, user_message, assistant_message, client_ip,
  category, stream, hedge, attempts, cache, trace, created_at
from jsonb_to_recordset(cast(:rows as jsonb)) as row (
  request_id text, request_model text, resolved_model text, provider text, status integer,
  latency_ms bigint, first_byte_ms bigint, input_tokens bigint, output_tokens bigint,
  error text, user_message text, assistant_message text, client_ip text,
  category text, stream boolean, hedge boolean, attempts integer, cache text,
  trace jsonb, created_at timestamptz)
on conflict do nothing
