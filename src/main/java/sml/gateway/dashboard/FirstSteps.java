package sml.gateway.dashboard;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sml.gateway.dashboard.charts.Figure;

/**
 * What a new owner does first.
 *
 * @param shown some of it is still to be done
 * @param ready a provider can be asked, so that only a first question is missing
 * @param free providers that give a key for nothing, with the address of their page
 * @param keyless providers that are switched off and need no key
 */
record FirstSteps(
    boolean shown,
    boolean ready,
    List<Map<String, Object>> free,
    List<Map<String, Object>> keyless) {
  private static final int OFFERED = 4;

  /** The steps for these providers, as the API lists them. */
  static FirstSteps of(List<Map<String, Object>> providers, boolean nothingAsked) {
    boolean ready = providers.stream().anyMatch(one -> Figure.whole(one.get("availableCount")) > 0);
    return new FirstSteps(
        nothingAsked || !ready,
        ready,
        offered(providers, FirstSteps::givesKey),
        offered(providers, FirstSteps::waitsForAClick));
  }

  private static List<Map<String, Object>> offered(
      List<Map<String, Object>> providers, Predicate<Map<String, Object>> which) {
    return providers.stream().filter(which).limit(OFFERED).toList();
  }

  private static boolean givesKey(Map<String, Object> provider) {
    // an address of another scheme would run as a script when it is followed
    return "free".equals(provider.get("access"))
        && "no_key".equals(provider.get("status"))
        && String.valueOf(provider.get("homepage")).matches("(?i)https?://.*");
  }

  private static boolean waitsForAClick(Map<String, Object> provider) {
    return Boolean.TRUE.equals(provider.get("noKeyRequired"))
        && "disabled".equals(provider.get("status"));
  }
}
