-- What a replica learned is added to what is there, so no batch may be added twice, not even when
-- the answer to its commit was lost. Each flow numbers its batches; here is the last that was saved.
create sequence learning_flows;
create table learning_flushes (
  flow     bigint      primary key,
  number   bigint      not null,
  saved_at timestamptz not null default now()
);
comment on column learning_flushes.flow is 'one memory of one run of a gateway; of learning_flows';
