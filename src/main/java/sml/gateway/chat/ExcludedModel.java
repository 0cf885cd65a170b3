package sml.gateway.chat;

/** A model that was considered and left out, and why, for the trace. */
public record ExcludedModel(ModelRef ref, String reason) {}
