package sml.gateway.cache.semantic;

import org.jspecify.annotations.Nullable;

/** Finds the nearest vector among those of one partition and one embedder. */
interface VectorIndex {

  /** Id and cosine of an entry. */
  record Nearest(String id, double similarity) {}

  /** The nearest entry, null when there is none. */
  @Nullable Nearest nearest(String partition, String model, float[] vector);
}
