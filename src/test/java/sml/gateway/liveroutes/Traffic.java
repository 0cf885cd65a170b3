package sml.gateway.liveroutes;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** About 50 requests a second through the front door, until it is closed. */
final class Traffic implements AutoCloseable {
  private final TestGateway gateway;
  private final String model;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger count = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  Traffic(TestGateway gateway, String model) {
    this.gateway = gateway;
    this.model = model;
    pulse.scheduleAtFixedRate(() -> callers.execute(this::call), 0, 20, TimeUnit.MILLISECONDS);
  }

  private void call() {
    try {
      int number = count.getAndIncrement();
      if (number % 3 == 0) {
        expect("models", gateway.client().get("/v1/models"));
      } else if (number % 3 == 1) {
        expect("whole", gateway.ask(model).whole());
      } else {
        Heard heard = gateway.ask(model).streamed();
        expect("stream", heard);
        if (!heard.done() || heard.error() != null) {
          failures.add("stream " + heard.body());
        }
      }
    } catch (RuntimeException | AssertionError failure) {
      failures.add(failure.toString());
    }
  }

  private void expect(String what, Heard heard) {
    if (heard.status() != 200) {
      failures.add(what + " " + heard.status() + " " + heard.body());
    }
  }

  int count() {
    return count.get();
  }

  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    pulse.close();
    callers.close();
  }
}
