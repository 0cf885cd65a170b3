package sml.gateway.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;

/** A place where providers can be found. */
interface ProviderSource {

  /** Its word in the column {@code source}. */
  String name();

  /**
   * Looks there now. Never throws for anything the place did.
   *
   * @param door asked before a provider is asked anything itself
   */
  Findings look(Door door);

  /** Knows who need not be looked at. */
  @FunctionalInterface
  interface Door {
    /** Why a name is refused, empty when it is known already, null when it is welcome. */
    @Nullable String refusalOf(String name);
  }

  /**
   * What was found.
   *
   * @param entries how many entries were looked at
   * @param providers those that can be called, new or not
   * @param refused those that must not be called
   * @param problem why the place could not be read, null when it could
   */
  record Findings(
      int entries,
      List<DiscoveredProvider> providers,
      List<Refused> refused,
      @Nullable String problem) {
    static Findings failed(String problem) {
      return new Findings(0, List.of(), List.of(), problem);
    }
  }

  /** A provider that is refused, and why. */
  record Refused(String name, String reason) {}
}
