-- Claims the probe of an open breaker: 0 when it is granted, else when the one in the way began.
-- KEYS[1] hash   ARGV what counts (probe or tried), for how long, when the breaker opened, now
local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1])) or 0
if last > 0 and last >= tonumber(ARGV[3]) and ARGV[4] - last < tonumber(ARGV[2]) then
  return {last}
end
redis.call('HSET', KEYS[1], 'probe', ARGV[4], 'tried', ARGV[4])
redis.call('PEXPIRE', KEYS[1], 3600000)
return {0}
