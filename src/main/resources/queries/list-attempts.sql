-- nothing is known of a score before the first answer counts
select
  id,
  attempt_number as number,
  exam_level as level,
  status,
  to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt",
  to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt",
  total_questions as total,
  passed_questions as "right",
  skipped_questions as skipped,
  case when total_questions > 0 then score_pct end as "scorePct",
  case when total_questions > 0 then low_pct end as "lowPct",
  case when total_questions > 0 then high_pct end as "highPct",
  passed,
  provisional,
  total_latency_ms as "latencyMs",
  error,
  to_char(next_exam_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "nextExamAt",
  consecutive_fails as "consecutiveFails"
from exam_attempts
where model_id = :#${variable.rowId}
order by started_at desc, id desc
limit 10
