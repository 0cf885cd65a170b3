-- The ledger of one quota: units sent by each replica in each bucket, and units each still holds.
-- Their sum never exceeds the limit. Reports what the caller sent and holds, then grants what is free.
-- A replica that is gone may have sent what it held: that counts from now on as sent.
-- KEYS  ledger, replicas, time of the first entry of any ledger
-- ARGV  replica, now, grace, bucket, buckets, limit, held, want, period, then bucket and units in turn
-- returns units granted, units free, bucket of the oldest units, 1 while nothing is granted yet
local me, now, grace = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local bucket, buckets, limit = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local held, want, period = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local HELD, HOUR = -1, 3600000

redis.call('SET', KEYS[3], now, 'NX')
local early = now - tonumber(redis.call('GET', KEYS[3])) < grace

local alive = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  alive[id] = true
end

local sum, oldest = held, bucket
local function count(at, units)
  sum = sum + units
  if at ~= HELD and units > 0 and at < oldest then
    oldest = at
  end
end

local ledger = redis.call('HGETALL', KEYS[1])
for i = 1, #ledger, 2 do
  local at, id = string.match(ledger[i], '^(%-?%d+):(.*)$')
  at = tonumber(at)
  local over = at ~= HELD and at <= bucket - buckets
  local gone = at == HELD and not alive[id]
  local units = tonumber(ledger[i + 1])
  if id == me or over or gone then
    redis.call('HDEL', KEYS[1], ledger[i])
  else
    count(at, units)
  end
  if gone and id ~= me then
    redis.call('HINCRBY', KEYS[1], bucket .. ':' .. id, units)
    count(bucket, units)
  end
end
for i = 10, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i] .. ':' .. me, ARGV[i + 1])
  count(tonumber(ARGV[i]), tonumber(ARGV[i + 1]))
end

local granted = 0
if not early then
  granted = math.max(0, math.min(want, limit - sum))
end
if held + granted > 0 then
  redis.call('HSET', KEYS[1], HELD .. ':' .. me, held + granted)
end
redis.call('PEXPIRE', KEYS[1], period * 2 + HOUR)
return {granted, math.max(0, limit - sum - granted), oldest, early and 1 or 0}
