-- when the long quotas of a provider are full again: a time zone whose midnight counts, or 'rolling';
-- null where nothing is known, which is taken for UTC
alter table provider_catalog add column quota_reset text;
