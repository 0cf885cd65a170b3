package sml.gateway.modelhealth.checks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.jobs.ParallelRunner;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/**
 * A round of the work cycle: asks a few models whether they answer, and a few what they can do.
 * Only models that live traffic did not prove and that have quota to spare are asked, none of them
 * often.
 */
@Component("healthCheckRound")
final class HealthCheckRound {
  private static final String STEP = "health";

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final HealthCheckStore store;
  private final LiveTrafficSigns liveTrafficSigns;
  private final SkillEvidence skillEvidence;
  private final ModelChecker modelChecker;
  private final ProbeQuestions probeQuestions;
  private final WorkerLog workerLog;
  private final HealthCheckSettings settings;
  private final Clock clock;

  HealthCheckRound(
      ModelRegistry registry,
      LiveStats liveStats,
      HealthCheckStore store,
      LiveTrafficSigns liveTrafficSigns,
      SkillEvidence skillEvidence,
      ModelChecker modelChecker,
      ObjectMapper json,
      RandomGenerator chance,
      WorkerLog workerLog,
      HealthCheckSettings settings,
      Clock clock) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.store = store;
    this.liveTrafficSigns = liveTrafficSigns;
    this.skillEvidence = skillEvidence;
    this.modelChecker = modelChecker;
    this.probeQuestions = new ProbeQuestions(json, chance);
    this.workerLog = workerLog;
    this.settings = settings;
    this.clock = clock;
  }

  /** One thing to ask in this round: whether it answers, or about a skill. */
  private record Task(ModelRef ref, ProbeQuestions.Question question) {
    boolean isCheck() {
      return question.expected().isEmpty();
    }
  }

  /** What is asked in one round, and what came of it so far. */
  record Round(List<Task> tasks, Count count) {}

  /** Chooses what to ask. */
  public Round choose() {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    var probeBudget = new ProbeBudget(store.asked(today), registry::owner, settings);
    List<Model> able = registry.choosable().stream().filter(this::mayBeAsked).toList();
    List<Task> tasks = new ArrayList<>(checks(able, probeBudget));
    for (Skill skill : Skill.values()) {
      tasks.addAll(probes(able, skill, probeBudget));
    }
    return new Round(List.copyOf(tasks), new Count());
  }

  /** Asks the models, a few at a time. */
  public void ask(@Body Round round) {
    List<Task> tasks = round.tasks();
    var done = new AtomicInteger();
    workerLog.progress(STEP, 0, tasks.size());
    ParallelRunner.each(
        tasks,
        settings.parallel(),
        task -> {
          perform(task, round.count());
          workerLog.progress(STEP, done.incrementAndGet(), tasks.size());
        });
  }

  /** Notes what came of it. */
  public void sumUp(@Body Round round) {
    Count count = round.count();
    boolean silent = count.checked.get() > 0 && count.answered.get() == 0;
    workerLog.note(
        STEP,
        silent ? Level.WARN : Level.SUCCESS,
        "Checked %s models, %s answered; looked at %s skills"
            .formatted(count.checked, count.answered, count.probed));
  }

  /** The results of a round so far. */
  private static final class Count {
    final AtomicInteger checked = new AtomicInteger();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger probed = new AtomicInteger();
  }

  private void perform(Task task, Count count) {
    if (task.isCheck()) {
      Boolean answered = modelChecker.check(task.ref());
      count.checked.addAndGet(answered == null ? 0 : 1);
      count.answered.addAndGet(Boolean.TRUE.equals(answered) ? 1 : 0);
      return;
    }
    SkillObservation seen = modelChecker.probe(task.ref(), task.question(), probeQuestions);
    count.probed.incrementAndGet();
    if (seen != null) {
      skillEvidence.add(seen);
    }
  }

  private boolean mayBeAsked(Model model) {
    if (!model.chat()) {
      return false;
    }
    LiveStats.ModelStats stats = liveStats.of(model.ref(), Category.GENERAL);
    return stats.cooldown() == null && stats.headroom() >= settings.headroom();
  }

  /** Models that were never checked come first, then those checked longest ago. */
  private List<Task> checks(List<Model> able, ProbeBudget probeBudget) {
    Map<String, Instant> last = store.checks();
    Instant due = clock.instant().minus(settings.every());
    Instant proven = clock.instant().minus(settings.liveProof());
    var ping = new ProbeQuestions.Question(Skill.TOOLS, ProbeQuestions.ping(), "");
    return able.stream()
        .map(Model::ref)
        .filter(ref -> !last.getOrDefault(ref.rowId(), Instant.MIN).isAfter(due))
        .filter(ref -> !answeredSince(ref, proven))
        .sorted(Comparator.comparing(ref -> last.getOrDefault(ref.rowId(), Instant.MIN)))
        .filter(ref -> probeBudget.take(ref.provider()))
        .limit(settings.perRound())
        .map(ref -> new Task(ref, ping))
        .toList();
  }

  private boolean answeredSince(ModelRef ref, Instant since) {
    Instant answered = liveTrafficSigns.answered(ref);
    return answered != null && answered.isAfter(since);
  }

  private List<Task> probes(List<Model> able, Skill skill, ProbeBudget probeBudget) {
    Map<String, Instant> last = store.probes(skill);
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    Instant old = clock.instant().minus(settings.recheck());
    return able.stream()
        .filter(
            model -> {
              Boolean known = skill == Skill.TOOLS ? model.tools() : model.vision();
              Instant before = last.get(model.ref().rowId());
              if (known == null) {
                return before == null || before.isBefore(today);
              }
              // only what probes found is looked at again, not what the provider states
              return !known && before != null && before.isBefore(old);
            })
        .map(Model::ref)
        .sorted(Comparator.comparing(ref -> last.getOrDefault(ref.rowId(), Instant.MIN)))
        .filter(ref -> probeBudget.take(ref.provider()))
        .limit(settings.probes())
        .map(ref -> new Task(ref, probeQuestions.about(skill)))
        .toList();
  }

  /**
   * How many questions each provider may still be asked in this round and on this day; providers
   * that share a key, account or address share their budget.
   */
  private static final class ProbeBudget {
    private final Map<String, Integer> today = new HashMap<>();
    private final Map<String, Integer> now = new HashMap<>();
    private final UnaryOperator<String> owner;
    private final HealthCheckSettings settings;

    ProbeBudget(
        Map<String, Integer> askedToday,
        UnaryOperator<String> owner,
        HealthCheckSettings settings) {
      this.owner = owner;
      this.settings = settings;
      askedToday.forEach(
          (provider, asked) -> today.merge(owner.apply(provider), asked, Integer::sum));
    }

    /** Takes one question for the provider; false when its budget is used up. */
    boolean take(String provider) {
      String whose = owner.apply(provider);
      int round = now.getOrDefault(whose, 0);
      boolean free =
          round < settings.perProvider()
              && today.getOrDefault(whose, 0) + round < settings.perDay();
      if (free) {
        now.put(whose, round + 1);
      }
      return free;
    }
  }
}
