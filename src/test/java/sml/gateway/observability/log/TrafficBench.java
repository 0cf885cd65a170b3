package sml.gateway.observability.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.GatewayApplication;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.http.FrontPort;
import sml.gateway.testkit.Client;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestDatabase;
import sml.gateway.testkit.TestSettings;

/**
 * What {@code bench/traffic} prints: how long the writer takes for its batches, and how long the
 * pages with figures take with many rows in the log.
 */
final class TrafficBench {
  private static final int BATCH = 500;
  private static final int TIMES = 40;

  /** Not measured: the first page after a start waits for the compiler. */
  private static final int WARM_UP = 10;

  private static final long MOST_MS = 100;
  private static final Duration SPAN = Duration.ofDays(7);
  private static final int PROVIDERS = 12;
  private static final int MODELS = 3;
  private static final int CLIENTS = 20;

  private static final List<String> PAGES =
      List.of(
          "/api/analytics",
          "/api/analytics?window=7d",
          "/api/analytics?window=30d",
          "/api/uptime",
          "/api/uptime?window=30d",
          "/api/trend",
          "/api/trend?days=90",
          "/api/my-stats",
          "/api/my-stats?window=7d",
          "/api/my-stats?window=30d",
          "/api/gateway-logs",
          "/api/gateway-logs?limit=500&offset=5000",
          "/api/status",
          "/api/health",
          "/api/events",
          "/api/routing-stats",
          "/api/metrics");

  private final PGSimpleDataSource database = (PGSimpleDataSource) TestDatabase.dataSource();
  private final RequestLogStore store = new RequestLogStore(JdbcClient.create(database));
  private final RandomGenerator random = new Random(7);
  private final int rows;
  private final Instant now = Clock.systemUTC().instant();

  private TrafficBench(int rows) {
    this.rows = rows;
  }

  public static void main(String[] arguments) {
    var bench = new TrafficBench(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000);
    bench.fill();
    System.exit(bench.measure() ? 0 : 1);
  }

  private void fill() {
    List<Long> nanos = new ArrayList<>();
    for (int from = 0; from < rows; from += BATCH) {
      List<RequestRow> batch = new ArrayList<>();
      for (int row = from; row < Math.min(rows, from + BATCH); row++) {
        batch.add(row(row));
      }
      String columns = RequestRowJson.columns(batch);
      long started = System.nanoTime();
      store.write(columns);
      nanos.add(System.nanoTime() - started);
    }
    print("rows in the log", rows + " over " + SPAN.toDays() + " days");
    print("writing a batch of " + BATCH, figures(nanos));
    long started = System.nanoTime();
    new RequestHistoryStore(database).sumUp(now.truncatedTo(ChronoUnit.HOURS));
    print("summing up all hours", (System.nanoTime() - started) / 1_000_000 + " ms");
    // as autovacuum has done long before a log is that long
    new JdbcTemplate(database).execute("vacuum analyze");
  }

  private boolean measure() {
    var settings = new TestSettings(database, "traffic-bench");
    settings.with("sml.discovery.enabled", "false");
    boolean fast = true;
    try (ConfigurableApplicationContext gateway =
        SpringApplication.run(GatewayApplication.class, settings.arguments())) {
      var client = new Client(FrontPort.of(gateway));
      for (String page : PAGES) {
        List<Long> nanos = new ArrayList<>();
        for (int time = -WARM_UP; time < TIMES; time++) {
          Heard heard = client.get(page);
          if (heard.status() != 200) {
            throw new IllegalStateException(page + ": " + heard.body());
          }
          if (time >= 0) {
            nanos.add(heard.took().toNanos());
          }
        }
        fast &= at(nanos, 0.95) <= MOST_MS * 1_000_000;
        print(page, figures(nanos));
      }
    }
    print("every page within " + MOST_MS + " ms (p95)", fast ? "yes" : "NO");
    return fast;
  }

  private RequestRow row(int number) {
    Instant at = now.minus(SPAN).plusMillis(SPAN.toMillis() * number / rows);
    int provider = skewed(PROVIDERS);
    String model = "org/model-" + skewed(MODELS);
    boolean good = random.nextInt(20) > 0;
    long ms = (long) Math.exp(6.5 + random.nextGaussian());
    Category category = Category.values()[skewed(Category.values().length)];
    // half of all comes from this machine
    int client = Math.max(0, random.nextInt(2 * CLIENTS) - CLIENTS);
    var entry =
        new LogEntry(
            null,
            Integer.toString(number, Character.MAX_RADIX) + "bench",
            "sml/auto",
            good ? "provider-" + provider + "/" + model : null,
            good ? "provider-" + provider : null,
            good ? 200 : 503,
            ms,
            good ? ms / 3 : null,
            500L,
            200L,
            good ? null : "3 attempts failed",
            null,
            null,
            client == 0 ? "127.0.0.1" : "10.0.0." + client,
            category.id(),
            true,
            true,
            2,
            random.nextInt(10) == 0 ? "hit" : "miss",
            at);
    return new RequestRow(entry, story(category, provider, model, ms));
  }

  private static RequestRow.Story story(Category category, int provider, String model, long ms) {
    List<Candidate> candidates =
        List.of(candidate(provider, model), candidate((provider + 1) % PROVIDERS, model));
    var attempts =
        candidates.stream()
            .<Attempt>map(
                one -> new Attempt.Broken(one, new AttemptTiming(1, null, ms), "reset", true))
            .map(TracedAttempt::of)
            .toList();
    return new RequestRow.Story(
        category, false, () -> "", false, "", candidates, List.of(), attempts);
  }

  /** As routing and users do it: few get most, and each gets something. */
  private int skewed(int count) {
    return (int) (count * Math.pow(random.nextDouble(), 3));
  }

  private static Candidate candidate(int provider, String model) {
    return new Candidate(new ModelRef("provider-" + provider, model), false, 1, null, 1, "named");
  }

  private static String figures(List<Long> nanos) {
    return String.format(
        Locale.ROOT,
        "p50 %6.1f ms   p95 %6.1f ms   most %6.1f ms",
        at(nanos, 0.5) / 1e6,
        at(nanos, 0.95) / 1e6,
        at(nanos, 1) / 1e6);
  }

  private static long at(List<Long> nanos, double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static void print(String what, Object figures) {
    System.out.printf(Locale.ROOT, "%-42s %s%n", what, figures);
  }
}
