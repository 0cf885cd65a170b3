select
  id,
  grader_model_id as "graderModelId",
  grader_role as "graderRole",
  question_id as "questionId",
  category,
  original_score as mark,
  final_score as "finalScore",
  reasoning,
  method,
  to_char(graded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "gradedAt"
from grading_history
order by id desc
limit 30
