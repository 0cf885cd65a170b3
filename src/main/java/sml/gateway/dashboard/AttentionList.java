package sml.gateway.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Collects what the owner should look at, most urgent first, each with what mends it. */
@Component("attentionList")
final class AttentionList {
  private static final double LOW = 0.2;
  private static final int MOST_MODELS = 5;

  private final PageTexts texts;
  private final GatewaySentences sentences;

  /**
   * One line.
   *
   * @param level {@code bad} or {@code warn}
   * @param link the page to go to, null when the button acts at once
   * @param method the method of the call behind the button, null with a link
   */
  record Attention(
      String level,
      String text,
      String button,
      @Nullable String link,
      @Nullable String method,
      @Nullable String path) {}

  AttentionList(PageTexts texts, GatewaySentences sentences) {
    this.texts = texts;
    this.sentences = sentences;
  }

  List<Attention> of(
      String language,
      Map<String, Object> status,
      List<Map<String, Object>> circuits,
      List<Map<String, Object>> limits,
      List<Map<String, Object>> failedFiles) {
    List<Attention> found = new ArrayList<>();
    keys(language, status, found);
    files(language, failedFiles, found);
    rate(language, status, found);
    worker(language, status, found);
    circuits(language, circuits, found);
    quotas(language, limits, found);
    return found;
  }

  private void keys(String language, Map<String, Object> status, List<Attention> found) {
    Map<?, ?> checks = (Map<?, ?>) status.getOrDefault("checks", Map.of());
    Object available =
        checks.get("providers") instanceof Map<?, ?> all ? all.get("available") : null;
    boolean none = available instanceof Number number && number.intValue() == 0;
    if (none) {
      found.add(link(language, "bad", "need.key", "/setup"));
    }
    if (status.get("alerts") instanceof List<?> alerts) {
      for (Object alert : alerts) {
        if (!(none && alert.toString().contains("key yet"))) {
          String said = sentences.in(language, alert.toString());
          found.add(
              new Attention("warn", said, text(language, "do.look"), "/requests", null, null));
        }
      }
    }
  }

  private void files(
      String language, List<Map<String, Object>> failedFiles, List<Attention> found) {
    failedFiles.forEach(
        one ->
            found.add(
                link(language, "bad", "need.route", "/routes", String.valueOf(one.get("file")))));
  }

  private void rate(String language, Map<String, Object> status, List<Attention> found) {
    if (status.get("measured") instanceof Map<?, ?> measured
        && status.get("targets") instanceof Map<?, ?> targets
        && measured.get("unavailableRate") instanceof Number rate
        && targets.get("unavailableRate") instanceof Number target
        && rate.doubleValue() >= target.doubleValue()) {
      found.add(link(language, "warn", "need.rate", "/requests?result=error", rate));
    }
  }

  private void worker(String language, Map<String, Object> status, List<Attention> found) {
    Object state = status.get("worker") instanceof Map<?, ?> worker ? worker.get("status") : null;
    if ("error".equals(state) || "never_run".equals(state)) {
      found.add(
          new Attention(
              "error".equals(state) ? "bad" : "warn",
              text(language, "need.worker." + state),
              text(language, "do.worker"),
              null,
              "POST",
              "/api/worker"));
    }
  }

  private void circuits(
      String language, List<Map<String, Object>> circuits, List<Attention> found) {
    circuits.stream()
        .filter(one -> "open".equals(one.get("state")))
        .limit(MOST_MODELS)
        .map(one -> String.valueOf(one.get("model")))
        .forEach(
            model ->
                found.add(
                    new Attention(
                        "warn",
                        text(language, "need.breaker", model),
                        text(language, "do.reset"),
                        null,
                        "DELETE",
                        "/api/circuits/" + UriUtils.encodePath(model, StandardCharsets.UTF_8))));
  }

  private void quotas(String language, List<Map<String, Object>> limits, List<Attention> found) {
    limits.stream()
        .flatMap(QuotaGauge::overTime)
        .filter(gauge -> gauge.share() < LOW)
        .map(QuotaGauge::name)
        .distinct()
        .limit(MOST_MODELS)
        .forEach(model -> found.add(link(language, "warn", "need.quota", "/providers", model)));
  }

  private Attention link(
      String language, String level, String key, String link, Object... parameters) {
    String button = text(language, "do" + key.substring(key.indexOf('.')));
    return new Attention(level, text(language, key, parameters), button, link, null, null);
  }

  private String text(String language, String key, Object... parameters) {
    return texts.text(language, key, parameters);
  }
}
