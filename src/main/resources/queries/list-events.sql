select
  id,
  type,
  title,
  detail,
  provider,
  model_id as "modelId",
  severity,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"
from events
where created_at > :#${variable.since}
order by created_at desc, id desc
limit 50
