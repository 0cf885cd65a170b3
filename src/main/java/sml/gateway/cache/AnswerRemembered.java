package sml.gateway.cache;

import sml.gateway.chat.ChatRequest;

/**
 * An answer went out complete and was put into the exact cache. Published on a thread of the cache,
 * when the client has the answer: listeners hold no request up.
 */
public record AnswerRemembered(ChatRequest request, CacheKey key, CachedAnswer answer) {}
