-- Keeps a row unless a later one is kept, and tells it; without a key it only tells.
-- KEYS[1] hash   ARGV key, stamp, text, channel, message   or   ARGV channel, message
if #KEYS == 0 then
  redis.call('PUBLISH', ARGV[1], ARGV[2])
  return {1}
end
local MOST_ROWS, DAYS = 20000, 31
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if kept and tonumber(string.match(kept, '^(%d+)')) > tonumber(ARGV[2]) then
  return {0}
end
if kept or redis.call('HLEN', KEYS[1]) < MOST_ROWS then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
  redis.call('PEXPIRE', KEYS[1], DAYS * 86400000)
end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return {1}
