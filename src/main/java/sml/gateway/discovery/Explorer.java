package sml.gateway.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Newcomers;
import sml.gateway.catalog.growth.Newcomers.Newcomer;
import sml.gateway.catalog.growth.Newcomers.Refusal;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.discovery.crew.Crew;
import sml.gateway.discovery.source.Names;
import sml.gateway.discovery.source.Source;
import sml.gateway.discovery.source.Source.Findings;
import sml.gateway.discovery.source.Source.Refused;

/** Looks at all sources and takes in who is new, can be called and has something for free. */
@Component
final class Explorer {
  static final String STEP = "discover";
  private static final String PAID = "it has no free tier (list of paid-only providers)";

  private final List<Source> sources;
  private final Names names;
  private final Newcomers newcomers;
  private final Admission admission;
  private final WorkBook book;
  private final DiscoverySettings settings;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  Explorer(
      List<Source> sources,
      Names names,
      Newcomers newcomers,
      Admission admission,
      WorkBook book,
      DiscoverySettings settings) {
    this.sources = sources;
    this.names = names;
    this.newcomers = newcomers;
    this.admission = admission;
    this.book = book;
    this.settings = settings;
  }

  /**
   * What a look around brought.
   *
   * @param scanned entries of the sources that were looked at
   * @param found names of the rows that were added
   * @param failed sources that could not be read, with the reason
   */
  record Trip(int scanned, List<String> found, List<Refused> refused, Map<String, String> failed) {}

  /**
   * Looks around now.
   *
   * @param tellAll also tells refusals that were told lately
   */
  Trip explore(boolean tellAll) {
    oneAtATime.lock();
    try {
      Set<String> known = new HashSet<>();
      newcomers.known().forEach(name -> known.add(names.identity(name)));
      Map<Source, Findings> all = look(Set.copyOf(known));
      var trip = new Trip(sum(all), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
      for (Source source : sources) {
        Findings findings = all.get(source);
        if (findings != null) {
          takeIn(source, findings, known, trip, tellAll);
        }
      }
      return trip;
    } finally {
      oneAtATime.unlock();
    }
  }

  private Map<Source, Findings> look(Set<String> known) {
    var all = new ConcurrentHashMap<Source, Findings>();
    var done = new AtomicInteger();
    book.progress(STEP, 0, sources.size());
    Crew.each(
        sources,
        sources.size(),
        source -> {
          all.put(source, source.look(name -> turnsAway(name, known)));
          book.progress(STEP, done.incrementAndGet(), sources.size());
        });
    return all;
  }

  private @Nullable String turnsAway(String name, Set<String> known) {
    String identity = names.identity(name);
    if (identity.isEmpty() || known.contains(identity)) {
      return "";
    }
    return names.paidOnly(name) ? PAID : null;
  }

  private static int sum(Map<Source, Findings> all) {
    return all.values().stream().mapToInt(Findings::entries).sum();
  }

  private void takeIn(
      Source source, Findings findings, Set<String> known, Trip trip, boolean tellAll) {
    if (findings.problem() != null) {
      trip.failed().put(source.name(), findings.problem());
      book.note(
          STEP,
          Level.WARN,
          "the source %s could not be read: %s".formatted(source.name(), findings.problem()));
    }
    for (Refused refused : findings.refused()) {
      refuse(source, refused, trip, tellAll);
    }
    for (Newcomer newcomer : findings.providers()) {
      String problem = turnsAway(newcomer.name(), known);
      if (problem != null && problem.isEmpty()) {
        continue;
      }
      if (trip.found().size() >= settings.mostNew()) {
        book.note(STEP, Level.WARN, "more newcomers than one run takes in; the next one goes on");
        return;
      }
      if (problem == null && names.paidOnly(newcomer.label())) {
        problem = PAID;
      }
      known.add(names.identity(newcomer.name()));
      if (problem == null) {
        admit(source, newcomer, trip, tellAll);
      } else {
        refuse(source, new Refused(newcomer.name(), problem), trip, tellAll);
      }
    }
  }

  private void admit(Source source, Newcomer newcomer, Trip trip, boolean tellAll) {
    try {
      if (admission.admit(newcomer)) {
        trip.found().add(newcomer.name());
      }
    } catch (Refusal refusal) {
      refuse(source, new Refused(newcomer.name(), refusal.reason()), trip, tellAll);
    }
  }

  private void refuse(Source source, Refused refused, Trip trip, boolean tellAll) {
    trip.refused().add(refused);
    admission.refuse(source.name(), refused, tellAll);
  }
}
