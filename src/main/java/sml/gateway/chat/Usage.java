package sml.gateway.chat;

/** Tokens as the upstream counted them; never estimated. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {}
