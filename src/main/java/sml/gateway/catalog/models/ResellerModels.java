package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/**
 * Which of a reseller's models one of the providers behind it serves. Two resellers are known: one
 * lists its providers with each model and is asked for {@code model:provider}; the other has a page
 * for each model that names them, of which only models that cost nothing there count. Their answer
 * is the same for all of their providers, so it is kept for a while.
 */
@Component
final class ResellerModels {
  private static final Duration LISTS_HOLD = Duration.ofMinutes(10);
  private static final Duration PAGES_HOLD = Duration.ofHours(12);
  private static final Duration FAILURES_HOLD = Duration.ofMinutes(5);
  private static final int MOST_PAGES = 150;
  private static final int MOST_KEPT = 1000;

  private final ModelListRequest listRequest;
  private final ModelListReader list;
  private final ObjectMapper json;
  private final Clock clock;
  private final Map<String, Kept> kept = new HashMap<>();

  private record Kept(ModelListResponse answer, Instant until) {}

  ResellerModels(
      ModelListRequest listRequest, ModelListReader list, ObjectMapper json, Clock clock) {
    this.listRequest = listRequest;
    this.list = list;
    this.json = json;
    this.clock = clock;
  }

  ModelListLoader.Result read(ProviderRow providerRow, Resale resale, String secret) {
    String url = listRequest.listUrl(providerRow);
    ModelListResponse answer = ask(providerRow, url, secret, LISTS_HOLD);
    if (!answer.ok()) {
      return new ModelListLoader.Result(answer, List.of(), answer.explain(secret));
    }
    try {
      JsonNode root = list.parse(answer.body());
      return root.findValue("providers") != null
          ? new ModelListLoader.Result(answer, served(root, resale), null)
          : byPages(providerRow, resale, secret, answer, list.read(root, FreeModels.SHOWN));
    } catch (IOException e) {
      return new ModelListLoader.Result(answer, List.of(), "its reseller's list cannot be read");
    }
  }

  /** Of a list whose models name their providers: those of this provider, with its data alone. */
  private List<ScannedModel> served(JsonNode root, Resale resale) throws IOException {
    ArrayNode mine = json.createArrayNode();
    for (JsonNode item : root.isArray() ? root : root.path("data")) {
      for (JsonNode provider : item.path("providers")) {
        boolean live = provider.path("status").asText("live").equalsIgnoreCase("live");
        if (live && same(provider.path("provider").asText(), resale.as())) {
          ObjectNode copy = item.deepCopy();
          copy.putArray("providers").add(provider);
          mine.add(copy);
        }
      }
    }
    return list.read(mine, FreeModels.ALL).stream()
        .map(model -> model.as(model.id() + ":" + resale.as()))
        .toList();
  }

  /** For a list without providers: each model's own page names them. */
  private ModelListLoader.Result byPages(
      ProviderRow providerRow,
      Resale resale,
      String secret,
      ModelListResponse answer,
      List<ScannedModel> free) {
    List<ScannedModel> mine = new ArrayList<>();
    for (ScannedModel model : free.subList(0, Math.min(MOST_PAGES, free.size()))) {
      String url = listRequest.listUrl(providerRow) + "/" + model.id() + "/endpoints";
      ModelListResponse page = ask(providerRow, url, secret, PAGES_HOLD);
      if (page.status() == 404) {
        continue;
      }
      if (!page.ok()) {
        return new ModelListLoader.Result(page, List.of(), page.explain(secret));
      }
      if (servedBy(page, resale.as())) {
        mine.add(model);
      }
    }
    return new ModelListLoader.Result(answer, mine, null);
  }

  private boolean servedBy(ModelListResponse page, String slug) {
    try {
      for (JsonNode endpoint : list.parse(page.body()).at("/data/endpoints")) {
        String tag = endpoint.path("tag").asText("").split("/", 2)[0];
        if (same(tag, slug) || same(endpoint.path("provider_name").asText(""), slug)) {
          return true;
        }
      }
    } catch (IOException e) {
      // a page that cannot be read names no provider
    }
    return false;
  }

  private synchronized ModelListResponse ask(
      ProviderRow providerRow, String url, String secret, Duration holds) {
    Instant now = clock.instant();
    Kept before = kept.get(url);
    if (before != null && before.until().isAfter(now)) {
      return before.answer();
    }
    ModelListResponse answer = listRequest.models(providerRow, url, secret);
    Duration time = answer.ok() || answer.status() == 404 ? holds : FAILURES_HOLD;
    if (kept.size() >= MOST_KEPT) {
      kept.values().removeIf(old -> !old.until().isAfter(now));
    }
    if (kept.size() < MOST_KEPT && !answer.refused()) {
      kept.put(url, new Kept(answer, now.plus(time)));
    }
    return answer;
  }

  private static boolean same(@Nullable String one, String other) {
    return one != null && !one.isEmpty() && plain(one).equals(plain(other));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
