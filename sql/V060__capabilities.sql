-- How a model's skills are known: its provider says so, its name hints at it, or probes showed it.
-- What a provider states wins over what probes showed, and that over what a name hints at.

alter table models
  add column tools_basis  text not null default 'unknown'
    check (tools_basis in ('stated', 'probed', 'named', 'unknown')),
  add column vision_basis text not null default 'unknown'
    check (vision_basis in ('stated', 'probed', 'named', 'unknown'));
comment on column models.tools_basis is 'how supports_tools is known';
comment on column models.vision_basis is 'how supports_vision is known';
