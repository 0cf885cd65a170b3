package sml.gateway.access;

import java.util.regex.Pattern;

/**
 * Refuses an open port: an address that others can reach needs a key or the owner's explicit trust.
 */
final class BindRule {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?(0:){7}1]?");

  private final AccessSettings settings;

  BindRule(AccessSettings settings) {
    this.settings = settings;
  }

  void check(String address) {
    boolean loopback = LOOPBACK.matcher(address).matches();
    if (!loopback && !settings.asksForKey() && !settings.trustNetwork()) {
      throw new IllegalStateException(
          "SML_BIND=%s lets others on the network use your provider keys without asking. Set"
                  .formatted(address)
              + " SML_API_KEY, or SML_TRUST_NETWORK=true if that network is private.");
    }
  }
}
