package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.SimulatedServer;

/**
 * An OpenAI-compatible upstream on a loopback port, whose models behave as configured. Serves
 * {@code GET …/models} and {@code POST …/chat/completions} below any path. Answers depend on the
 * seed, the model's name and the number of the request only.
 *
 * <p>A model name may carry its behaviour: {@code name+latency=200+fail=0.1:503}; the tokens are
 * those of {@link Behaviour#parse}. Models that were not declared behave as {@link #otherwise}.
 */
public final class SimulatedProvider implements AutoCloseable {
  private static final Vertx VERTX =
      Vertx.vertx(
          new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1).setUseDaemonThread(true));
  private static final int MOST_MODELS = 10_000;

  final Ledger ledger;
  final Options options;
  private final SimulatedServer server;
  private final Map<String, ModelState> models = new ConcurrentHashMap<>();
  private final Set<String> declared = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Behaviour otherwise = Behaviour.healthy();

  /**
   * How a provider is set up.
   *
   * @param port 0 for a free one
   * @param key required key; empty for none
   * @param keyHeader header that carries it; {@code authorization} expects {@code Bearer}
   * @param kept how many requests are remembered, with their bodies
   */
  public record Options(
      int port, long seed, Clock clock, Pacer pacer, String key, String keyHeader, int kept) {
    /** A free port, seed 1, the system's clock, real waits, no key, 2,000 requests remembered. */
    public static Options standard() {
      return new Options(0, 1, Clock.systemUTC(), Pacer.REAL, "", "authorization", 2_000);
    }

    public Options port(int other) {
      return new Options(other, seed, clock, pacer, key, keyHeader, kept);
    }

    public Options seed(long other) {
      return new Options(port, other, clock, pacer, key, keyHeader, kept);
    }

    public Options clock(Clock other) {
      return new Options(port, seed, other, pacer, key, keyHeader, kept);
    }

    public Options pacer(Pacer other) {
      return new Options(port, seed, clock, other, key, keyHeader, kept);
    }

    public Options key(String required) {
      return new Options(port, seed, clock, pacer, required, keyHeader, kept);
    }

    public Options keyHeader(String name) {
      return new Options(port, seed, clock, pacer, key, name, kept);
    }

    public Options keeping(int requests) {
      return new Options(port, seed, clock, pacer, key, keyHeader, requests);
    }
  }

  private SimulatedProvider(Options options) {
    this.options = options;
    ledger = new Ledger(options.kept());
    server = SimulatedServer.start(VERTX, options.port(), new Serving(this));
  }

  /** Starts a provider with the standard options. */
  public static SimulatedProvider start() {
    return start(Options.standard());
  }

  /** Starts a provider. */
  public static SimulatedProvider start(Options options) {
    return new SimulatedProvider(options);
  }

  /** Declares a model, or changes its behaviour and resets its counters. */
  public SimulatedProvider model(String name, Behaviour behaviour) {
    declared.add(name);
    state(name, behaviour).become(behaviour);
    return this;
  }

  /** The behaviour of undeclared models; null refuses them with 404. */
  public SimulatedProvider otherwise(@Nullable Behaviour behaviour) {
    otherwise = behaviour;
    return this;
  }

  /** Ends the faults of this model that last until healed. */
  public SimulatedProvider heal(String name) {
    ModelState state = models.get(name);
    if (state != null) {
      state.heal();
    }
    return this;
  }

  public int port() {
    return server.port();
  }

  /** The API root, {@code http://127.0.0.1:port/v1}. */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /** The remembered chat requests, oldest first. */
  public List<Received> requests() {
    return ledger.requests();
  }

  /** The remembered requests of one model, oldest first. */
  public List<Received> requests(String model) {
    return ledger.requests().stream().filter(request -> request.model().equals(model)).toList();
  }

  /** How many requests came for this model. */
  public int count(String model) {
    return ledger.count(model);
  }

  /** How many requests of this model the peer closed before the answer was complete. */
  public int aborted(String model) {
    return ledger.aborted(model);
  }

  /** Requests being answered now. */
  public int inFlight() {
    return ledger.running();
  }

  public int openConnections() {
    return server.connections();
  }

  /** Waits for {@code n} requests of this model; false after the timeout. */
  public boolean awaitCount(String model, int n, Duration time) throws InterruptedException {
    return ledger.await(() -> count(model) >= n, time);
  }

  /** Waits until the peer has closed {@code n} requests of this model. */
  public boolean awaitAborted(String model, int n, Duration time) throws InterruptedException {
    return ledger.await(() -> aborted(model) >= n, time);
  }

  /** Waits until no request is being answered. */
  public boolean awaitIdle(Duration time) throws InterruptedException {
    return ledger.await(() -> inFlight() == 0, time);
  }

  /** Waits until all connections are closed. */
  public boolean awaitNoConnections(Duration time) throws InterruptedException {
    return ledger.await(() -> openConnections() == 0, time);
  }

  /** Forgets the recorded requests; behaviours and their counters stay. */
  public void forget() {
    ledger.clear();
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {
    server.close();
  }

  /** The declared models in the order of their names. */
  List<ModelState> listed() {
    return declared.stream().sorted().map(this::declaredState).toList();
  }

  private ModelState declaredState(String name) {
    return state(name, Behaviour.healthy());
  }

  /** The state behind a requested model name, or null when there is no such model. */
  @Nullable ModelState find(String requested) {
    String name = declared.contains(requested) ? requested : afterSlash(requested);
    ModelState known = models.get(name);
    if (known != null) {
      return known;
    }
    int plus = name.indexOf('+');
    Behaviour base = otherwise;
    if (plus > 0) {
      ModelState plain = models.get(name.substring(0, plus));
      base = plain != null ? plain.behaviour() : Behaviour.healthy();
      return state(name, base, name.substring(plus + 1));
    }
    return base == null ? null : state(name, base);
  }

  private @Nullable ModelState state(String name, Behaviour base, String tokens) {
    try {
      return state(name, BehaviourTokens.apply(base, tokens));
    } catch (IllegalArgumentException notUnderstood) {
      return null;
    }
  }

  private static String afterSlash(String name) {
    int plus = name.indexOf('+');
    return name.substring(name.lastIndexOf('/', plus < 0 ? name.length() : plus) + 1);
  }

  private ModelState state(String name, Behaviour behaviour) {
    if (models.size() >= MOST_MODELS && !models.containsKey(name)) {
      return new ModelState(name, options.seed(), options.clock(), behaviour);
    }
    return models.computeIfAbsent(
        name, key -> new ModelState(key, options.seed(), options.clock(), behaviour));
  }

  /** True when the request may pass the key check. */
  boolean admits(Map<String, String> headers) {
    if (options.key().isEmpty()) {
      return true;
    }
    String sent = headers.getOrDefault(options.keyHeader(), "");
    String wanted =
        options.keyHeader().equals("authorization") ? "Bearer " + options.key() : options.key();
    return MessageDigest.isEqual(sent.getBytes(UTF_8), wanted.getBytes(UTF_8));
  }
}
