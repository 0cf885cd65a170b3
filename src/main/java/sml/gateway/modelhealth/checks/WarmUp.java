package sml.gateway.modelhealth.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.jobs.ParallelRunner;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;
import sml.gateway.modelhealth.DailyQuotas;
import sml.gateway.modelhealth.DailyQuotas.DailyQuota;
import sml.gateway.modelhealth.checks.WarmUpStore.Ping;
import sml.gateway.modelhealth.checks.WarmUpStore.Run;
import sml.gateway.upstream.ConnectionWarmer;

/**
 * Every two minutes: keeps connections open to the models that will be asked next, and pings some
 * of them, within a small share of the quota they reported.
 */
@Component("warmUp")
final class WarmUp {
  static final String STEP = "warmup";
  static final String LAST_RUN = "last_warmup";
  private static final byte[] PING =
      "{\"messages\":[{\"role\":\"user\",\"content\":\".\"}],\"max_tokens\":1}".getBytes(UTF_8);
  private static final double GOOD = 0.5;

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final ObjectProvider<ExamScores> examScores;
  private final DailyQuotas quotas;
  private final ConnectionWarmer connectionWarmer;
  private final ProbeClient probeClient;
  private final WarmUpStore store;
  private final WorkerLog workerLog;
  private final WarmUpSettings settings;
  private final Clock clock;

  WarmUp(
      ModelRegistry registry,
      LiveStats liveStats,
      ObjectProvider<ExamScores> examScores,
      DailyQuotas quotas,
      ConnectionWarmer connectionWarmer,
      ProbeClient probeClient,
      WarmUpStore store,
      WorkerLog workerLog,
      WarmUpSettings settings,
      Clock clock) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.examScores = examScores;
    this.quotas = quotas;
    this.connectionWarmer = connectionWarmer;
    this.probeClient = probeClient;
    this.store = store;
    this.workerLog = workerLog;
    this.settings = settings;
    this.clock = clock;
  }

  public void warm() {
    Instant now = clock.instant();
    reportCutOffs(now);
    List<ModelRef> models = chosen();
    Map<ModelRef, DailyQuota> known = quotas.known();
    Map<String, Integer> today = store.tokenPings(now.truncatedTo(ChronoUnit.DAYS));
    Map<String, Boolean> open = new ConcurrentHashMap<>();
    var ok = new AtomicInteger();
    List<String> providers = models.stream().map(ModelRef::provider).distinct().toList();
    ParallelRunner.each(
        providers, settings.parallel(), name -> open.put(name, connectionWarmer.open(name)));
    ParallelRunner.each(
        models,
        settings.parallel(),
        ref -> {
          int before = today.getOrDefault(ref.rowId(), 0);
          boolean stands = Boolean.TRUE.equals(open.get(ref.provider()));
          Ping ping =
              stands && affords(known.get(ref), before)
                  ? ask(ref)
                  : new Ping(ref, false, stands, 0);
          store.write(now, models.size(), ping);
          ok.addAndGet(ping.ok() ? 1 : 0);
        });
    store.dropBefore(now.minus(settings.kept()));
    workerLog.keep(LAST_RUN, now.toString());
    if (!models.isEmpty()) {
      Level level = ok.get() == models.size() ? Level.SUCCESS : Level.WARN;
      int all = models.size();
      workerLog.note(STEP, level, summary(new Run(now, all, all, ok.get(), 0)));
    }
  }

  /** Reports runs that began after the last one that was completed. */
  private void reportCutOffs(Instant now) {
    Instant last =
        workerLog.recall(LAST_RUN).map(Instant::parse).orElse(now.minus(settings.kept()));
    for (Run run : store.runs(last).reversed()) {
      if (run.cutOff() && run.at().isAfter(last)) {
        workerLog.note(
            STEP, Level.WARN, "the run of %s was cut off: %s".formatted(run.at(), summary(run)));
      }
    }
  }

  static String summary(Run run) {
    return run.cutOff()
        ? "Pinged %d of %d models, %d ok".formatted(run.models(), run.planned(), run.ok())
        : "Pinged %d models, %d ok".formatted(run.models(), run.ok());
  }

  /**
   * The models that passed; while none has, those that do well in live traffic. The fastest come
   * first.
   */
  private List<ModelRef> chosen() {
    ExamScores school = examScores.getIfAvailable();
    List<ModelRef> all =
        registry.choosable().stream()
            .filter(Model::chat)
            .map(Model::ref)
            .filter(ref -> stats(ref).cooldown() == null)
            .toList();
    List<ModelRef> passed =
        all.stream()
            .filter(
                ref ->
                    school != null && school.of(ref).standing() == ExamScores.ExamStanding.PASSED)
            .toList();
    List<ModelRef> good = passed.isEmpty() ? all.stream().filter(this::doesWell).toList() : passed;
    return good.stream()
        .sorted(Comparator.comparing(this::usual))
        .limit(settings.mostModels())
        .toList();
  }

  private LiveStats.ModelStats stats(ModelRef ref) {
    return liveStats.of(ref, Category.GENERAL);
  }

  private boolean doesWell(ModelRef ref) {
    LiveStats.ModelStats live = stats(ref);
    return live.samples() > 0 && live.success() >= GOOD;
  }

  private Duration usual(ModelRef ref) {
    Duration usual = stats(ref).usualFirstContent();
    return usual == null ? Duration.ofDays(1) : usual;
  }

  private boolean affords(@Nullable DailyQuota quota, int pingsToday) {
    if (quota == null) {
      return false;
    }
    boolean requests =
        quota.requests() == null || pingsToday + 1 <= quota.requests() * settings.share();
    boolean tokens =
        quota.tokens() == null
            || (pingsToday + 1L) * settings.tokensPerPing() <= quota.tokens() * settings.share();
    return requests && tokens;
  }

  private Ping ask(ModelRef ref) {
    Attempt attempt =
        probeClient.ask(
            new ProbeClient.ProbeRequest(
                ref, PING, Category.GENERAL, settings.timeout(), ProbeClient.Purpose.WARM_UP));
    return switch (attempt) {
      case Attempt.Answered answered -> new Ping(ref, true, true, attempt.timing().tookMs());
      case Attempt.NotAsked notAsked -> new Ping(ref, false, true, 0);
      default -> new Ping(ref, true, false, attempt.timing().tookMs());
    };
  }
}
