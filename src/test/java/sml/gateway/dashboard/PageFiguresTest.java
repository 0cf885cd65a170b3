package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pages make of the answers of the API. */
class PageFiguresTest {
  private final PageFormat format = new PageFormat(key -> key.substring("unit.".length()));

  @Test
  void timesAndRatesHaveUnits() {
    assertThat(format.ms(355)).isEqualTo("355 ms");
    assertThat(format.ms(1_449)).isEqualTo("1.4 s");
    assertThat(format.ms(12_600)).isEqualTo("13 s");
    assertThat(format.percent(99.0)).isEqualTo("99 %");
    assertThat(format.share(0.833)).isEqualTo("83.3 %");
    assertThat(format.count(12_345)).isEqualTo("12,345");
    assertThat(format.span(7_300)).isEqualTo("2 hours");
    assertThat(format.ms(null)).isEqualTo("–");
    assertThat(format.clock("no time")).isEqualTo("–");
    assertThat(format.iso(1_796_009_849_000L)).isEqualTo("2026-11-30T03:37:29Z");
    assertThat(format.path("/school", "a", "b/c d")).isEqualTo("/school/a/b/c%20d");
  }

  private static Map<String, Object> log(long ms, int status, boolean hedge, int attempts) {
    return Map.of(
        "requestId",
        "r" + ms,
        "latencyMs",
        ms,
        "status",
        status,
        "hedge",
        hedge,
        "attempts",
        attempts,
        "cache",
        "off");
  }

  @Test
  void aSampleCountsCallsAndWinsAndDrawsOneBarPerRequest() {
    RequestSample sample =
        RequestSample.of(
            List.of(log(100, 200, true, 3), log(400, 200, false, 1), log(25, 503, false, 2)));
    assertThat(sample.upstreamCalls()).isEqualTo(6);
    assertThat(sample.hedgeWins()).isEqualTo(1);
    assertThat(sample.p50Ms()).isEqualTo(100);
    assertThat(sample.p99Ms()).isEqualTo(400);
    assertThat(sample.bars()).extracting(RequestSample.Bar::height).containsExactly(25L, 100L, 50L);
    assertThat(sample.bars().getFirst().answered()).isFalse();
    assertThat(sample.bars().getLast().x()).isEqualTo(590);
    assertThat(RequestSample.of(List.of()).p50Ms()).isNull();
  }

  @Test
  void theLanesOfAHedgeShareOneScale() {
    Map<String, Object> winner =
        Map.of(
            "model",
            "a/b",
            "outcome",
            "answered",
            "joined",
            "start",
            "started_ms",
            0,
            "ended_ms",
            400,
            "first_content_ms",
            100);
    Map<String, Object> loser =
        Map.of(
            "model",
            "c/d",
            "outcome",
            "cancelled",
            "joined",
            "rescue",
            "started_ms",
            200,
            "ended_ms",
            400);
    HedgeTimeline timeline = HedgeTimeline.of(List.of(loser, winner), 400);
    assertThat(timeline.lanes())
        .extracting(HedgeTimeline.Lane::kind)
        .containsExactly("won", "left");
    HedgeTimeline.Lane first = timeline.lanes().getFirst();
    assertThat(List.of(first.x(), first.waited(), first.rest())).containsExactly(0L, 250L, 750L);
    HedgeTimeline.Lane second = timeline.lanes().getLast();
    assertThat(List.of(second.x(), second.waited(), second.rest())).containsExactly(500L, 500L, 0L);
    assertThat(HedgeTimeline.of(List.of(), null).totalMs()).isEqualTo(1);
  }

  private static Map<String, Object> number(String kind, int limit, int left) {
    return Map.of(
        "provider",
        "p",
        "modelId",
        "m",
        "kind",
        kind,
        "quota",
        "in words",
        "limit",
        limit,
        "limitSource",
        Map.of("source", "header", "words", "x-limit", "at", 5),
        "remaining",
        left,
        "remainingSource",
        Map.of("source", "counted"));
  }

