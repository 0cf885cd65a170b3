package sml.gateway.catalog.updates;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds providers to the catalogue that the operator did not enter. */
public interface ProviderRegistrar {

  /** The names of all rows of the catalogue, whatever their state. */
  Set<String> known();

  /**
   * Adds a provider, active at once. Calls to it are guarded: only HTTPS to public addresses.
   *
   * @return false when its name is taken
   * @throws Refusal when it cannot be a row of the catalogue
   */
  boolean add(DiscoveredProvider newcomer) throws Refusal;

  /** A newcomer is not taken in. */
  final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    public Refusal(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** Why, in words. */
    public String reason() {
      return reason;
    }
  }

  /**
   * A provider that was found.
   *
   * @param name of its row
   * @param source openrouter, huggingface or pattern
   * @param chatUrl where it is not below the base URL, else null
   * @param modelsUrl where it is not below the base URL, else null
   * @param keyHeader the header that carries a key, empty for a bearer token
   * @param resale how it is reached through another provider, null when it is reached itself
   */
  record DiscoveredProvider(
      String name,
      String label,
      String source,
      String baseUrl,
      @Nullable String chatUrl,
      @Nullable String modelsUrl,
      String dialect,
      String homepage,
      String notes,
      String keyHeader,
      @Nullable Resale resale) {}

  /**
   * A provider behind another one.
   *
   * @param reseller row of the other, whose keys are used
   * @param as its name there
   */
  record Resale(String reseller, String as) {}
}
