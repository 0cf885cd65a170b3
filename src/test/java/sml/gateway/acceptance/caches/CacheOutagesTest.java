package sml.gateway.acceptance.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.GatewayApplication;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.http.FrontPort;
import sml.gateway.testkit.Client;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Relay;
import sml.gateway.testkit.TestSettings;
import sml.gateway.testkit.TestValkey;
import sml.gateway.testkit.VectorDatabase;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.SimulatedProvider;

/**
 * Caches whose embedder, PostgreSQL with pgvector and Valkey are away or hang: a request that could
 * have been a hit is asked, and nothing fails. What hangs here never answers, so a request that
 * waited for it would never end.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CacheOutagesTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String HIT = "x-smlgateway-cache";
  private static final int MANY = 20;
  private static final String SUBJECT = "pudding";
  private static final String MAKE = "How do I make rice pudding?";
  private static final String PREPARE = "How do I prepare rice pudding?";

  private final PlainUpstream embedder =
      new PlainUpstream(
          asked -> {
            awaitEmbedder();
            int subject = asked.body().contains(SUBJECT) ? 1 : asked.body().hashCode();
            return Said.json("{\"data\":[{\"embedding\":[1,2," + subject + "]}]}");
          });
  private final SimulatedProvider provider = SimulatedProvider.start();
  private PGSimpleDataSource database;
  private Relay store;
  private Relay valkey;
  private ConfigurableApplicationContext context;
  private Client client;
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  private void awaitEmbedder() {
    try {
      hanging.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeAll
  void begin() {
    URI shared = TestValkey.uri();
    database = VectorDatabase.fresh("cache_outages_test");
    String server = database.getServerNames()[0] + ":" + database.getPortNumbers()[0];
    store = new Relay(URI.create("postgresql://" + server));
    valkey = new Relay(shared);
    String end = URI.create(store.redisUrl()).getAuthority();
    var settings =
        new TestSettings(database, "test-cache-outages")
            .with("spring.jmx.enabled", "false")
            .with(
                "sml.storage.url",
                "jdbc:postgresql://%s/%s?user=%s&password=%s"
                    .formatted(
                        end,
                        database.getDatabaseName(),
                        database.getUser(),
                        database.getPassword()))
            .with("sml.shared.redis-url", valkey.redisUrl())
            .with("sml.shared.prefix", "cache-outages-" + ProcessHandle.current().pid())
            .with("sml.cache.semantic.write-every", "100")
            .with("sml.cache.semantic.search-rest", "1")
            .with("sml.cache.semantic.embedder", "http")
            .with(
                "sml.cache.semantic.embedder-url",
                "http://127.0.0.1:" + embedder.port() + "/v1/embeddings");
    context = SpringApplication.run(GatewayApplication.class, settings.arguments());
    client = new Client(FrontPort.of(context));
    provider.model("m", Behaviour.healthy());
    var row = JsonNodeFactory.instance.objectNode();
    row.put("base_url", "http://127.0.0.1:" + provider.port() + "/v1").put("dialect", "openai");
    row.putObject("auth").put("scheme", "none");
    row.putArray("models").add("m");
    Heard saved = client.send("PUT", "/api/provider-catalog/outages", row.toString());
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  @AfterAll
  void end() {
    if (context != null) {
      context.close();
      valkey.close();
      store.close();
    }
    provider.close();
    embedder.close();
  }

  @BeforeEach
  void forget() {
    assertThat(client.send("DELETE", "/api/semantic-cache", "").status()).isEqualTo(200);
  }

  @AfterEach
  void mend() {
    hanging.countDown();
    store.thaw();
    valkey.thaw();
  }

  private Heard ask(String question) {
    Heard heard =
        client
            .ask("outages/m")
            .cached()
            .with("messages", "[{\"role\":\"user\",\"content\":\"%s\"}]".formatted(question))
            .whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return heard;
  }

  private static boolean hit(Heard heard) {
    return "HIT".equals(heard.headers().get(HIT));
  }

  private int asked() {
    return provider.requests().size();
  }

  private long remembered(String tier) {
    JsonNode tiers = client.get("/api/semantic-cache").json().path("tiers");
    return StreamSupport.stream(tiers.spliterator(), false)
        .filter(each -> each.path("name").asText().equals(tier))
        .mapToLong(each -> each.path("entries").asLong())
        .sum();
  }

  private void askAndRemember(String question) {
    long before = remembered("semantic");
    ask(question);
    await().atMost(SOON).until(() -> remembered("semantic") > before);
  }

  /** Waits until a question of near meaning is a hit, which takes a vector. */
  private void awaitHitByMeaning() {
    await()
        .atMost(SOON)
        .until(
            () -> {
              forget();
              askAndRemember(MAKE);
              return hit(ask(PREPARE));
            });
  }

  @Test
  void anEmbedderThatHangsIsAMissAndIsHardlyAsked() {
    awaitHitByMeaning();
    hanging = new CountDownLatch(1);
    int embedded = embedder.asked().size();
    int before = asked();
    assertThat(hit(ask("How do I cook rice pudding?"))).isFalse();
    for (int number = 1; number < MANY; number++) {
      assertThat(hit(ask("How do I prepare the soup number " + number + "?"))).isFalse();
    }
    assertThat(asked()).isEqualTo(before + MANY);
    assertThat(embedder.asked().size() - embedded).isBetween(1, MANY - 1);
    await().atMost(SOON).until(() -> hit(ask("How do I prepare the soup number 1?")));
    hanging.countDown();
    awaitHitByMeaning();
  }

  @Test
  void aStoreThatHangsIsAMissAndWordsAloneStayAHit() {
    awaitHitByMeaning();
    await().atMost(SOON).until(this::isIndexed);
    awaitHitByMeaning();
    store.freeze();
    int before = asked();
    assertThat(hit(ask(PREPARE))).isFalse();
    for (int number = 1; number < MANY; number++) {
      assertThat(hit(ask("How do I prepare the cake number " + number + "?"))).isFalse();
    }
    assertThat(asked()).isEqualTo(before + MANY);
    assertThat(hit(ask("Please tell me how to make rice pudding"))).isTrue();
    store.thaw();
    awaitHitByMeaning();
  }

  private boolean isIndexed() {
    return JdbcClient.create(database)
            .sql("select count(*) from pg_indexes where indexname = 'semantic_cache_vector_3'")
            .query(Integer.class)
            .single()
        == 1;
  }

  @Test
  void aValkeyThatHangsOrIsAwayIsAMissAndWhatIsInMemoryStaysAHit() {
    ask("Who discovered radium?");
    await().atMost(SOON).until(() -> remembered("exact") > 0);
    valkey.freeze();
    int before = asked();
    for (int number = 0; number < MANY; number++) {
      assertThat(hit(ask("Who discovered the element " + number + "?"))).isFalse();
    }
    assertThat(asked()).isEqualTo(before + MANY);
    assertThat(hit(ask("Who discovered radium?"))).isTrue();
    valkey.cut();
    assertThat(hit(ask("Who discovered polonium?"))).isFalse();
    assertThat(hit(ask("Who discovered radium?"))).isTrue();
    valkey.mend();
  }
}
