-- A sign of life: counts the replicas that gave one lately, and tells the news as a sign of theirs.
-- KEYS[1] replicas   ARGV replica, silence in ms, channel, message
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], 60000)
redis.call('PUBLISH', ARGV[3], ARGV[4])
return {redis.call('ZCARD', KEYS[1])}
