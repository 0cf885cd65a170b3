package sml.gateway.cache.semantic;

/** The remembered question whose vector is nearest, and the cosine of the two. */
record Neighbour(SemanticEntry entry, double similarity) {}
