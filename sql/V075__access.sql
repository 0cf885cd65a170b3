-- What a provider's models cost: free (a quota that is renewed), keyless, credit (a starting credit,
-- then paid), paid or retired. Rows that were never edited get the shipped value at the next start.

alter table provider_catalog
  add column access       text    not null default 'free'
    check (access in ('free', 'keyless', 'credit', 'paid', 'retired')),
  add column access_facts jsonb   not null default '{}',
  add column use_credit   boolean not null default false,
  add column free_models  jsonb   not null default '[]',
  add column quota_owner  text;
comment on column provider_catalog.access is 'free_tier is true for free and keyless only';
comment on column provider_catalog.access_facts is 'since, reason, checked and card: where access comes from';
comment on column provider_catalog.use_credit is 'the operator lets sml/* spend the credit';
comment on column provider_catalog.free_models is
  'ids that cost nothing although the list does not say so, a star for any text; after ! those that are never offered';
comment on column provider_catalog.quota_owner is 'the provider whose account or address it shares';

update provider_catalog set access =
  case when not free_tier then 'paid' when keyless or auth_scheme = 'none' then 'keyless' else 'free' end;

drop trigger provider_catalog_changed on provider_catalog;
create trigger provider_catalog_changed
  after insert or delete or update of label, base_url, chat_url, auth_scheme, auth_name, models_url,
    models_auth, models, dialect, headers, keyless, local, enabled, status, guarded, reseller,
    resold_as, quota_reset, access, use_credit, quota_owner
  on provider_catalog for each statement execute function note_catalog_change();
