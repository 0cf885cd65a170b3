package sml.gateway.dashboard;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /setup}: the exam level, and one card per provider, to test and save keys and to
 * switch it on or off.
 */
@Component("setupPage")
final class SetupPage {
  private static final String ALL = "all";

  /** The kinds of cards that the filter of the address knows. */
  private static final List<String> SHOWN = List.of(ALL, "usable", "no-key", "keyless", "off");

  private static final List<String> ORDER = List.of("error", "active", "no_models", "no_key");

  private final PageRenderer renderer;

  SetupPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Header("show") @Nullable String wanted,
      @Variable("providers") Object providers,
      @Variable("keys") Object setupRows,
      @Variable("level") Object examConfig) {
    String show = wanted != null && SHOWN.contains(wanted) ? wanted : ALL;
    List<Map<String, Object>> cards = cards(renderer.rows(providers), renderer.rows(setupRows));
    return renderer.render(
        call,
        200,
        "setup",
        Map.of(
            "levels", renderer.rows(examConfig, "levels"),
            "active", String.valueOf(renderer.object(examConfig).get("active")),
            "cards", cards.stream().filter(card -> shown(card, show)).toList(),
            "usable", cards.stream().filter(card -> shown(card, "usable")).count(),
            "known", cards.size(),
            "names",
                cards.stream()
                    .map(card -> String.valueOf(card.get("provider")))
                    .collect(Collectors.joining(" ")),
            "show", show,
            "filters", SHOWN));
  }

  private static List<Map<String, Object>> cards(
      List<Map<String, Object>> providers, List<Map<String, Object>> setupRows) {
    Map<Object, Map<String, Object>> keys = new HashMap<>();
    setupRows.forEach(row -> keys.put(row.get("provider"), row));
    return providers.stream()
        .map(provider -> card(provider, keys.getOrDefault(provider.get("provider"), Map.of())))
        .sorted(Comparator.comparingInt(SetupPage::place))
        .toList();
  }

  private static Map<String, Object> card(Map<String, Object> provider, Map<String, Object> keys) {
    Map<String, Object> card = new HashMap<>(keys);
    card.putAll(provider);
    card.putIfAbsent("access", access(provider));
    String homepage = String.valueOf(provider.get("homepage"));
    // an address of another scheme would run as a script when it is followed
    card.put("signUp", homepage.matches("(?i)https?://.*") ? homepage : null);
    return card;
  }

  private static String access(Map<String, Object> provider) {
    if (Boolean.TRUE.equals(provider.get("noKeyRequired"))) {
      return "keyless";
    }
    return Boolean.TRUE.equals(provider.get("freeTier")) ? "free" : "paid";
  }

  private static int place(Map<String, Object> card) {
    // one click makes these usable: they come before those that need a key
    boolean oneClick =
        "keyless".equals(card.get("access")) && "disabled".equals(card.get("status"));
    int place = ORDER.indexOf(oneClick ? "no_models" : String.valueOf(card.get("status")));
    return place < 0 ? ORDER.size() : place;
  }

  private static boolean shown(Map<String, Object> card, String show) {
    return switch (show) {
      case "usable" -> Boolean.TRUE.equals(card.get("usable"));
      case "no-key" -> "no_key".equals(card.get("status"));
      case "keyless" -> "keyless".equals(card.get("access"));
      case "off" -> "disabled".equals(card.get("status"));
      default -> true;
    };
  }
}
