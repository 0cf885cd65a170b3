-- The demo's providers are rows of their own kind; they are offered in the demo only.
alter table provider_catalog drop constraint provider_catalog_source_check;
alter table provider_catalog add constraint provider_catalog_source_check
  check (source in ('seed', 'manual', 'openrouter', 'huggingface', 'pattern', 'simulated'));
