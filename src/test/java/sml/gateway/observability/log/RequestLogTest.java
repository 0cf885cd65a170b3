package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.observability.Finished;
import sml.gateway.observability.ObservabilitySettings;

class RequestLogTest {

  private static LogEntry logged(String preview, String answer) {
    var settings =
        new Binder(new MapConfigurationPropertySource(Map.of("sml.ops.prompt-preview", preview)))
            .bindOrCreate("sml.ops", ObservabilitySettings.class);
    var buffer = new RequestRowBuffer(settings);
    new RequestLog(buffer, settings, Clock.systemUTC()).record(Finished.saying(answer));
    return buffer.rows().getFirst().entry();
  }

  @Test
  void theBeginningOfAnAnswerIsKeptHoweverItWasSent() {
    assertThat(logged("5", "streamed words").assistantMessage()).isEqualTo("strea");
  }

  @Test
  void nothingOfAnAnswerIsKeptUnlessItIsWanted() {
    assertThat(logged("0", "streamed words").assistantMessage()).isNull();
  }

  @Test
  void aRequestWithoutAnAnswerHasNoPreview() {
    assertThat(logged("5", "").assistantMessage()).isNull();
  }
}
