package sml.gateway.routereload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/**
 * About 50 requests a second through the HTTP port, until it is closed; fewer on a machine that
 * does not keep up, so that they never pile up to more than the gateway takes.
 */
final class Traffic implements AutoCloseable {
  private final TestGateway gateway;
  private final String model;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore underWay = new Semaphore(8);
  private final AtomicInteger count = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  Traffic(TestGateway gateway, String model) {
    this.gateway = gateway;
    this.model = model;
    pulse.scheduleAtFixedRate(this::begin, 0, 20, TimeUnit.MILLISECONDS);
  }

  private void begin() {
    if (underWay.tryAcquire()) {
      callers.execute(this::call);
    }
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
        // tests allow two seconds of silence, and a busy machine may stand still that long
        boolean machineStalled = heard.body().contains("was silent for");
        if ((!heard.done() || heard.error() != null) && !machineStalled) {
          failures.add("stream " + heard.body());
        }
      }
    } catch (RuntimeException | AssertionError failure) {
      failures.add(failure.toString());
    } finally {
      underWay.release();
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
