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
import sml.gateway.catalog.updates.ProviderRegistrar;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Refusal;
import sml.gateway.discovery.ProviderSource.Findings;
import sml.gateway.discovery.ProviderSource.Refused;
import sml.gateway.jobs.ParallelRunner;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/** Reads all sources and adds the providers that are new, can be called and have a free tier. */
@Component
final class DiscoveryRun {
  static final String STEP = "discover";
  private static final String PAID = "it has no free tier (list of paid-only providers)";

  private final List<ProviderSource> sources;
  private final ProviderAliases providerAliases;
  private final ProviderRegistrar providerRegistrar;
  private final ProviderAdmission providerAdmission;
  private final WorkerLog workerLog;
  private final DiscoverySettings settings;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  DiscoveryRun(
      List<ProviderSource> sources,
      ProviderAliases providerAliases,
      ProviderRegistrar providerRegistrar,
      ProviderAdmission providerAdmission,
      WorkerLog workerLog,
      DiscoverySettings settings) {
    this.sources = sources;
    this.providerAliases = providerAliases;
    this.providerRegistrar = providerRegistrar;
    this.providerAdmission = providerAdmission;
    this.workerLog = workerLog;
    this.settings = settings;
  }

  /**
   * The result of one run.
   *
   * @param scanned entries of the sources that were looked at
   * @param found names of the rows that were added
   * @param failed sources that could not be read, with the reason
   */
  record Trip(int scanned, List<String> found, List<Refused> refused, Map<String, String> failed) {}

  /**
   * Runs discovery now.
   *
   * @param reportAll also reports refusals that were reported recently
   */
  Trip explore(boolean reportAll) {
    oneAtATime.lock();
    try {
      Set<String> known = new HashSet<>();
      providerRegistrar.known().forEach(name -> known.add(providerAliases.identity(name)));
      Map<ProviderSource, Findings> all = look(Set.copyOf(known));
      var trip = new Trip(sum(all), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
      for (ProviderSource providerSource : sources) {
        Findings findings = all.get(providerSource);
        if (findings != null) {
          takeIn(providerSource, findings, known, trip, reportAll);
        }
      }
      return trip;
    } finally {
      oneAtATime.unlock();
    }
  }

  private Map<ProviderSource, Findings> look(Set<String> known) {
    var all = new ConcurrentHashMap<ProviderSource, Findings>();
    var done = new AtomicInteger();
    workerLog.progress(STEP, 0, sources.size());
    ParallelRunner.each(
        sources,
        sources.size(),
        providerSource -> {
          all.put(providerSource, providerSource.look(name -> refusalOf(name, known)));
          workerLog.progress(STEP, done.incrementAndGet(), sources.size());
        });
    return all;
  }

  private @Nullable String refusalOf(String name, Set<String> known) {
    String identity = providerAliases.identity(name);
    if (identity.isEmpty() || known.contains(identity)) {
      return "";
    }
    return providerAliases.paidOnly(name) ? PAID : null;
  }

  private static int sum(Map<ProviderSource, Findings> all) {
    return all.values().stream().mapToInt(Findings::entries).sum();
  }

  private void takeIn(
      ProviderSource providerSource,
      Findings findings,
      Set<String> known,
      Trip trip,
      boolean reportAll) {
    if (findings.problem() != null) {
      trip.failed().put(providerSource.name(), findings.problem());
      workerLog.note(
          STEP,
          Level.WARN,
          "the source %s could not be read: %s"
              .formatted(providerSource.name(), findings.problem()));
    }
    for (Refused refused : findings.refused()) {
      refuse(providerSource, refused, trip, reportAll);
    }
    for (DiscoveredProvider newcomer : findings.providers()) {
      String problem = refusalOf(newcomer.name(), known);
      if (problem != null && problem.isEmpty()) {
        continue;
      }
      if (trip.found().size() >= settings.mostNew()) {
        workerLog.note(
            STEP, Level.WARN, "more newcomers than one run takes in; the next one goes on");
        return;
      }
      if (problem == null && providerAliases.paidOnly(newcomer.label())) {
        problem = PAID;
      }
      known.add(providerAliases.identity(newcomer.name()));
      if (problem == null) {
        admit(providerSource, newcomer, trip, reportAll);
      } else {
        refuse(providerSource, new Refused(newcomer.name(), problem), trip, reportAll);
      }
    }
  }

  private void admit(
      ProviderSource providerSource, DiscoveredProvider newcomer, Trip trip, boolean reportAll) {
    try {
      if (providerAdmission.admit(newcomer)) {
        trip.found().add(newcomer.name());
      }
    } catch (Refusal refusal) {
      refuse(providerSource, new Refused(newcomer.name(), refusal.reason()), trip, reportAll);
    }
  }

  private void refuse(
      ProviderSource providerSource, Refused refused, Trip trip, boolean reportAll) {
    trip.refused().add(refused);
    providerAdmission.refuse(providerSource.name(), refused, reportAll);
  }
}
