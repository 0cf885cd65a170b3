package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sml.gateway.dashboard.ShownFigures.Shown;
import sml.gateway.testkit.Client;

/** Compares the figures that a page shows with what the API answers. */
public final class ApiFigures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PageTexts TEXTS = new PageTexts();
  private static final PageFormat FORMAT = new PageFormat(key -> TEXTS.text("en", key));

  /** Routes that count the page and the call of the API while both are compared. */
  private static final Set<String> COUNTING =
      Set.of("id=routes-page", "id=routes-list", "id=get-routes");

  private final Client client;

  public ApiFigures(Client client) {
    this.client = client;
  }

  /** The page has {@code least} figures or more, each as the API answers and with its unit. */
  public void check(String page, int least) {
    List<Shown> shown =
        ShownFigures.of(body(page + "?lang=en")).all().stream()
            .filter(one -> !COUNTING.contains(one.row()))
            .toList();
    Map<String, JsonNode> answers = new HashMap<>();
    assertThat(shown).as(page).hasSizeGreaterThanOrEqualTo(least);
    for (Shown one : shown) {
      JsonNode expected = expected(one, answers.computeIfAbsent(path(one), this::answer));
      if (expected.isMissingNode() || expected.isNull()) {
        assertThat(one.value()).as("%s: %s", page, one).isNull();
        assertThat(one.text()).as("%s: %s", page, one).contains("–");
      } else {
        assertThat(one.value()).as("%s: %s of %s", page, one, expected).isNotNull();
        double value = Double.parseDouble(one.value());
        assertThat(value).as("%s: %s", page, one).isEqualTo(expected.asDouble());
        assertThat(one.text()).as("%s: %s", page, one).containsAnyOf(forms(value));
      }
    }
  }

  private String body(String path) {
    return client.get(path).body();
  }

  private static String path(Shown one) {
    return one.source().split("#", 2)[0];
  }

  private JsonNode answer(String path) {
    try {
      return JSON.readTree(body(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String[] forms(double value) {
    return new String[] {
      FORMAT.count(value),
      FORMAT.ms(value),
      FORMAT.percent(value),
      FORMAT.share(value),
      FORMAT.number(value),
      value <= 0 ? "–" : FORMAT.count(value)
    };
  }

  private static JsonNode expected(Shown one, JsonNode answer) {
    if (one.source().equals("/api/gateway-logs") && !one.figure().equals("total")) {
      return sample(one.figure(), answer.path("logs"));
    }
    if (Set.of("known", "events").contains(one.figure())) {
      JsonNode list = one.figure().equals("known") ? answer : answer.path("events");
      return JSON.getNodeFactory().numberNode(list.size());
    }
    String[] source = one.source().split("#", 2);
    JsonNode place = source.length == 2 ? answer.at(source[1]) : answer;
    return row(place, one.row()).at("/" + one.figure());
  }

  private static JsonNode row(JsonNode place, String row) {
    if (!place.isArray()) {
      return place;
    }
    return StreamSupport.stream(place.spliterator(), false)
        .filter(entry -> Stream.of(row.split("&")).allMatch(key -> matches(entry, key)))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static boolean matches(JsonNode entry, String key) {
    String[] pair = key.split("=", 2);
    return entry.path(pair[0]).asText("").equals(pair[1]);
  }

  /** What the newest hundred requests come to. */
  private static JsonNode sample(String figure, JsonNode logs) {
    List<JsonNode> all = StreamSupport.stream(logs.spliterator(), false).toList();
    Stream<JsonNode> answered =
        all.stream().filter(log -> log.path("status").asInt() < 400 && log.path("error").isNull());
    List<Long> firsts =
        all.stream()
            .filter(log -> log.path("status").asInt() < 400 && log.path("error").isNull())
            .filter(log -> log.path("firstByteMs").isNumber())
            .map(log -> log.path("firstByteMs").asLong())
            .sorted()
            .toList();
    long value =
        switch (figure) {
          case "firstP50Ms" -> firsts.get((firsts.size() + 1) / 2 - 1);
          case "cacheHits" ->
              all.stream().filter(log -> log.path("cache").asText().endsWith("hit")).count();
          case "upstreamCalls" ->
              all.stream().mapToLong(log -> log.path("attempts").asLong()).sum();
          case "hedgeWins" -> all.stream().filter(log -> log.path("hedge").asBoolean()).count();
          case "longestMs" ->
              all.stream()
                  .limit(60)
                  .mapToLong(log -> log.path("latencyMs").asLong())
                  .max()
                  .orElse(0);
          case "p95Ms" -> {
            List<Long> times =
                answered
                    .map(log -> log.path("latencyMs").asLong())
                    .sorted()
                    .collect(Collectors.toList());
            yield times.get((95 * times.size() + 99) / 100 - 1);
          }
          default -> throw new AssertionError("unknown figure " + figure);
        };
    return JSON.getNodeFactory().numberNode(value);
  }
}
