-- A replica says goodbye.
-- KEYS[1] replicas   ARGV replica
return {redis.call('ZREM', KEYS[1], ARGV[1])}
