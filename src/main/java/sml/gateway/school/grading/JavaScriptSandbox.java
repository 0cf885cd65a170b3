package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ByteArrayMemory;
import run.endive.wasm.types.MemoryLimits;
import sml.gateway.json.RawObject;

/**
 * Runs JavaScript in QuickJS, itself WebAssembly inside this JVM, see docs/decisions/012. Each run
 * has a machine of its own: it sees no Java, file, network, clock of ours or other run, has 32 MiB
 * of memory, 2 s of processor time and at most a minute.
 */
final class JavaScriptSandbox {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 600;
  private static final int PAGES = 512; // of 64 KiB
  private static final long STACK_BYTES = 8L << 20;
  private static final int LONGEST_CODE = 20_000;
  private static final int LONGEST_REPORT = 100_000;
  private static final int AT_ONCE = 2;

  // no output: it would be stored outside of the memory limit
  private static final String MUTED =
      """
      globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };
      delete globalThis.Javy;
      globalThis.module = { exports: {} };
      globalThis.exports = module.exports;
      """;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Duration work;

  /** {@code work}: the processor time that a run may take. */
  public JavaScriptSandbox(Duration work) {
    this.work = work;
  }

  /** How a run ended. */
  public sealed interface Run {

    /**
     * The function returned for every case.
     *
     * @param results a list in the order of the cases
     */
    record Returned(JsonNode results) implements Run {}

    /** It did not; the reason is for display. */
    record Failed(String reason) implements Run {}
  }

  /**
   * Loads {@code code} and calls a function that it defines.
   *
   * @param cases a list of lists of arguments
   */
  public Run run(String code, String function, JsonNode cases) {
    if (code.length() > LONGEST_CODE) {
      return new Run.Failed("the code is too long");
    }
    places.acquireUninterruptibly();
    try {
      return inTime(new FutureTask<>(() -> inMachine(script(code, function, cases))));
    } finally {
      places.release();
    }
  }

  private static String script(String code, String function, JsonNode cases) {
    return MUTED
        + code
        + "\n;exam.report(JSON.stringify(("
        + cases
        + ").map((given) => "
        + function
        + "(...given))));\n";
  }

  /** Not interruptible: a shutdown must not mark a right answer wrong. */
  private Run inTime(FutureTask<Run> task) {
    // a thread of its own for its deep stack; an interrupt stops the machine at its next jump back
    Thread thread = new Thread(null, task, "exam-sandbox", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      for (int looks = 0; looks < MOST_LOOKS && withinWork(thread); looks++) {
        try {
          return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          continue;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return new Run.Failed("does not end in time");
    } catch (ExecutionException e) {
      return new Run.Failed("fails: " + firstLine(e.getCause()));
    } finally {
      thread.interrupt();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Processor time, not elapsed time: on a busy machine a right answer takes longer. */
  private boolean withinWork(Thread thread) {
    return THREADS.getThreadCpuTime(thread.threadId()) < work.toNanos();
  }

  private static Run inMachine(String script) throws IOException {
    var report = new AtomicReference<@Nullable String>();
    var exam =
        Builtins.builder("exam")
            .addStringToVoid("report", said -> report.compareAndSet(null, said))
            .build();
    try (Engine engine =
        Engine.builder()
            .addBuiltins(exam)
            .withMemoryFactory(
                limits -> new ByteArrayMemory(new MemoryLimits(limits.initialPages(), PAGES)))
            .build()) {
      engine.exec(engine.compile(script));
    }
    String said = report.get();
    if (said == null || said.length() > LONGEST_REPORT) {
      return new Run.Failed("gives no result of a sensible size");
    }
    return new Run.Returned(RawObject.EXACT.readTree(said));
  }

  private static String firstLine(@Nullable Throwable fault) {
    String message = String.valueOf(fault == null ? null : fault.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
