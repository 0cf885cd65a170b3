package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.QuotaNumber;
import sml.gateway.testkit.TestDatabase;

/** What is known and counted of quotas before a restart is so after it. */
class QuotaRestartTest {
  private final DataSource database = TestDatabase.dataSource();
  private final Lab before = new Lab();
  private final Lab after = new Lab();

  private void restart() {
    RestartTest.flusher(before, database).stop();
    start();
  }

  private void start() {
    StateFlusher restarted = RestartTest.flusher(after, database);
    restarted.start();
    restarted.stop();
  }

  private static QuotaNumber number(Lab lab, String kind) {
    return lab.state.limits().numbers().stream()
        .filter(number -> number.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMeasuredLimitWinsOverItsHintAndSurvivesARestart() {
    ModelRef hinted = new ModelRef("groq", "openai/gpt-oss-120b");
    assertThat(before.enters(hinted)).isTrue();
    assertThat(number(before, "RPD").limit()).isEqualTo(1000);
    assertThat(number(before, "RPD").limitSource())
        .isEqualTo(new QuotaNumber.Source("hint", null, null));
    before.gate.observe(hinted, 1L, Map.of("x-ratelimit-limit-requests", "300"));
    var said =
        new QuotaNumber.Source("header", "x-ratelimit-limit-requests", before.clock.millis());
    assertThat(number(before, "RPD").limitSource()).isEqualTo(said);
    restart();
    assertThat(number(after, "RPD").limit()).isEqualTo(300);
    assertThat(number(after, "RPD").limitSource()).isEqualTo(said);
    assertThat(number(after, "RPD").remaining()).isEqualTo(299);
    assertThat(after.enters(hinted)).isTrue();
    assertThat(number(after, "TPM").limitSource())
        .isEqualTo(new QuotaNumber.Source("hint", null, null));
  }

  @Test
  void aRestartForgetsNoCountOfAnyPeriod() {
    ModelRef cohere = new ModelRef("cohere", "command");
    for (int call = 0; call < 7; call++) {
      assertThat(before.enters(cohere)).isTrue();
    }
    restart();
    assertThat(number(after, "RPM").remaining()).isEqualTo(13);
    assertThat(number(after, "REQUESTS_PER_MONTH").remaining()).isEqualTo(993);
    after.pass("61S");
    assertThat(number(after, "RPM").remaining()).isEqualTo(20);
    assertThat(number(after, "REQUESTS_PER_MONTH").remaining()).isEqualTo(993);
    after.clock.pass(Duration.ofDays(7));
    assertThat(number(after, "REQUESTS_PER_MONTH").remaining()).isEqualTo(1000);
  }

  @Test
  void aRestartForgetsNotHowManyCallsARefusalSaidAreTakenAtOnce() {
    assertThat(before.enters(A)).isTrue();
    String words = "Too many requests: at most 2 concurrent requests are allowed";
    before.refuses(A, Kind.RATE_LIMITED, words, null);
    restart();
    QuotaNumber atOnce = number(after, "CONCURRENT");
    assertThat(atOnce.limit()).isEqualTo(2);
    assertThat(atOnce.limitSource())
        .isEqualTo(new QuotaNumber.Source("refusal", words, before.clock.millis()));
    after.state.reset(A);
    assertThat(after.enters(A)).isTrue();
    assertThat(after.enters(A)).isTrue();
    assertThat(after.shut(A).reason()).isEqualTo("2 under way are as many as it takes at once");
    after.answers(A);
    assertThat(after.enters(A)).isTrue();
  }

  @Test
  void anUpgradeKeepsWhatTheFormerTableHad() throws IOException {
    before.gate.observe(A, 1L, Map.of("x-ratelimit-limit-tokens-day", "300"));
    before.refuses(A, Kind.RATE_LIMITED, "limit of 10 per 60 seconds", "30S");
    RestartTest.flusher(before, database).flush();
    var sql = new JdbcTemplate(database);
    sql.execute("delete from quota_windows");
    String migration = Files.readString(Path.of("sql/V105__quota_windows.sql"));
    sql.execute(migration.substring(migration.indexOf("insert into")));
    start();
    assertThat(number(after, "TPD").limit()).isEqualTo(300);
    assertThat(number(after, "RPM").limit()).isEqualTo(10);
    assertThat(number(after, "RPM").remaining()).isZero();
    assertThat(number(after, "RPM").limitSource())
        .isEqualTo(new QuotaNumber.Source("refusal", null, before.clock.millis()));
    assertThat(after.state.limits().all()).isEqualTo(before.state.limits().all());
  }

  @Test
  void aMonthEndsAtMidnightOfItsFirstDayInTheZoneOfTheProvider() {
    var accounts =
        new QuotaAccounts() {
          @Override
          public QuotaCalendar quotas(String provider) {
            return QuotaCalendar.of("America/Los_Angeles");
          }
        };
    Lab lab = new Lab(null, new HandClock(), accounts);
    ModelRef cohere = new ModelRef("cohere", "command");
    for (int minute = 0; minute < 50; minute++) {
      for (int call = 0; call < 20; call++) {
        assertThat(lab.enters(cohere)).isTrue();
        lab.cancelled(cohere);
      }
      lab.pass("62S");
    }
    assertThat(lab.enters(cohere)).isTrue(); // one trial beyond what is documented
    assertThat(lab.shut(cohere).reason()).contains("0 requests a month left");
    Instant end = Instant.parse("2026-12-01T08:00:00Z");
    lab.clock.pass(Duration.between(lab.clock.instant(), end).minusSeconds(1));
    lab.refuses(cohere, Kind.RATE_LIMITED, "no", null);
    assertThat(number(lab, "REQUESTS_PER_MONTH").remaining()).isLessThanOrEqualTo(1);
    lab.pass("1S");
    assertThat(number(lab, "REQUESTS_PER_MONTH").remaining()).isEqualTo(1000);
  }
}
