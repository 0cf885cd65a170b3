package sml.gateway.ops.state;

import java.util.List;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;

/** Reads the tables aside, every few seconds; while the database is away the last board stays. */
@Component("boardKeeper")
class BoardKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);
  private static final int MOST_LINES = 50;
  private static final int MOST_CHANGES = 50;

  private final StateStore store;
  private final Standings standings;
  private final Faculty faculty;
  private volatile Board board = Board.EMPTY;

  BoardKeeper(StateStore store, Standings standings, Faculty faculty) {
    this.store = store;
    this.standings = standings;
    this.faculty = faculty;
  }

  public void refresh() {
    try {
      board =
          new Board(
              store.worker(),
              stats(),
              Board.ModelChanges.of(store.changes(MOST_CHANGES)),
              store.lines(MOST_LINES));
    } catch (DataAccessException away) {
      LOG.debug("event=status_unreadable cause={}", away.getMostSpecificCause().toString());
    }
  }

  Board board() {
    return board;
  }

  private Board.Stats stats() {
    List<ModelRef> models = store.models();
    int resting = (int) models.stream().filter(this::rests).count();
    List<Faculty.Report> passed = reports(models, Faculty.Standing.PASSED);
    OptionalDouble mean = passed.stream().mapToDouble(Faculty.Report::overall).average();
    return new Board.Stats(
        store.known(),
        models.size() - resting,
        resting,
        passed.size(),
        reports(models, Faculty.Standing.FAILED).size(),
        passed.size(),
        mean.isPresent() ? Math.round(1000 * mean.getAsDouble()) / 10.0 : null);
  }

  private List<Faculty.Report> reports(List<ModelRef> models, Faculty.Standing standing) {
    return models.stream()
        .map(faculty::of)
        .filter(report -> report.standing() == standing)
        .toList();
  }

  private boolean rests(ModelRef ref) {
    return standings.of(ref, Category.GENERAL).restsFor() != null;
  }
}
