package sml.gateway.cache;

/** Knows which remembered answers were taken back since. */
@FunctionalInterface
public interface ServableAnswers {

  /** True while the answer may be served. */
  boolean allows(CachedAnswer answer);
}
