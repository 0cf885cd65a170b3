package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.testkit.TestDatabase;

class RotationTest {
  @TempDir Path data;
  private final ByHand clock = new ByHand();
  private KeyCheck.KeyStatus verdict = KeyCheck.KeyStatus.UNKNOWN;
  private int checks;
  private JdbcClient sql;
  private KeyStore store;
  private RotatingKeyring keyring;

  private static final class ByHand extends Clock {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void threeKeys() {
    sql = JdbcClient.create(TestDatabase.dataSource());
    sql.sql("insert into provider_catalog (name, label, base_url) values ('p', 'P', 'http://p')")
        .update();
    store = new KeyStore(sql, new KeyEncryption(settings()));
    store.replace("p", List.of("a", "b", "c"));
    KeyCheck check =
        (provider, secret) -> {
          checks++;
          return verdict;
        };
    var beans = new StaticListableBeanFactory();
    beans.addBean("check", check);
    keyring =
        new RotatingKeyring(
            store, beans.getBeanProvider(KeyCheck.class), settings(), clock, Runnable::run);
    keyring.load(Set.of());
  }

  private CatalogSettings settings() {
    return settings(null, null);
  }

  private CatalogSettings settings(@Nullable String key, @Nullable String old) {
    return new CatalogSettings(
        data,
        key,
        old,
        new ByteArrayResource(new byte[0]),
        "http://localhost",
        null,
        Duration.ofSeconds(1),
        DataSize.ofBytes(1),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofHours(6),
        3,
        Duration.ofHours(24),
        Duration.ofDays(3));
  }

  private String next() {
    return keyring.pick("p").map(ApiKey::secret).orElse("none");
  }

  private ApiKey key(String secret) {
    ApiKey key = keyring.pick("p").orElseThrow();
    while (!key.secret().equals(secret)) {
      key = keyring.pick("p").orElseThrow();
    }
    return key;
  }

  @Test
  void keysAreUsedInRotation() {
    assertThat(List.of(next(), next(), next(), next())).containsExactly("a", "b", "c", "a");
  }

  @Test
  void aCoolingKeyIsSkippedUntilItsCooldownEnds() {
    keyring.coolDown(key("a").id(), Duration.ofSeconds(30));
    assertThat(List.of(next(), next(), next(), next())).doesNotContain("a");
    clock.now = clock.now.plusSeconds(30);
    assertThat(List.of(next(), next(), next())).contains("a");
  }

  @Test
  void whenAllCoolDownTheOneThatIsBackFirstIsTaken() {
    keyring.coolDown(key("a").id(), Duration.ofSeconds(30));
    keyring.coolDown(key("b").id(), Duration.ofSeconds(10));
    keyring.coolDown(key("c").id(), Duration.ofSeconds(20));
    assertThat(List.of(next(), next(), next())).containsOnly("b");
  }

  @Test
  void aRefusedKeyIsDisabledForGood() {
    verdict = KeyCheck.KeyStatus.REFUSED;
    keyring.suspect(key("b").id(), "401 no");
    assertThat(List.of(next(), next(), next())).containsOnly("a", "c");
    keyring.load(Set.of());
    assertThat(List.of(next(), next(), next())).containsOnly("a", "c");
    assertThat(keyring.stored("p"))
        .extracting(StoredKey::health)
        .containsExactly("ok", "invalid", "ok");
  }

  @Test
  void aKeyTheListAcceptsOrAnOutageKeepsIt() {
    verdict = KeyCheck.KeyStatus.ACCEPTED;
    keyring.suspect(key("b").id(), "401 no");
    verdict = KeyCheck.KeyStatus.UNKNOWN;
    keyring.suspect(key("b").id(), "401 no");
    assertThat(checks).isEqualTo(2);
    assertThat(List.of(next(), next(), next())).contains("b");
  }

  private List<Integer> timesRejected() {
    return keyring.stored("p").stream()
        .map(key -> key.rejection() == null ? 0 : key.rejection().times())
        .toList();
  }

  @Test
  void aRejectedKeyCoolsDownTwiceAsLongEachTimeAndIsCheckedAgainAfterwards() {
    verdict = KeyCheck.KeyStatus.REFUSED;
    keyring.suspect(key("b").id(), "401 no key b");
    keyring.load(Set.of());
    for (int minutes : new int[] {1, 2, 4, 8}) {
      int before = checks;
      clock.now = clock.now.plus(Duration.ofMinutes(minutes)).minusSeconds(1);
      keyring.proveAgain();
      assertThat(checks).isEqualTo(before);
      clock.now = clock.now.plusSeconds(1);
      keyring.proveAgain();
      assertThat(checks).isEqualTo(before + 1);
      keyring.load(Set.of());
    }
    assertThat(timesRejected()).containsExactly(0, 5, 0);
    assertThat(keyring.stored("p").get(1).state()).isEqualTo("key rejected");
    clock.now = clock.now.plus(Duration.ofHours(6));
    verdict = KeyCheck.KeyStatus.ACCEPTED;
    keyring.proveAgain();
    keyring.load(Set.of());
    assertThat(List.of(next(), next(), next())).contains("b");
  }

