-- A change of the calendar of quotas reaches the other gateways, also one made by hand in SQL.
drop trigger provider_catalog_changed on provider_catalog;
create trigger provider_catalog_changed
  after insert or delete or update of label, base_url, chat_url, auth_scheme, auth_name, models_url,
    models_auth, models, dialect, headers, keyless, local, enabled, status, guarded, reseller,
    resold_as, quota_reset
  on provider_catalog for each statement execute function note_catalog_change();

-- Whose refusal or quota it was: the newest key of the provider then. With a newer key it is over.
alter table model_fail_streak add column cooldown_account bigint;
comment on column model_fail_streak.cooldown_account is
  'id in api_keys; null when the cause is the model or provider itself';
alter table provider_limits add column account bigint;
comment on column provider_limits.account is 'id in api_keys, 0 for a provider without keys';
