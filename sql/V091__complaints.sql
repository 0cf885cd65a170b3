-- What users found wrong with answers, one row for a request.
create table complaints (
  request_id text        primary key,
  model_id   text        not null,
  category   text        not null,
  reason     text        not null,
  created_at timestamptz not null default now()
);
create index complaints_by_model on complaints (model_id, created_at desc);
comment on column complaints.model_id is 'provider/model that gave the answer';