  @Test
  void aQuotaHasAGaugeWithTheSourcesOfItsNumbers() {
    assertThat(QuotaGauge.of(number("RPM", 6, 1)))
        .containsExactly(
            new QuotaGauge(
                "p", "m", "RPM", 1, 6, 1 / 6.0, null, "header", "counted", "x-limit", 5));
    assertThat(QuotaGauge.of(number("REQUESTS_PER_MONTH", 6, 1)))
        .extracting(QuotaGauge::kind)
        .containsExactly("in words");
    Map<String, Object> hinted = new HashMap<>(number("RPM", 6, 6));
    assertThat(QuotaGauge.of(hinted)).hasSize(1);
    hinted.put("limitSource", Map.of("source", "hint"));
    assertThat(QuotaGauge.of(hinted)).isEmpty();
    assertThat(QuotaGauge.overTime(number("CONCURRENT", 6, 1))).isEmpty();
    assertThat(QuotaGauge.of(Map.of("provider", "p", "limit", 6))).isEmpty();
  }

  private static AttentionList attention() {
    var texts = new PageTexts();
    return new AttentionList(texts, new GatewaySentences(texts));
  }

  @Test
  void whatNeedsTheOwnerComesWithWhatMendsIt() {
    Map<String, Object> status =
        Map.of(
            "checks", Map.of("providers", Map.of("available", 0)),
            "alerts", List.of("no provider has a key yet", "the database is slow"),
            "worker", Map.of("status", "error"),
            "measured", Map.of("unavailableRate", 3.5),
            "targets", Map.of("unavailableRate", 1.0));
    AttentionList list = attention();
    var found =
        list.of(
            "en",
            status,
            List.of(Map.of("model", "a/b c", "state", "open")),
            List.of(number("RPM", 10, 1)),
            List.of(Map.of("file", "chat.camel.yaml")));
    assertThat(found)
        .extracting(one -> one.link() == null ? one.method() + " " + one.path() : one.link())
        .containsExactly(
            "/setup",
            "/requests",
            "/routes",
            "/requests?result=error",
            "POST /api/worker",
            "DELETE /api/circuits/a/b%20c",
            "/providers");
    assertThat(found).noneMatch(one -> one.text().contains("??") || one.button().contains("??"));
    assertThat(list.of("th", Map.of(), List.of(), List.of(), List.of())).isEmpty();
  }

  @Test
  void theAlertsOfTheHealthReportAreInTheLanguageOfThePage() {
    Map<String, Object> status =
        Map.of(
            "checks", Map.of("providers", Map.of("available", 0)),
            "alerts",
                List.of(
                    "no provider has a key yet",
                    "the database is slow, it took 900 ms to answer",
                    "only 40 % of the last 100 requests were answered"));
    assertThat(attention().of("th", status, List.of(), List.of(), List.of()))
        .filteredOn(one -> "/requests".equals(one.link()))
        .extracting(AttentionList.Attention::text)
        .containsExactly("ฐานข้อมูลช้า ใช้เวลาตอบ 900 ms", "100 คำขอล่าสุดตอบได้แค่ 40 %");
  }

  private static Map<String, Object> card(String name, String access, String status, int models) {
    return Map.of(
        "provider", name,
        "access", access,
        "status", status,
        "noKeyRequired", access.equals("keyless"),
        "homepage", name.equals("odd") ? "javascript:alert(1)" : "https://example.com",
        "availableCount", models);
  }

  @Test
  void theFirstStepsOfferWhatIsStillMissing() {
    var cards =
        List.of(
            card("odd", "free", "no_key", 0),
            card("keyed", "free", "no_key", 0),
            card("open", "keyless", "disabled", 0),
            card("dear", "paid", "no_key", 0));
    FirstSteps fresh = FirstSteps.of(cards, true);
    assertThat(fresh.shown()).isTrue();
    assertThat(fresh.ready()).isFalse();
    assertThat(fresh.free()).extracting(one -> one.get("provider")).containsExactly("keyed");
    assertThat(fresh.keyless()).extracting(one -> one.get("provider")).containsExactly("open");

    var inUse = List.of(card("open", "keyless", "active", 3));
    assertThat(FirstSteps.of(inUse, true).shown()).isTrue();
    assertThat(FirstSteps.of(inUse, true).ready()).isTrue();
    assertThat(FirstSteps.of(inUse, false).shown()).isFalse();
  }
}
