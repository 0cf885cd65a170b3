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
where created_at > :#${variable.filter.since}
  and (:#${variable.filter.severity} = '' or severity = :#${variable.filter.severity})
  and (:#${variable.filter.text} = ''
    or strpos(lower(concat_ws(' ', type, title, detail, provider, model_id)),
      lower(:#${variable.filter.text})) > 0)
order by created_at desc, id desc
limit :#${variable.filter.limit}
