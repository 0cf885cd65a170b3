package sml.gateway.ops.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.ops.cycle.Worker;

/** {@code GET /api/status}: counts, measurements beside their targets, worker and its log. */
@Component("status")
class StatusReply {
  private final BoardKeeper keeper;
  private final RequestWindow window;
  private final Checkup checkup;
  private final Clock clock;
  private final Instant started;

  /** What the contract asks for; times in milliseconds, rates in percent. */
  record Targets(long p50Ms, long p99Ms, double successRate, double unavailableRate) {
    static final Targets OF_THE_CONTRACT = new Targets(500, 3_000, 98, 1);
  }

  record StatusReport(
      String status,
      List<String> alerts,
      Map<String, Object> checks,
      Worker worker,
      Board.Stats stats,
      Board.ModelChanges modelChanges,
      Figures measured,
      Targets targets,
      long uptimeSeconds,
      List<StateStore.Line> recentLogs) {}

  StatusReply(BoardKeeper keeper, RequestWindow window, Checkup checkup, Clock clock) {
    this.keeper = keeper;
    this.window = window;
    this.checkup = checkup;
    this.clock = clock;
    this.started = clock.instant();
  }

  public StatusReport tell() {
    Board board = keeper.board();
    Checkup.Result result = checkup.now(clock.instant());
    return new StatusReport(
        result.status(),
        result.alerts(),
        result.checks(),
        board.worker(),
        board.stats(),
        board.modelChanges(),
        window.figures(),
        Targets.OF_THE_CONTRACT,
        Duration.between(started, clock.instant()).toSeconds(),
        board.lines());
  }
}
