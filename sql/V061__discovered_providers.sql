-- Providers that discovery found. Nobody typed their addresses, so calls to them are guarded; one
-- that is reached through a reseller uses the reseller's keys while it has none of its own.

alter table provider_catalog
  add column guarded   boolean not null default false,
  add column reseller  text,
  add column resold_as text,
  add constraint provider_catalog_resold check ((reseller is null) = (resold_as is null));
comment on column provider_catalog.guarded is
  'nobody typed its addresses: only https to public addresses is called';
comment on column provider_catalog.reseller is 'the provider it is reached through, whose keys it may use';
comment on column provider_catalog.resold_as is 'its name there';

drop trigger provider_catalog_changed on provider_catalog;
create trigger provider_catalog_changed
  after insert or delete or update of label, base_url, chat_url, auth_scheme, auth_name, models_url,
    models_auth, models, dialect, headers, keyless, local, enabled, status, guarded, reseller,
    resold_as
  on provider_catalog for each statement execute function note_catalog_change();

-- What discovery refused and why, so that it is told once and not with every run.
create table discovery_refusals (
  name       text        not null,
  reason     text        not null,
  source     text        not null,
  first_seen timestamptz not null,
  last_told  timestamptz not null,
  primary key (name, reason)
);
