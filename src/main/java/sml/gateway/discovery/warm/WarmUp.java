package sml.gateway.discovery.warm;

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
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.DayQuotas;
import sml.gateway.chat.DayQuotas.DayQuota;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.Lines;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Sounding;
import sml.gateway.chat.Standings;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.discovery.crew.Crew;
import sml.gateway.discovery.warm.WarmStore.Ping;
import sml.gateway.discovery.warm.WarmStore.Run;

/**
 * Every two minutes: makes sure that connections stand ready to those who will be asked next, and
 * lets some of them say a word, as far as a small share of a quota they told allows.
 */
@Component("warmUp")
final class WarmUp {
  static final String STEP = "warmup";
  static final String LAST_RUN = "last_warmup";
  private static final byte[] PING =
      "{\"messages\":[{\"role\":\"user\",\"content\":\".\"}],\"max_tokens\":1}".getBytes(UTF_8);
  private static final double GOOD = 0.5;

  private final Roster roster;
  private final Standings standings;
  private final ObjectProvider<Faculty> faculty;
  private final DayQuotas quotas;
  private final Lines lines;
  private final Sounding sounding;
  private final WarmStore store;
  private final WorkBook book;
  private final WarmSettings settings;
  private final Clock clock;

  WarmUp(
      Roster roster,
      Standings standings,
      ObjectProvider<Faculty> faculty,
      DayQuotas quotas,
      Lines lines,
      Sounding sounding,
      WarmStore store,
      WorkBook book,
      WarmSettings settings,
      Clock clock) {
    this.roster = roster;
    this.standings = standings;
    this.faculty = faculty;
    this.quotas = quotas;
    this.lines = lines;
    this.sounding = sounding;
    this.store = store;
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  public void warm() {
    Instant now = clock.instant();
    tellOfCutOffs(now);
    List<ModelRef> models = chosen();
    Map<ModelRef, DayQuota> known = quotas.known();
    Map<String, Integer> today = store.tokenPings(now.truncatedTo(ChronoUnit.DAYS));
    Map<String, Boolean> open = new ConcurrentHashMap<>();
    var ok = new AtomicInteger();
    List<String> providers = models.stream().map(ModelRef::provider).distinct().toList();
    Crew.each(providers, settings.parallel(), name -> open.put(name, lines.open(name)));
    Crew.each(
        models,
        settings.parallel(),
        ref -> {
          int before = today.getOrDefault(ref.provider() + ":" + ref.model(), 0);
          boolean stands = Boolean.TRUE.equals(open.get(ref.provider()));
          Ping ping =
              stands && affords(known.get(ref), before)
                  ? ask(ref)
                  : new Ping(ref, false, stands, 0);
          store.write(now, models.size(), ping);
          ok.addAndGet(ping.ok() ? 1 : 0);
        });
    store.dropBefore(now.minus(settings.kept()));
    book.keep(LAST_RUN, now.toString());
    if (!models.isEmpty()) {
      Level level = ok.get() == models.size() ? Level.SUCCESS : Level.WARN;
      int all = models.size();
      book.note(STEP, level, line(new Run(now, all, all, ok.get(), 0)));
    }
  }

  /** Tells of runs that began after the last one that came to its end. */
  private void tellOfCutOffs(Instant now) {
    Instant last = book.recall(LAST_RUN).map(Instant::parse).orElse(now.minus(settings.kept()));
    for (Run run : store.runs(last).reversed()) {
      if (run.cutOff() && run.at().isAfter(last)) {
        book.note(STEP, Level.WARN, "the run of %s was cut off: %s".formatted(run.at(), line(run)));
      }
    }
  }

  static String line(Run run) {
    return run.cutOff()
        ? "Pinged %d of %d models, %d ok".formatted(run.models(), run.planned(), run.ok())
        : "Pinged %d models, %d ok".formatted(run.models(), run.ok());
  }

  /** Who has passed; while nobody has, who does well in live traffic. The fastest come first. */
  private List<ModelRef> chosen() {
    Faculty school = faculty.getIfAvailable();
    List<ModelRef> all =
        roster.models().stream()
            .filter(Model::chat)
            .map(Model::ref)
            .filter(ref -> standing(ref).restsFor() == null)
            .toList();
    List<ModelRef> passed =
        all.stream()
            .filter(ref -> school != null && school.of(ref).standing() == Faculty.Standing.PASSED)
            .toList();
    List<ModelRef> good = passed.isEmpty() ? all.stream().filter(this::doesWell).toList() : passed;
    return good.stream()
        .sorted(Comparator.comparing(this::usual))
        .limit(settings.mostModels())
        .toList();
  }

  private Standings.Standing standing(ModelRef ref) {
    return standings.of(ref, Category.GENERAL);
  }

  private boolean doesWell(ModelRef ref) {
    Standings.Standing live = standing(ref);
    return live.samples() > 0 && live.success() >= GOOD;
  }

  private Duration usual(ModelRef ref) {
    Duration usual = standing(ref).usualFirstContent();
    return usual == null ? Duration.ofDays(1) : usual;
  }

  private boolean affords(@Nullable DayQuota quota, int pingsToday) {
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
        sounding.ask(
            new Sounding.Errand(
                ref, PING, Category.GENERAL, settings.patience(), Sounding.Purpose.WARM_UP));
    return switch (attempt) {
      case Attempt.Answered answered -> new Ping(ref, true, true, attempt.timing().tookMs());
      case Attempt.NotAsked notAsked -> new Ping(ref, false, true, 0);
      default -> new Ping(ref, true, false, attempt.timing().tookMs());
    };
  }
}
