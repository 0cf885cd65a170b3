package sml.gateway.catalog;

import java.util.Set;
import sml.gateway.chat.ModelRef;

/**
 * Fields that models of providers were seen to refuse although no client had sent them. They are a
 * part of a provider's dialect that was learned: the gateway no longer adds them to its requests.
 */
public interface RefusedFields {

  /** The fields not to add for this model; a look into memory. */
  Set<String> of(ModelRef ref);

  /**
   * A request was refused with the field and taken without it; {@code said} are the provider's
   * words. Returns at once; it is stored in the background.
   */
  void learn(ModelRef ref, String field, String said);
}
