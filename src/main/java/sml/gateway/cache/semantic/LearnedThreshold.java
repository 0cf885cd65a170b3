package sml.gateway.cache.semantic;

/**
 * How near a question must be to one remembered question, learned from what came of it.
 *
 * @param cosine least cosine of the two
 * @param served how often its answer was served
 * @param disputed how often that was wrong
 */
record LearnedThreshold(double cosine, long served, long disputed) {

  static LearnedThreshold of(double floor) {
    return new LearnedThreshold(floor, 0, 0);
  }

  LearnedThreshold servedOnce() {
    return new LearnedThreshold(cosine, served + 1, disputed);
  }

  /** The guard refused a question as near as this: half the way to it. */
  LearnedThreshold refusedAt(double similarity) {
    return new LearnedThreshold(
        Math.max(cosine, (cosine + Math.min(similarity, 1)) / 2), served, disputed);
  }

  /** It was wrong: half the way to equality. */
  LearnedThreshold disputedOnce() {
    return new LearnedThreshold((cosine + 1) / 2, served, disputed + 1);
  }

  /** Whether a question as near as this may be served; none when too many were wrong. */
  boolean allows(double similarity, double errorBound) {
    return similarity >= cosine && disputed <= errorBound * served;
  }
}
