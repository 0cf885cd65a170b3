-- The probe has ended; when it was tried stays.
-- KEYS[1] hash
return {redis.call('HDEL', KEYS[1], 'probe')}
