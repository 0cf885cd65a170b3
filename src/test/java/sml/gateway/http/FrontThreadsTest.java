package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrontThreadsTest {

  @Test
  void aStartThatFailedIsNotKeptAliveByTheFrontsThreads() throws Exception {
    Vertx vertx = new FrontConfiguration().frontVertx(TestFront.settings());
    try {
      var daemon = new CompletableFuture<Boolean>();
      vertx.runOnContext(nothing -> daemon.complete(Thread.currentThread().isDaemon()));
      assertThat(daemon.get(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      vertx.close();
    }
  }
}
