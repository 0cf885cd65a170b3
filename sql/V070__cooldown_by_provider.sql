-- whether the provider itself said how long a model has to rest: such a model is never asked sooner
alter table model_fail_streak add column cooldown_by_provider boolean not null default false;
