package sml.gateway.discovery;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.catalog.updates.ModelScans;
import sml.gateway.catalog.updates.ModelScans.Report;
import sml.gateway.jobs.ParallelRunner;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/**
 * Scans every provider that can be scanned. Each list is saved by itself, so a stop loses nothing.
 */
@Component("scanRound")
final class ScanRound {
  private static final String STEP = "scan";
  private static final int NAMED = 5;

  private final ModelScans modelScans;
  private final WorkerLog workerLog;
  private final DiscoverySettings settings;

  ScanRound(ModelScans modelScans, WorkerLog workerLog, DiscoverySettings settings) {
    this.modelScans = modelScans;
    this.workerLog = workerLog;
    this.settings = settings;
  }

  /** The providers that can be scanned. */
  public List<String> due() {
    return modelScans.due();
  }

  /** Scans them, a few at a time. */
  public List<Report> scan(@Body List<String> due) {
    var reports = new ConcurrentHashMap<String, Report>();
    var done = new AtomicInteger();
    workerLog.progress(STEP, 0, due.size());
    ParallelRunner.each(
        due,
        settings.scanParallel(),
        provider -> {
          Report report = scanned(provider);
          reports.put(provider, report);
          report(provider, report);
          workerLog.progress(STEP, done.incrementAndGet(), due.size());
        });
    return List.copyOf(reports.values());
  }

  private Report scanned(String provider) {
    try {
      return modelScans.scan(provider);
    } catch (DataAccessException | TransactionException e) {
      return Report.failed("its models could not be saved: " + e.getMessage(), false);
    }
  }

  private void report(String provider, Report report) {
    if (!report.ok()) {
      workerLog.note(STEP, Level.WARN, provider + " is not scanned: " + report.error());
      return;
    }
    note(provider, "new", report.fresh());
    note(provider, "missing", report.missing());
    note(provider, "returned", report.returned());
  }

  // one row of the log for each kind: the pages translate a row as a whole
  private void note(String provider, String word, List<String> ids) {
    if (!ids.isEmpty()) {
      String names = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
      String more = ids.size() > NAMED ? ", …" : "";
      workerLog.note(
          STEP, Level.INFO, "%s: %d %s (%s%s)".formatted(provider, ids.size(), word, names, more));
    }
  }

  /** Notes what all scans found. */
  public void sumUp(@Body List<Report> reports) {
    long failed = reports.stream().filter(report -> !report.ok()).count();
    workerLog.note(
        STEP,
        failed == 0 ? Level.SUCCESS : Level.WARN,
        "Scanned %d providers, %d failed: %d models, %d new, %d missing, %d returned"
            .formatted(
                reports.size(),
                failed,
                reports.stream().mapToInt(Report::models).sum(),
                reports.stream().mapToInt(report -> report.fresh().size()).sum(),
                reports.stream().mapToInt(report -> report.missing().size()).sum(),
                reports.stream().mapToInt(report -> report.returned().size()).sum()));
  }
}
