package sml.gateway.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.RequestFinished;

/**
 * Counts attempts and requests by labels of which there are few: provider, outcome and category,
 * never a model. Providers beyond the first 64 count as {@code other}.
 */
@Component("requestMeters")
class RequestMeters {
  private static final int MOST_PROVIDERS = 64;
  private static final Duration[] EDGES = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(12),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Set<String> providers = ConcurrentHashMap.newKeySet();
  private final Map<Tried, Counter> attempts = new ConcurrentHashMap<>();
  private final Map<String, Timer> firstContents = new ConcurrentHashMap<>();
  private final Map<CacheVerdict, Counter> lookups = new ConcurrentHashMap<>();
  private final Map<Asked, Timer> requests = new ConcurrentHashMap<>();

  /** The labels of an attempt. */
  private record Tried(String provider, String outcome, Category category, String purpose) {}

  /** The labels of a request. */
  private record Asked(String outcome, String category, boolean stream) {}

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts an attempt, on the thread of its request. */
  @EventListener
  public void count(AttemptFinished finished) {
    Attempt attempt = finished.attempt();
    String provider = bounded(attempt.candidate().ref().provider());
    Category category = finished.request().profile().category();
    attempts
        .computeIfAbsent(
            new Tried(provider, outcome(attempt), category, purpose(finished.request())),
            this::counter)
        .increment();
    Long first = attempt.timing().firstContentMs();
    if (first != null && finished.request().purpose() == null) {
      firstContents
          .computeIfAbsent(provider, this::firstContent)
          .record(Duration.ofMillis(first - attempt.timing().startedMs()));
    }
  }

  /** Counts a request, on its own thread. */
  @EventListener
  public void count(RequestFinished finished) {
    ChatRequest request = finished.request();
    String category = request == null ? "none" : request.profile().category().id();
    boolean stream = request != null && request.profile().stream();
    requests
        .computeIfAbsent(new Asked(outcome(finished), category, stream), this::timer)
        .record(Duration.ofMillis(finished.tookMs()));
    if (finished.cache() != CacheVerdict.OFF) {
      lookups.computeIfAbsent(finished.cache(), this::lookups).increment();
    }
  }

  private Counter lookups(CacheVerdict verdict) {
    return Counter.builder("sml.cache.lookups")
        .description("Requests that may be answered from a cache, by what the caches had.")
        .tag("verdict", verdict.id())
        .register(registry);
  }

  private String bounded(String provider) {
    if (providers.contains(provider)) {
      return provider;
    }
    if (providers.size() >= MOST_PROVIDERS) {
      return "other";
    }
    providers.add(provider);
    return provider;
  }

  private Counter counter(Tried tried) {
    return Counter.builder("sml.attempts")
        .description("Calls to providers that ended, and those the gate held back.")
        .tag("provider", tried.provider())
        .tag("outcome", tried.outcome())
        .tag("category", tried.category().id())
        .tag("purpose", tried.purpose())
        .register(registry);
  }

  private Timer firstContent(String provider) {
    return Timer.builder("sml.first.content")
        .description("From a call to a provider to its first valid content.")
        .tag("provider", provider)
        .serviceLevelObjectives(EDGES)
        .register(registry);
  }

  private Timer timer(Asked asked) {
    return Timer.builder("sml.requests")
        .description("Requests from their head to the last byte of the reply.")
        .tag("outcome", asked.outcome())
        .tag("category", asked.category())
        .tag("stream", Boolean.toString(asked.stream()))
        .serviceLevelObjectives(EDGES)
        .register(registry);
  }

  private static String purpose(ChatRequest request) {
    return request.purpose() == null ? "client" : request.purpose().name().toLowerCase(Locale.ROOT);
  }

  private static String outcome(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Answered answered -> "answered";
      case Attempt.Refused refused -> refused.refusal().kind().name().toLowerCase(Locale.ROOT);
      case Attempt.TimedOut late -> "timed_out_" + late.phase().name().toLowerCase(Locale.ROOT);
      case Attempt.Broken broken -> "broken";
      case Attempt.Cancelled cancelled -> "cancelled";
      case Attempt.NotAsked notAsked -> "not_asked";
    };
  }

  private static String outcome(RequestFinished finished) {
    if (finished.error() == null) {
      return "answered";
    }
    if (finished.call().client().disconnected().fired()) {
      return "client_left";
    }
    return switch (finished.status()) {
      case 429 -> "rate_limited";
      case 503 -> "unavailable";
      default -> finished.status() >= 400 && finished.status() < 500 ? "caller_fault" : "failed";
    };
  }
}
