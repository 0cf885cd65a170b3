-- A warm-up that was cut off has fewer pings than it meant to make, and must not look whole.
alter table warmup_pings add column planned integer;
comment on column warmup_pings.planned is
  'how many models its run meant to ping; null in rows from before this was kept';
