select
  w.attempt_id as "attemptId",
  w.question_id as "questionId",
  w.exam_level as level,
  w.category,
  cast(a.wordings -> w.question_id ->> 'variant' as bigint) as "variantId",
  w.question,
  w.expected,
  w.answer,
  w.state,
  w.passed,
  w.check_method as method,
  w.fail_reason as reason,
  w.latency_ms as "latencyMs",
  w.tries,
  to_char(w.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "answeredAt"
from exam_answers w
join exam_attempts a on a.id = w.attempt_id
where a.id in (
  select id from exam_attempts where model_id = :#${variable.rowId}
  order by started_at desc, id desc limit 10)
order by w.id
