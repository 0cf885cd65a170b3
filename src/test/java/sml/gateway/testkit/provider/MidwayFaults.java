package sml.gateway.testkit.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import sml.gateway.simulation.EventStream;
import sml.gateway.simulation.ServerExchange;

/** Applies the faults of a behaviour in the middle of an answer. */
final class MidwayFaults implements EventStream.Interruption {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

  private final ServerExchange exchange;
  private final EventStream stream;
  private final List<Fault> faults;

  MidwayFaults(ServerExchange exchange, EventStream stream, List<Fault> faults) {
    this.exchange = exchange;
    this.stream = stream;
    this.faults = faults;
  }

  @Override
  public boolean allows(int wordsSent) throws IOException {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Midway midway && !strike(midway, wordsSent)) {
        return false;
      }
    }
    return true;
  }

  private boolean strike(Fault.Midway fault, int words) throws IOException {
    return switch (fault) {
      case Fault.Cut(int after, Fault.Ending ending) -> after != words || cut(ending);
      case Fault.Stall(int after) -> after != words || stall();
      case Fault.ErrorEvent(int after) -> after != words || fail();
      case Fault.BrokenEvent(int after) -> {
        if (after == words) {
          stream.event("{\"id\":\"sim\",\"choices\":[{\"delta\":{\"content\":\"bro");
        }
        yield true;
      }
      case Fault.NoDone(), Fault.NoFinish() -> true;
    };
  }

  private boolean cut(Fault.Ending ending) throws IOException {
    switch (ending) {
      case CLOSE -> exchange.close();
      case RESET -> exchange.reset();
      case QUIET_END -> endInOrder();
    }
    return false;
  }

  private boolean stall() throws IOException {
    exchange.pause(LONGEST_SILENCE);
    return false;
  }

  private boolean fail() throws IOException {
    stream.event(ProviderErrorBody.of(Fault.status(503)).text());
    endInOrder();
    return false;
  }

  private void endInOrder() throws IOException {
    exchange.end();
    exchange.close();
  }
}
