-- What was observed of a provider's access: never a change of its row, which keeps its own value.

create table observed_access (
  provider  text        primary key,
  access    text        not null check (access in ('paid', 'retired')),
  cause     text        not null check (cause in ('calls', 'list', 'list_gone', 'silence')),
  said      text        not null default '',
  since     timestamptz not null default now(),
  probed_at timestamptz not null default now()
);
comment on table observed_access is 'the free tier of a provider has ended; one cheap call a day finds out whether it is back';
comment on column observed_access.said is 'the words that showed it';
create trigger observed_access_changed
  after insert or delete or update of access
  on observed_access for each statement execute function note_catalog_change();

alter table provider_catalog add column unreachable_since timestamptz;
comment on column provider_catalog.unreachable_since is 'its model list has not answered at all since then';
