package sml.gateway.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the gateway logs as an error while a test runs, so that its failure names the cause. */
public final class LoggedErrors implements AutoCloseable {
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Listener listener = new Listener();

  /** Listens from now on. */
  public LoggedErrors() {
    listener.setContext(root.getLoggerContext());
    listener.start();
    root.addAppender(listener);
  }

  @Override
  public void close() {
    root.detachAppender(listener);
    listener.stop();
  }

  /** The messages with their stack traces. */
  @Override
  public String toString() {
    return String.join("\n", errors);
  }

  private final class Listener extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        String trace =
            event.getThrowableProxy() == null
                ? ""
                : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
        errors.add(event.getFormattedMessage() + trace);
      }
    }
  }
}
