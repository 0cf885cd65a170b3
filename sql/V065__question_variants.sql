-- Wordings of open questions that proctors propose. The question itself stays in the bank; a row
-- is used only while it is accepted and the question is still the one it was made for.
create table question_variants (
  id           bigserial   primary key,
  question_id  text        not null,
  base_digest  text        not null,
  prompt       text        not null,
  proposer     text        not null,
  validator    text,
  state        text        not null check (state in ('proposed', 'accepted', 'refused', 'retired')),
  decided_by   text        check (decided_by in ('rules', 'proctor', 'operator', 'age', 'bank')),
  reason       text        not null default '',
  tries        integer     not null default 0,
  used_count   integer     not null default 0,
  proposed_at  timestamptz not null,
  decided_at   timestamptz,
  last_used_at timestamptz
);
create index question_variants_question on question_variants (question_id, state);
comment on column question_variants.base_digest is 'of prompt and rubric in the bank';
comment on column question_variants.prompt is 'holds the places {{fact}} of the question';
comment on column question_variants.proposer is 'models.id, as validator';
comment on column question_variants.state is
  'accepted ones are asked; retired ones gave way to newer ones or their question changed';
comment on column question_variants.tries is 'how often a validator was asked in vain';
comment on column question_variants.used_count is 'attempts that drew it';

alter table exam_attempts add column wordings jsonb not null default '{}';
comment on column exam_attempts.wordings is
  'by question id the variant that is asked instead, with its text; else the bank''s own';
