-- Limits of an own key that the operator knows: {"requests_per_day": 1000, "concurrent": 4,
-- "models": {"gpt-*": {"tokens_per_minute": 8000}}}. A choice like use_credit, not a value of the
-- row: a row with limits still gets what a later release corrects.
alter table provider_catalog
  add column limits    jsonb       not null default '{}' check (jsonb_typeof(limits) = 'object'),
  add column limits_at timestamptz not null default now();
comment on column provider_catalog.limits is 'limits of one key, set by the operator; they beat those of catalog/limits.json';
comment on column provider_catalog.limits_at is 'what a provider said of its limits before that does not count';

drop trigger provider_catalog_changed on provider_catalog;
create trigger provider_catalog_changed
  after insert or delete or update of label, base_url, chat_url, auth_scheme, auth_name, models_url,
    models_auth, models, dialect, headers, keyless, local, enabled, status, guarded, reseller,
    resold_as, quota_reset, access, use_credit, quota_owner, limits
  on provider_catalog for each statement execute function note_catalog_change();
