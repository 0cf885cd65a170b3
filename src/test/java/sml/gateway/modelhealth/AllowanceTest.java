package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.LiveStats.CooldownState;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.upstream.AdmissionGate;

/** The quotas that ranking knows before a request is sent. */
class AllowanceTest {
  private static final ModelRef ROUTED = new ModelRef("openrouter", "x");
  private static final ModelRef RESOLD = new ModelRef("nova", "y");

  private Lab lab = new Lab();

  private CooldownState cooldown(ModelRef ref) {
    return Objects.requireNonNull(lab.liveStats.of(ref, Category.GENERAL).cooldown());
  }

  private long requests(ModelRef ref) {
    return lab.liveStats.allowance(ref).requestsThisMinute();
  }

  private void reports(String what, int limit, int remaining) {
    lab.gate.observe(
        A,
        1L,
        Map.of(
            "x-ratelimit-limit-" + what, "" + limit,
            "x-ratelimit-remaining-" + what, "" + remaining,
            "x-ratelimit-reset-" + what, "20s"));
  }

  @Test
  void aModelWithoutAKnownLimitHasNone() {
    assertThat(lab.liveStats.allowance(A)).isEqualTo(Allowance.UNKNOWN);
  }

  @Test
  void aUsedUpWindowIsACooldownUntilItOpens() {
    reports("requests", 30, 0);
    assertThat(cooldown(A).left()).isEqualTo(Duration.ofSeconds(20));
    assertThat(cooldown(A).byProvider()).isTrue();
    assertThat(cooldown(A).reason()).contains("requests a minute");
    lab.pass("20S");
    assertThat(lab.liveStats.of(A, Category.GENERAL).cooldown()).isNull();
  }

  @Test
  void theNarrowestWindowCounts() {
    reports("requests", 30, 12);
    reports("tokens", 6000, 4000);
    assertThat(lab.liveStats.allowance(A)).isEqualTo(new Allowance(12, 4000, 0.4));
  }

  @Test
  void aHintIsKnownBeforeTheFirstRequest() {
    assertThat(requests(ROUTED)).isEqualTo(20);
    assertThat(requests(new ModelRef("google", "models/gemma-4-27b"))).isEqualTo(30);
    assertThat(requests(new ModelRef("google", "gemini-3-flash"))).isEqualTo(5);
    assertThat(requests(new ModelRef("mistral", "small"))).isEqualTo(2);
  }

  @Test
  void aLimitThatIsReportedOverAnotherTimeReplacesTheHint() {
    ModelRef small = new ModelRef("mistral", "small");
    assertThat(requests(small)).isEqualTo(2);
    lab.gate.observe(small, 1L, Map.of("x-ratelimit-limit-req-10-second", "10"));
    // ten in ten seconds
    assertThat(requests(small)).isEqualTo(60);
  }

  @Test
  void aRequestCountsFromTheMomentItIsLetInAndALoserIsCharged() {
    lab.enters(ROUTED);
    assertThat(requests(ROUTED)).isEqualTo(19);
    lab.cancelled(ROUTED);
    assertThat(requests(ROUTED)).isEqualTo(19);
  }

  @Test
  void modelsBehindOneAggregatorShareItsAccount() {
    lab = new Lab(null, new HandClock(), new Behind("openrouter", 1));
    lab.enters(ROUTED);
    lab.enters(RESOLD);
    assertThat(requests(RESOLD)).isEqualTo(18);
  }

  @Test
  void whatIsReportedOfAnAccountHoldsForAllItsModels() {
    lab.refuses(ROUTED, Kind.RATE_LIMITED, "Rate limit exceeded: free-models-per-day", "14H");
    assertThat(cooldown(new ModelRef("openrouter", "z")).left()).isEqualTo(Duration.ofHours(14));
  }

