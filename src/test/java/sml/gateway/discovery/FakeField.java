package sml.gateway.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.Refusal;
import sml.gateway.modelhealth.DailyQuotas;
import sml.gateway.upstream.ConnectionWarmer;

/** Models that answer as a test says, and what the other rooms know of them. */
final class FakeField implements ProbeClient, LiveStats, ExamScores, DailyQuotas, ConnectionWarmer {
  final List<ProbeRequest> probeRequests = new CopyOnWriteArrayList<>();
  final List<String> opened = new CopyOnWriteArrayList<>();
  final Map<ModelRef, DailyQuota> quotas = new ConcurrentHashMap<>();
  final Map<ModelRef, LiveStats.ModelStats> liveStats = new ConcurrentHashMap<>();
  final Set<ModelRef> passed = new HashSet<>();
  final Set<String> dead = new HashSet<>();
  volatile Function<ProbeRequest, Attempt> answers = probeRequest -> says(probeRequest, "pong");

  void forget() {
    probeRequests.clear();
    opened.clear();
    quotas.clear();
    liveStats.clear();
    passed.clear();
    dead.clear();
    answers = probeRequest -> says(probeRequest, "pong");
  }

  private static Candidate candidate(ProbeRequest probeRequest) {
    return new Candidate(probeRequest.ref(), false, 0, null, 1, "");
  }

  static Attempt says(ProbeRequest probeRequest, String text) {
    return answers(probeRequest, text, "{\"choices\":[{\"message\":{}}]}");
  }

  static Attempt answers(ProbeRequest probeRequest, String text, String json) {
    var answer =
        new Answer.Whole(candidate(probeRequest), json.getBytes(UTF_8), null, text, "stop");
    return new Attempt.Answered(candidate(probeRequest), new AttemptTiming(0, 30L, 40), answer);
  }

  static Attempt refuses(ProbeRequest probeRequest, int status, Refusal.Kind kind, String message) {
    var refusal = new Refusal(status, kind, message, null, null, null, null);
    return new Attempt.Refused(candidate(probeRequest), new AttemptTiming(0, null, 40), refusal);
  }

  /** The body of a probe request as text. */
  static String body(ProbeRequest probeRequest) {
    return new String(probeRequest.body(), UTF_8);
  }

  List<String> asked(Purpose purpose) {
    return probeRequests.stream()
        .filter(probeRequest -> probeRequest.purpose() == purpose)
        .map(probeRequest -> probeRequest.ref().id())
        .toList();
  }

  @Override
  public Attempt ask(ProbeRequest probeRequest) {
    probeRequests.add(probeRequest);
    return answers.apply(probeRequest);
  }

  void setStats(ModelRef ref, long samples, @Nullable Integer firstMs, double headroom) {
    Duration first = firstMs == null ? null : Duration.ofMillis(firstMs);
    liveStats.put(
        ref, new LiveStats.ModelStats(null, 0.9, samples, samples, first, null, headroom));
  }

  @Override
  public LiveStats.ModelStats of(ModelRef ref, Category category) {
    return liveStats.getOrDefault(ref, new LiveStats.ModelStats(null, 0.7, 0, 5, null, null, 1));
  }

  @Override
  public Report of(ModelRef ref) {
    return passed.contains(ref)
        ? new Report(ExamScores.ExamStanding.PASSED, 0.9, Map.of())
        : Report.UNTESTED;
  }

  @Override
  public Optional<ModelRef> head(Category category) {
    return Optional.empty();
  }

  @Override
  public Map<ModelRef, DailyQuota> known() {
    return Map.copyOf(quotas);
  }

  @Override
  public boolean open(String provider) {
    opened.add(provider);
    return !dead.contains(provider);
  }
}
