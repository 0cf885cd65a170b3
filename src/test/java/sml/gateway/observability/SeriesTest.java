package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sml.gateway.observability.Series.Sample;

class SeriesTest {
  private static final List<String> PROVIDER = List.of("provider");

  private static String text(Series series) {
    var text = new StringBuilder();
    series.writeTo(text);
    return text.toString();
  }

  @Test
  void aSampleShowsItsLabelsAndItsValue() {
    var series =
        Series.gauge(
            "sml_latency_p50_seconds",
            "Time.",
            List.of("provider", "type"),
            List.of(new Sample(List.of("a", "tpm"), 0.25), new Sample(List.of("b", "tpd"), 12)));
    assertThat(text(series))
        .isEqualTo(
            """
            # HELP sml_latency_p50_seconds Time.
            # TYPE sml_latency_p50_seconds gauge
            sml_latency_p50_seconds{provider="a",type="tpm"} 0.25
            sml_latency_p50_seconds{provider="b",type="tpd"} 12
            """);
  }

  @Test
  void anEmptySeriesIsAZeroOfUnknown() {
    assertThat(text(Series.gauge("sml_x", "X.", PROVIDER, List.of())))
        .endsWith("sml_x{provider=\"unknown\"} 0\n");
    assertThat(text(Series.gauge("sml_y", "Y.", List.of(), List.of()))).endsWith("sml_y 0\n");
  }

  @Test
  void aLabelCannotBreakOutOfItsQuotes() {
    var odd = new Sample(List.of("a\"b\\c\nd"), 1);
    assertThat(text(Series.gauge("sml_x", "X.", PROVIDER, List.of(odd))))
        .endsWith("sml_x{provider=\"a\\\"b\\\\c\\nd\"} 1\n");
  }

  @Test
  void aSeriesHasAtMost500Samples() {
    var many = Collections.nCopies(700, new Sample(List.of("a"), 1));
    assertThat(text(Series.gauge("sml_x", "X.", PROVIDER, many)).lines()).hasSize(502);
  }
}
