package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final int LOOKS = 300_000;

  @Test
  void aPathThatTwoOwnersServeIsFoundWhileTheyTakeTurns() throws InterruptedException {
    var table = new RouteTable<String>();
    table.add("live", "/v1/models", false, "GET", "of live");
    table.add("candidate", "/v1/models", false, "GET", "of candidate");
    var ended = new AtomicBoolean();
    Thread turns =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!ended.get()) {
                    table.show("candidate");
                    table.show("live");
                  }
                });
    int missed = 0;
    for (int look = 0; look < LOOKS; look++) {
      missed += table.find("GET", "/v1/models") instanceof RouteTable.Match.Unknown ? 1 : 0;
    }
    ended.set(true);
    turns.join();
    assertThat(missed).isZero();
  }
}
