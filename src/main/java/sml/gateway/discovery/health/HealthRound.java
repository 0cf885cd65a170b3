package sml.gateway.discovery.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Roster;
import sml.gateway.catalog.growth.Skills.Skill;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.discovery.crew.Crew;

/**
 * A round of the work cycle: asks a few models whether they answer, and a few what they can do.
 * Only whoever was not proven by live traffic and has quota to spare is asked, and nobody often.
 */
@Component("healthRound")
final class HealthRound {
  private static final String STEP = "health";

  private final Roster roster;
  private final Standings standings;
  private final CheckStore store;
  private final Pulse pulse;
  private final Evidence evidence;
  private final Checker checker;
  private final Questions questions;
  private final WorkBook book;
  private final HealthSettings settings;
  private final Clock clock;

  HealthRound(
      Roster roster,
      Standings standings,
      CheckStore store,
      Pulse pulse,
      Evidence evidence,
      Checker checker,
      ObjectMapper json,
      RandomGenerator chance,
      WorkBook book,
      HealthSettings settings,
      Clock clock) {
    this.roster = roster;
    this.standings = standings;
    this.store = store;
    this.pulse = pulse;
    this.evidence = evidence;
    this.checker = checker;
    this.questions = new Questions(json, chance);
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  /** One thing to ask in this round: whether it answers, or about a skill. */
  private record Task(ModelRef ref, Questions.Question question) {
    boolean isCheck() {
      return question.expected().isEmpty();
    }
  }

  public void look() {
    pulse.keep();
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    var allotment = new Allotment(store.asked(today), settings);
    List<Model> able = roster.models().stream().filter(this::mayBeAsked).toList();
    List<Task> tasks = new ArrayList<>(checks(able, allotment));
    for (Skill skill : Skill.values()) {
      tasks.addAll(probes(able, skill, allotment));
    }
    var count = new Count();
    var done = new AtomicInteger();
    book.progress(STEP, 0, tasks.size());
    Crew.each(
        tasks,
        settings.parallel(),
        task -> {
          perform(task, count);
          book.progress(STEP, done.incrementAndGet(), tasks.size());
        });
    boolean silent = count.checked.get() > 0 && count.answered.get() == 0;
    book.note(
        STEP,
        silent ? Level.WARN : Level.SUCCESS,
        "Checked %s models, %s answered; looked at %s skills"
            .formatted(count.checked, count.answered, count.probed));
  }

  /** What came of a round so far. */
  private static final class Count {
    final AtomicInteger checked = new AtomicInteger();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger probed = new AtomicInteger();
  }

  private void perform(Task task, Count count) {
    if (task.isCheck()) {
      Boolean answered = checker.check(task.ref());
      count.checked.addAndGet(answered == null ? 0 : 1);
      count.answered.addAndGet(Boolean.TRUE.equals(answered) ? 1 : 0);
      return;
    }
    Observation seen = checker.probe(task.ref(), task.question(), questions);
    count.probed.incrementAndGet();
    if (seen != null) {
      evidence.add(seen);
    }
  }

  private boolean mayBeAsked(Model model) {
    if (!model.chat()) {
      return false;
    }
    Standings.Standing standing = standings.of(model.ref(), Category.GENERAL);
    return standing.restsFor() == null && standing.headroom() >= settings.headroom();
  }

  /** Who was never checked comes first, then who was not for longest. */
  private List<Task> checks(List<Model> able, Allotment allotment) {
    Map<String, Instant> last = store.checks();
    Instant due = clock.instant().minus(settings.every());
    Instant proven = clock.instant().minus(settings.liveProof());
    var ping = new Questions.Question(Skill.TOOLS, Questions.ping(), "");
    return able.stream()
        .map(Model::ref)
        .filter(ref -> !last.getOrDefault(CheckStore.id(ref), Instant.MIN).isAfter(due))
        .filter(ref -> !answeredSince(ref, proven))
        .sorted(Comparator.comparing(ref -> last.getOrDefault(CheckStore.id(ref), Instant.MIN)))
        .filter(ref -> allotment.take(ref.provider()))
        .limit(settings.perRound())
        .map(ref -> new Task(ref, ping))
        .toList();
  }

  private boolean answeredSince(ModelRef ref, Instant since) {
    Instant answered = pulse.answered(ref);
    return answered != null && answered.isAfter(since);
  }

  private List<Task> probes(List<Model> able, Skill skill, Allotment allotment) {
    Map<String, Instant> last = store.probes(skill);
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    Instant old = clock.instant().minus(settings.recheck());
    return able.stream()
        .filter(
            model -> {
              Boolean known = skill == Skill.TOOLS ? model.tools() : model.vision();
              Instant before = last.get(CheckStore.id(model.ref()));
              if (known == null) {
                return before == null || before.isBefore(today);
              }
              // only what probes found is looked at again, not what the provider states
              return !known && before != null && before.isBefore(old);
            })
        .map(Model::ref)
        .sorted(Comparator.comparing(ref -> last.getOrDefault(CheckStore.id(ref), Instant.MIN)))
        .filter(ref -> allotment.take(ref.provider()))
        .limit(settings.probes())
        .map(ref -> new Task(ref, questions.about(skill)))
        .toList();
  }
}
