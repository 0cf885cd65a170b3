package sml.gateway.chat;

/** What the caches had for a request, as traces, logs and metrics name it. */
public enum CacheVerdict {
  /** The request could not be answered from a cache, or the caches are switched off. */
  OFF("off"),
  /** Nothing was remembered for it. */
  MISS("miss"),
  /** The answer to the same request was remembered. */
  HIT("hit"),
  /** The answer to a request that means the same was remembered. */
  SEMANTIC_HIT("semantic-hit"),
  /** The same request was being answered already, and this one got the same answer. */
  SHARED("shared");

  private final String id;

  CacheVerdict(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** True when the answer was remembered from an earlier request. */
  public boolean isHit() {
    return this == HIT || this == SEMANTIC_HIT;
  }
}
