select m.id, m.last_seen, a.total_questions, a.passed_questions, a.skipped_questions,
  a.total_latency_ms, n.next_exam_at, n.status as exam_status,
  greatest(f.last_fail_at, f.last_success_at) as last_check,
  f.last_fail_at > coalesce(f.last_success_at, '-infinity') as last_failed
from models m
left join exam_standings s on s.model_id = m.id
left join exam_attempts a on a.id = s.attempt_id
left join lateral (
  select next_exam_at, status from exam_attempts x
  where x.model_id = m.id order by started_at desc, id desc limit 1) n on true
left join model_fail_streak f on f.model_id = m.id
