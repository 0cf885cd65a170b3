package sml.gateway.catalog;

import java.util.Set;

/**
 * Fields that providers were seen to refuse although no client had sent them. They are a part of a
 * provider's dialect that was learned: the gateway no longer adds them to its requests.
 */
public interface RefusedFields {

  /** The fields not to add for this provider; a look into memory. */
  Set<String> of(String provider);

  /**
   * A request was refused with the field and taken without it; {@code said} are the provider's
   * words. Returns at once: it is written down aside.
   */
  void learn(String provider, String field, String said);
}
