package sml.gateway.observability.log;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.util.List;
import sml.gateway.chat.ModelRef;

/** Rows as JSON whose members are columns, in snake case, for the table and the trace. */
final class RequestRowJson {
  private static final JsonMapper SNAKE =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private record Columns(
      @JsonUnwrapped LogEntry entry, RequestTrace trace, List<CountedCall> calls) {}

  /** A call of a model as the writer counts it; {@code failed} only when it was not usable. */
  private record CountedCall(String provider, String model, boolean answered, boolean failed) {
    static CountedCall of(TracedAttempt attempt) {
      ModelRef ref = ModelRef.parse(attempt.model()).orElseThrow();
      return new CountedCall(ref.provider(), ref.model(), attempt.answered(), attempt.failed());
    }
  }

  private RequestRowJson() {}

  /**
   * An array with one object per row whose members are the columns of the table, and the calls that
   * are counted with it.
   */
  static String columns(List<RequestRow> rows) {
    return snake(
        rows.stream()
            .map(
                requestRow ->
                    new Columns(
                        requestRow.entry(),
                        RequestTrace.of(requestRow),
                        counted(requestRow.story().attempts())))
            .toList());
  }

  /** A model that was not asked was not called. */
  private static List<CountedCall> counted(List<TracedAttempt> attempts) {
    return attempts.stream().filter(TracedAttempt::asked).map(CountedCall::of).toList();
  }

  /** Members in snake case. */
  static String snake(Object value) {
    try {
      return SNAKE.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
