package sml.gateway.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;

/** A place where providers can be found; a name that several know is that of the first of them. */
interface ProviderSource {

  /** Its word in the column {@code source}. */
  String name();

  /**
   * Reads the source now. Never throws for errors of the source.
   *
   * @param nameFilter asked before a provider itself is called
   */
  Findings look(NameFilter nameFilter);

  /** Decides by its name whether a provider has to be called. */
  @FunctionalInterface
  interface NameFilter {
    /** Why a name is refused, empty when it is known already, null when it is accepted. */
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
