package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal;

/**
 * Refusals of many providers, in the shapes that their documentation and their users report, and
 * what they mean at noon of a Tuesday: {@code refusals/table.json}. {@code rest} is how long to
 * leave the model alone, null when nothing is known; quotas end as the provider's catalogue row
 * says.
 */
class RefusalTableTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode CATALOG = resource("/catalog/providers.json");

  /** A row of the table; its name says what it shows. */
  record Row(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return StreamSupport.stream(resource("/refusals/table.json").spliterator(), false)
        .map(row -> new Row(row.path("name").asText(), row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRefusalMeansWhatItsProviderMeans(Row row) {
    Refusal refusal = read(row.json());
    assertThat(
            List.of(
                text(refusal.kind()),
                text(refusal.retryAfter()),
                text(refusal.period()),
                text(refusal.scope())))
        .containsExactly(
            expected(row, "kind"),
            expected(row, "rest"),
            expected(row, "period"),
            expected(row, "scope"));
  }

  @Test
  void theTableIsLong() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(rows().map(Row::name)).doesNotHaveDuplicates();
  }

  private static Refusal read(JsonNode row) {
    Map<String, String> headers = new HashMap<>();
    row.path("headers")
        .properties()
        .forEach(one -> headers.put(one.getKey(), one.getValue().asText()));
    JsonNode body = row.path("body");
    String text = body.isTextual() ? body.asText() : body.toString();
    return RefusalReader.read(
        row.path("status").asInt(), headers, text.getBytes(UTF_8), calendar(row), NOON);
  }

  private static QuotaCalendar calendar(JsonNode row) {
    String ofRow = CATALOG.path(row.path("provider").asText()).path("quota_reset").asText("UTC");
    return QuotaCalendar.of(row.path("quota_reset").asText(ofRow));
  }

  private static String expected(Row row, String member) {
    String value = row.json().path(member).asText();
    return member.equals("rest") && !value.equals("null")
        ? Duration.parse(value).toString()
        : value;
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }

  private static JsonNode resource(String name) {
    try (var file = RefusalTableTest.class.getResourceAsStream(name)) {
      return JSON.readTree(file);
    } catch (IOException unreadable) {
      throw new AssertionError(name, unreadable);
    }
  }
}