  @Test
  void aKeyThatIsUsedUpBlocksNoModelWhileAnotherIsLeft() {
    lab = new Lab(null, new HandClock(), new Behind("openrouter", 2));
    var day =
        Map.of("x-ratelimit-limit-requests-day", "50", "x-ratelimit-remaining-requests-day", "0");
    lab.gate.observe(ROUTED, 1L, day);
    assertThat(lab.enters(ROUTED)).isTrue();
    lab.gate.observe(ROUTED, 2L, day);
    assertThat(lab.enters(ROUTED)).isFalse();
  }

  @Test
  void aLearnedCapHoldsForHealthyModelsOnly() {
    for (int i = 0; i < 10; i++) {
      assertThat(lab.enters(A)).isTrue();
    }
    lab.refuses(A, Kind.RATE_LIMITED, "Too many requests", null);
    lab.state.cooldowns().reset(A);
    assertThat(requests(A)).isZero();
    assertThat(cooldown(A).byProvider()).isFalse();
    assertThat(lab.enters(A)).isFalse();
    assertThat(lab.gate.enter(A, 1, AdmissionGate.Admission.COOLING))
        .isInstanceOf(AdmissionGate.Entry.Open.class);
    assertThat(lab.entersNamed(A)).isTrue();
  }

  @Test
  void aDayHintIsTriedNowAndThenAndGivesWay() {
    // 20 a day, and 10 a minute
    ModelRef few = new ModelRef("google", "m");
    enter(few, 21);
    assertThat(cooldown(few).left()).isEqualTo(Duration.ofMinutes(15));
    lab.pass("15M");
    enter(few, 19);
  }

  private void enter(ModelRef ref, int times) {
    for (int i = 0; i < times; i++) {
      lab.pass("10S");
      assertThat(lab.enters(ref)).isTrue();
    }
  }

  @Test
  void aDayThatWasCountedEndsAtTheMidnightOfItsProvider() {
    var pacific = QuotaCalendar.of("America/Los_Angeles");
    lab = new Lab(null, new HandClock(), new Behind("openrouter", 1, pacific));
    useUpTheDay();
    lab.pass("21H45M");
    tryInVain();
    assertThat(lab.enters(ROUTED)).isFalse();
    lab.pass("10M"); // beyond 08:00 UTC
    assertThat(lab.enters(ROUTED)).isTrue();
    assertThat(lab.enters(ROUTED)).isTrue();
  }

  @Test
  void aDayThatRollsGivesBackWhatIsADayOld() {
    lab = new Lab(null, new HandClock(), new Behind("openrouter", 1, QuotaCalendar.ROLLING));
    useUpTheDay();
    lab.pass("14H"); // beyond midnight of UTC
    tryInVain();
    assertThat(lab.enters(ROUTED)).isFalse();
    lab.pass("10H30M");
    assertThat(lab.enters(ROUTED)).isTrue();
    assertThat(lab.enters(ROUTED)).isTrue();
  }

  private void useUpTheDay() {
    for (int i = 0; i < 50; i++) {
      assertThat(lab.enters(ROUTED)).isTrue();
      if (i % 10 == 9) {
        lab.pass("2M");
      }
    }
    tryInVain();
    assertThat(lab.enters(ROUTED)).isFalse();
  }

  /** A limit that is only known from documents is tried now and then. */
  private void tryInVain() {
    assertThat(lab.enters(ROUTED)).isTrue();
    lab.refuses(ROUTED, Kind.RATE_LIMITED, "1S");
    lab.pass("2S");
  }

  /** Everything belongs to one account with so many keys. */
  private record Behind(String account, int count, QuotaCalendar quotas) implements QuotaAccounts {
    Behind(String account, int count) {
      this(account, count, QuotaCalendar.UTC);
    }

    @Override
    public String owner(String provider) {
      return account;
    }

    @Override
    public int keys(String provider) {
      return count;
    }

    @Override
    public QuotaCalendar quotas(String provider) {
      return quotas;
    }
  }
}
