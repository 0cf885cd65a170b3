-- What the gateway knows of providers, their keys and their models.

create table provider_catalog (
  name              text primary key check (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  label             text        not null,
  base_url          text        not null,
  chat_url          text,
  auth_scheme       text        not null default 'bearer'
                                check (auth_scheme in ('bearer', 'header', 'query', 'none')),
  auth_name         text        not null default '',
  models_url        text,
  models_auth       jsonb,
  models_filter     text        not null default 'all' check (models_filter in ('all', 'free')),
  models            jsonb       not null default '[]',
  dialect           text        not null default 'openai',
  headers           jsonb       not null default '{}',
  env_var           text        not null default '',
  homepage          text        not null default '',
  notes             text        not null default '',
  billing           text        not null default '',
  free_tier         boolean     not null default true,
  keyless           boolean     not null default false,
  local             boolean     not null default false,
  enabled           boolean     not null default true,
  status            text        not null default 'active'
                                check (status in ('active', 'paused', 'pending')),
  source            text        not null default 'manual'
                                check (source in ('seed', 'manual', 'openrouter', 'huggingface', 'pattern')),
  last_probed_at    timestamptz,
  probe_status_code integer,
  edited_at         timestamptz,
  discovered_at     timestamptz not null default now(),
  updated_at        timestamptz not null default now()
);
create index provider_catalog_status on provider_catalog (status, source);
comment on column provider_catalog.base_url is 'API root; /chat/completions is appended unless chat_url is set';
comment on column provider_catalog.models_auth is 'how the model list is asked where it differs from the chat';
comment on column provider_catalog.models is 'models that are known without asking';
comment on column provider_catalog.edited_at is 'set by an operator''s edit; seeding leaves such a row alone';

create table api_keys (
  id            bigserial   primary key,
  provider      text        not null references provider_catalog (name) on delete cascade,
  hint          text        not null,
  cipher        bytea       not null,
  health        text        not null default 'ok' check (health in ('ok', 'invalid')),
  resting_until timestamptz,
  created_at    timestamptz not null default now(),
  last_used     timestamptz
);
create index api_keys_provider on api_keys (provider, id);

create table models (
  id                 text        primary key,
  provider           text        not null,
  model_id           text        not null,
  name               text        not null,
  context_length     integer     not null default 0,
  max_output_tokens  integer     not null default 0,
  tier               text        not null default 'small' check (tier in ('small', 'medium', 'large')),
  supports_tools     smallint    not null default -1 check (supports_tools in (-1, 0, 1)),
  supports_vision    smallint    not null default -1 check (supports_vision in (-1, 0, 1)),
  supports_json_mode smallint    not null default -1 check (supports_json_mode in (-1, 0, 1)),
  supports_reasoning boolean     not null default false,
  supports_thai      boolean     not null default false,
  chat               boolean     not null default true,
  live_score         real,
  hidden             boolean     not null default false,
  metadata           jsonb       not null default '{}',
  first_seen         timestamptz not null default now(),
  last_seen          timestamptz not null default now(),
  missing_since      timestamptz,
  unique (provider, model_id)
);
comment on column models.id is 'provider:model_id';
comment on column models.hidden is 'its provider is switched off or has no key; never deleted, its history counts';

-- Counts changes that the chat path must learn of, also those made by hand in SQL.
create table catalog_version (
  one     boolean primary key default true check (one),
  version bigint  not null default 0
);
insert into catalog_version default values;

create function note_catalog_change() returns trigger language plpgsql as $$
begin
  update catalog_version set version = version + 1;
  return null;
end $$;

create trigger provider_catalog_changed
  after insert or delete or update of label, base_url, chat_url, auth_scheme, auth_name, models_url,
    models_auth, models, dialect, headers, keyless, local, enabled, status
  on provider_catalog for each statement execute function note_catalog_change();
create trigger api_keys_changed
  after insert or delete or update of provider, cipher, health
  on api_keys for each statement execute function note_catalog_change();
create trigger models_changed
  after insert or delete or update of name, context_length, max_output_tokens, tier, supports_tools,
    supports_vision, supports_json_mode, supports_reasoning, supports_thai, chat, missing_since
  on models for each statement execute function note_catalog_change();
