select
  step,
  message,
  level as severity,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"
from worker_logs
where created_at > :#${variable.filter.since}
  and (:#${variable.filter.severity} = '' or level = :#${variable.filter.severity})
  and (:#${variable.filter.text} = ''
    or strpos(lower(concat_ws(' ', step, message)), lower(:#${variable.filter.text})) > 0)
order by created_at desc, id desc
limit :#${variable.filter.limit}
