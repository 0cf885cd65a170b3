package sml.gateway.discovery.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Skills.Skill;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ToolCallsMade;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;

/**
 * Watches live traffic: who answered lately, and what it shows of skills. Keeps nothing for long.
 */
@Component
public class Pulse {
  private static final int MOST_MODELS = 10_000;
  private static final int MOST_WAITING = 1_000;
  private static final Duration QUIET = Duration.ofHours(1);

  private final WorkBook book;
  private final Clock clock;
  private final Map<ModelRef, Instant> answered = new ConcurrentHashMap<>();
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();
  private final Map<ModelRef, Instant> called = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Observation> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

  Pulse(WorkBook book, Clock clock) {
    this.book = book;
    this.clock = clock;
  }

  @EventListener
  public void on(AttemptFinished event) {
    ModelRef ref = event.attempt().candidate().ref();
    switch (event.attempt()) {
      case Attempt.Answered answer when event.turn().purpose() == null -> put(answered, ref);
      case Attempt.Refused refusal when event.turn().purpose() == null -> {
        if (event.turn().profile().tools()) {
          note(ref, Skill.TOOLS, Questions.refusal(Skill.TOOLS, refusal.refusal()));
        }
        if (event.turn().profile().images()) {
          note(ref, Skill.VISION, Questions.refusal(Skill.VISION, refusal.refusal()));
        }
      }
      case Attempt.Broken broken when broken.what().startsWith("refused: ") ->
          forbidden(ref.provider(), broken.what());
      default -> {}
    }
  }

  /** A tool call is as clear as a sign can be; one a day is enough. */
  @EventListener
  public void on(ToolCallsMade made) {
    Instant before = called.get(made.ref());
    if (before == null || before.isBefore(clock.instant().minus(Duration.ofDays(1)))) {
      put(called, made.ref());
      note(made.ref(), Skill.TOOLS, new Questions.Shown(true, true, "called a tool"));
    }
  }

  private void note(ModelRef ref, Skill skill, Questions.@Nullable Shown shown) {
    if (shown != null) {
      // when too many wait, the rest is worth nothing more than they are
      waiting.offer(
          new Observation(
              ref, skill, shown.able(), shown.clear(), "live", shown.detail(), clock.instant()));
    }
  }

  private void forbidden(String provider, String what) {
    Instant now = clock.instant();
    Instant before = refused.get(provider);
    if (before == null || before.isBefore(now.minus(QUIET))) {
      refused.put(provider, now);
      book.note("health", Level.WARN, provider + " is not called: " + what);
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

  /** Takes what was seen of skills since the last call. */
  public List<Observation> drain() {
    List<Observation> all = new ArrayList<>();
    waiting.drainTo(all);
    return all;
  }
}
