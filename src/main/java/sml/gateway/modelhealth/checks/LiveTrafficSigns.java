package sml.gateway.modelhealth.checks;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ToolCallsMade;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/**
 * Watches live traffic: which models answered lately, and which skills they showed. A timer on each
 * gateway saves that in the background, for the last time when the program ends.
 */
@Component("liveTrafficSigns")
public class LiveTrafficSigns {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTrafficSigns.class);
  private static final int MOST_MODELS = 10_000;
  private static final int MOST_WAITING = 1_000;
  private static final Duration QUIET = Duration.ofHours(1);

  private final SkillEvidence skillEvidence;
  private final WorkerLog workerLog;
  private final Clock clock;
  private final Map<ModelRef, Instant> answered = new ConcurrentHashMap<>();
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();
  private final Map<Sign, LocalDate> noted = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<SkillObservation> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);

  private record Sign(ModelRef ref, Skill skill, boolean able) {}

  LiveTrafficSigns(SkillEvidence skillEvidence, WorkerLog workerLog, Clock clock) {
    this.skillEvidence = skillEvidence;
    this.workerLog = workerLog;
    this.clock = clock;
  }

  @EventListener
  public void on(AttemptFinished event) {
    ModelRef ref = event.attempt().candidate().ref();
    switch (event.attempt()) {
      case Attempt.Answered answer when event.request().purpose() == null -> put(answered, ref);
      case Attempt.Refused refusal when event.request().purpose() == null -> {
        if (event.request().profile().tools()) {
          note(ref, Skill.TOOLS, ProbeQuestions.refusal(Skill.TOOLS, refusal.refusal()));
        }
        if (event.request().profile().images()) {
          note(ref, Skill.VISION, ProbeQuestions.refusal(Skill.VISION, refusal.refusal()));
        }
      }
      case Attempt.Broken broken when broken.what().startsWith("refused: ") ->
          forbidden(ref.provider(), broken.what());
      default -> {}
    }
  }

  /** A tool call is clear evidence. */
  @EventListener
  public void on(ToolCallsMade made) {
    note(made.ref(), Skill.TOOLS, new ProbeQuestions.Shown(true, true, "called a tool"));
  }

  /** One observation of a kind and day is enough: more of them add nothing. */
  private void note(ModelRef ref, Skill skill, ProbeQuestions.@Nullable Shown shown) {
    if (shown == null) {
      return;
    }
    Instant now = clock.instant();
    var sign = new Sign(ref, skill, shown.able());
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (today.equals(noted.get(sign))) {
      return;
    }
    if (noted.size() >= MOST_MODELS) {
      noted.clear();
    }
    // when too many wait, this one is saved when it is seen next
    if (waiting.offer(
        new SkillObservation(
            ref, skill, shown.able(), shown.clear(), "live", shown.detail(), now))) {
      noted.put(sign, today);
    }
  }

  private void forbidden(String provider, String what) {
    Instant now = clock.instant();
    Instant before = refused.get(provider);
    if (before == null || before.isBefore(now.minus(QUIET))) {
      refused.put(provider, now);
      workerLog.note("health", Level.WARN, provider + " is not called: " + what);
    }
  }

  private void put(Map<ModelRef, Instant> map, ModelRef ref) {
    if (map.size() < MOST_MODELS || map.containsKey(ref)) {
      map.put(ref, clock.instant());
    }
  }

  /** When the model last answered a client, null when it has not since this gateway began. */
  public @Nullable Instant answered(ModelRef ref) {
    return answered.get(ref);
  }

  /** Saves observed skills; while the database is away they wait. */
  @PreDestroy
  public synchronized void keep() {
    try {
      for (SkillObservation next = waiting.peek(); next != null; next = waiting.peek()) {
        skillEvidence.add(next);
        waiting.remove();
      }
    } catch (DataAccessException | TransactionException away) {
      LOG.debug("event=signs_wait waiting={} cause={}", waiting.size(), away.toString());
    }
  }
}
