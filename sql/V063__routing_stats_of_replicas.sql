-- Replicas add their results to the same rows, and look for what the others have added.
alter table routing_stats add column saved_at timestamptz not null default clock_timestamp();
create index routing_stats_saved on routing_stats (saved_at);
