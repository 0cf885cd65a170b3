package sml.gateway.observability;

import java.util.List;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;

/**
 * Reads the tables in the background every few seconds; while the database is away the last
 * snapshot stays.
 */
@Component("statusRefresher")
class StatusRefresher {
  private static final Logger LOG = LoggerFactory.getLogger(StatusRefresher.class);
  private static final int MOST_ENTRIES = 50;
  private static final int MOST_CHANGES = 50;

  private final StatusStore store;
  private final LiveStats liveStats;
  private final ExamScores examScores;
  private volatile StatusSnapshot statusSnapshot = StatusSnapshot.EMPTY;

  StatusRefresher(StatusStore store, LiveStats liveStats, ExamScores examScores) {
    this.store = store;
    this.liveStats = liveStats;
    this.examScores = examScores;
  }

  public void refresh() {
    try {
      statusSnapshot =
          new StatusSnapshot(
              store.worker(),
              stats(),
              StatusSnapshot.ModelChanges.of(store.changes(MOST_CHANGES)),
              store.logEntries(MOST_ENTRIES));
    } catch (DataAccessException away) {
      LOG.debug("event=status_unreadable cause={}", away.getMostSpecificCause().toString());
    }
  }

  StatusSnapshot snapshot() {
    return statusSnapshot;
  }

  private StatusSnapshot.Stats stats() {
    List<ModelRef> models = store.models();
    int cooling = (int) models.stream().filter(liveStats::isCoolingDown).count();
    List<ExamScores.Report> passed = reports(models, ExamScores.ExamStanding.PASSED);
    OptionalDouble mean = passed.stream().mapToDouble(ExamScores.Report::overall).average();
    return new StatusSnapshot.Stats(
        store.known(),
        models.size() - cooling,
        cooling,
        passed.size(),
        reports(models, ExamScores.ExamStanding.FAILED).size(),
        passed.size(),
        mean.isPresent() ? Math.round(1000 * mean.getAsDouble()) / 10.0 : null);
  }

  private List<ExamScores.Report> reports(List<ModelRef> models, ExamScores.ExamStanding standing) {
    return models.stream()
        .map(examScores::of)
        .filter(report -> report.standing() == standing)
        .toList();
  }
}
