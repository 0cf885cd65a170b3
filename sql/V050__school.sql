-- What the school knows of models. model_id is models.id ("provider:model"); there is no foreign
-- key, because what a model once showed outlives its row.

create table exam_attempts (
  id                bigserial   primary key,
  model_id          text        not null,
  attempt_number    integer     not null,
  exam_level        text        not null,
  seed              bigint      not null,
  status            text        not null default 'running'
                                check (status in ('running', 'finished', 'void')),
  started_at        timestamptz not null,
  finished_at       timestamptz,
  total_questions   integer     not null default 0,
  passed_questions  integer     not null default 0,
  skipped_questions integer     not null default 0,
  score_pct         real        not null default 0,
  low_pct           real        not null default 0,
  high_pct          real        not null default 100,
  passed            boolean     not null default false,
  provisional       boolean     not null default false,
  total_latency_ms  integer     not null default 0,
  error             text,
  next_exam_at      timestamptz,
  consecutive_fails integer     not null default 0,
  consecutive_voids integer     not null default 0
);
create unique index exam_attempts_running on exam_attempts (model_id) where status = 'running';
create index exam_attempts_model on exam_attempts (model_id, started_at desc);
create index exam_attempts_passed on exam_attempts (model_id, started_at desc) where passed;
comment on column exam_attempts.seed is 'the paper is made from level and seed alone';
comment on column exam_attempts.total_questions is 'answers that count; skipped ones do not';
comment on column exam_attempts.low_pct is 'lower end of the 95 % Wilson interval of score_pct';
comment on column exam_attempts.provisional is 'open questions were decided without a proctor';

create table exam_answers (
  id           bigserial   primary key,
  attempt_id   bigint      not null references exam_attempts (id) on delete cascade,
  question_id  text        not null,
  exam_level   text        not null,
  category     text        not null,
  question     text        not null default '',
  expected     text        not null default '',
  answer       text,
  state        text        not null check (state in ('open', 'unmarked', 'answered', 'skipped')),
  passed       boolean,
  check_method text        not null default 'none',
  fail_reason  text,
  latency_ms   integer     not null default 0,
  tries        integer     not null default 0,
  empties      integer     not null default 0,
  next_try_at  timestamptz,
  answered_at  timestamptz,
  unique (attempt_id, question_id)
);
create index exam_answers_question on exam_answers (question_id);
comment on column exam_answers.state is
  'open: to be asked again; unmarked: waits for proctors; answered counts, skipped does not';
comment on column exam_answers.tries is 'how often asking failed; such failures are no answers';

-- Further questions for those who contend for a chair; they count as evidence, not as attempts.
create table runoff_answers (
  id          bigserial   primary key,
  model_id    text        not null,
  exam_level  text        not null,
  category    text        not null,
  question_id text        not null,
  seed        bigint      not null,
  answer      text        not null default '',
  passed      boolean     not null,
  latency_ms  integer     not null default 0,
  answered_at timestamptz not null
);
create index runoff_answers_model on runoff_answers (exam_level, model_id, answered_at desc);

-- All evidence of the active level in one number per model and category.
create table model_category_scores (
  model_id     text        not null,
  category     text        not null,
  score_pct    real        not null,
  passed_count integer     not null,
  total_count  integer     not null,
  weight       real        not null,
  low_pct      real        not null,
  high_pct     real        not null,
  exam_level   text        not null,
  attempt_id   bigint,
  updated_at   timestamptz not null,
  primary key (model_id, category)
);
create index model_category_scores_category on model_category_scores (category, score_pct desc);
comment on column model_category_scores.weight is 'answers the score is worth; older ones count less';

-- The last finished exam of each model at the active level, and all evidence in one number.
create table exam_standings (
  model_id    text        primary key,
  exam_level  text        not null,
  passed      boolean     not null,
  score_pct   real        not null,
  weight      real        not null,
  low_pct     real        not null,
  high_pct    real        not null,
  attempts    integer     not null,
  attempt_id  bigint      not null,
  finished_at timestamptz not null,
  updated_at  timestamptz not null
);

create table teachers (
  id                bigserial   primary key,
  model_id          text        not null,
  role              text        not null check (role in ('principal', 'head', 'proctor')),
  category          text,
  score             real        not null,
  provisional       boolean     not null default false,
  reason            text        not null default '',
  appointed_at      timestamptz not null,
  reappointed_count integer     not null default 0
);
create index teachers_role on teachers (role);
create unique index teachers_head on teachers (category) where role = 'head';
comment on column teachers.provisional is 'appointed without exam evidence in the category';

create table grading_history (
  id              bigserial   primary key,
  attempt_id      bigint,
  grader_model_id text        not null,
  grader_role     text        not null,
  question_id     text        not null,
  category        text        not null,
  original_score  real,
  final_score     real,
  reasoning       text,
  method          text        not null,
  graded_at       timestamptz not null
);
create index grading_history_attempt on grading_history (attempt_id);
create index grading_history_grader on grading_history (grader_model_id, graded_at desc);

-- Counts changes that routing must learn of, also those of another replica or made by hand.
create table school_version (
  one     boolean primary key default true check (one),
  version bigint  not null default 0
);
insert into school_version default values;

create function note_school_change() returns trigger language plpgsql as $$
begin
  update school_version set version = version + 1;
  return null;
end $$;

create trigger teachers_changed
  after insert or delete or update on teachers
  for each statement execute function note_school_change();
create trigger model_category_scores_changed
  after insert or delete or update on model_category_scores
  for each statement execute function note_school_change();
create trigger exam_standings_changed
  after insert or delete or update on exam_standings
  for each statement execute function note_school_change();
