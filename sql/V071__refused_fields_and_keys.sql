-- Fields the gateway adds to requests and a provider was seen to refuse: they are not added again.
create table refused_fields (
  provider   text        not null,
  model      text        not null,
  field      text        not null,
  said       text        not null default '',
  learned_at timestamptz not null default now(),
  primary key (provider, model, field)
);
comment on column refused_fields.said is 'the words of the refusal';
create trigger refused_fields_changed
  after insert or delete on refused_fields
  for each statement execute function note_catalog_change();

-- How a key is proven, where the model list proves nothing because it answers without a key, too.
alter table provider_catalog add column key_proof text not null default 'auto';
comment on column provider_catalog.key_proof is
  'auto, list, chat, or a URL that answers only with a valid key';

-- A key its provider rejects rests, longer each time, until it is changed or proven.
alter table api_keys add column rejected_since timestamptz;
alter table api_keys add column rejected_until timestamptz;
alter table api_keys add column rejected_times integer not null default 0;
alter table api_keys add column rejected_said text;
comment on column api_keys.rejected_said is 'the words of the refusal';