  @Test
  void refusalsInARowRejectAKeyThatNoProofSpeaksAgainstAndAnAnswerEndsThem() {
    long b = key("b").id();
    keyring.suspect(b, "401 no");
    keyring.suspect(b, "401 no");
    keyring.accepted(b);
    keyring.suspect(b, "401 no");
    keyring.suspect(b, "401 no");
    assertThat(List.of(next(), next(), next())).contains("b");
    keyring.suspect(b, "401 no");
    assertThat(List.of(next(), next(), next())).doesNotContain("b");
    keyring.load(Set.of());
    keyring.accepted(b);
    keyring.load(Set.of());
    assertThat(timesRejected()).containsOnly(0);
    assertThat(List.of(next(), next(), next())).contains("b");
  }

  @Test
  void refusalsOfOneModelDoNotRejectAKeyThatIsProven() {
    verdict = KeyCheck.KeyStatus.ACCEPTED;
    long b = key("b").id();
    for (int i = 0; i < 5; i++) {
      keyring.suspect(b, "403 no permission to use the specified resource");
    }
    assertThat(List.of(next(), next(), next())).contains("b");
  }

  @Test
  void whenAllKeysAreRejectedTheProvidersWordsAreShownWithoutTheKey() {
    store.replace("p", List.of("secret-key-1"));
    keyring.load(Set.of());
    assertThat(keyring.rejected("p")).isEmpty();
    verdict = KeyCheck.KeyStatus.REFUSED;
    keyring.suspect(key("secret-key-1").id(), "401 no such key: secret-key-1");
    assertThat(keyring.rejected("p"))
        .hasValueSatisfying(
            words -> assertThat(words).contains("no such key: ***").doesNotContain("secret-key-1"));
    keyring.load(Set.of());
    assertThat(keyring.rejected("p")).isPresent();
    store.replace("p", List.of("secret-key-1"));
    keyring.load(Set.of());
    assertThat(keyring.rejected("p")).isEmpty();
  }

  @Test
  void savingTheListAgainKeepsRowsAndTrustsThemAgain() {
    verdict = KeyCheck.KeyStatus.REFUSED;
    long b = key("b").id();
    keyring.suspect(b, "401 no");
    store.replace("p", List.of("b", "d"));
    keyring.load(Set.of());
    assertThat(keyring.stored("p")).extracting(StoredKey::id).hasSize(2).contains(b);
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("b", "d");
  }

  private RotatingKeyring startedWith(@Nullable String key, @Nullable String old) {
    var reopened = new KeyStore(sql, new KeyEncryption(settings(key, old)));
    var started =
        new RotatingKeyring(
            reopened,
            new StaticListableBeanFactory().getBeanProvider(KeyCheck.class),
            settings(key, old),
            clock,
            Runnable::run);
    started.renew();
    started.load(Set.of());
    return started;
  }

  private static List<String> secrets(RotatingKeyring ring) {
    return Stream.generate(() -> ring.pick("p").map(ApiKey::secret).orElse("none"))
        .limit(3)
        .sorted()
        .toList();
  }

  @Test
  void aNewEncryptionKeyTakesOverFromTheKeyFileAndFromAnOlderOne() throws IOException {
    assertThat(secrets(startedWith("first", null))).containsExactly("a", "b", "c");
    Files.delete(data.resolve("key"));
    assertThat(secrets(startedWith("first", null))).containsExactly("a", "b", "c");
    assertThat(secrets(startedWith("second", "first"))).containsExactly("a", "b", "c");
    assertThat(secrets(startedWith("second", null))).containsExactly("a", "b", "c");
    assertThat(secrets(startedWith("first", null))).containsOnly("none");
  }

  @Test
  void aKeyFileThatWasMovedAwayIsReplacedByANewOne() throws IOException {
    Files.move(data.resolve("key"), data.resolve("key.old"));
    assertThat(secrets(startedWith(null, null))).containsExactly("a", "b", "c");
    Files.delete(data.resolve("key.old"));
    assertThat(secrets(startedWith(null, null))).containsExactly("a", "b", "c");
  }

  @Test
  void keysThatNothingOpensAreReportedAndTheRestGoesOn() throws IOException {
    Files.delete(data.resolve("key"));
    var ring = startedWith(null, null);
    assertThat(ring.stored("p"))
        .extracting(StoredKey::health)
        .containsExactly("unreadable", "unreadable", "unreadable");
    assertThat(ring.opens("p")).isFalse();
  }

  @Test
  void aProviderThatNeedsNoKeyGivesNone() {
    keyring.load(Set.of("open"));
    assertThat(keyring.pick("open")).contains(ApiKey.NONE);
    assertThat(keyring.pick("closed")).isEmpty();
  }

  @Test
  void aHintShowsTheEndsOfALongKeyOnly() {
    assertThat(KeyStore.hint("gsk_1234567890")).startsWith("gsk_").endsWith("7890").hasSize(16);
    assertThat(KeyStore.hint("12345678")).doesNotContain("1");
  }
}
