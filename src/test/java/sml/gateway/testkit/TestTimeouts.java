package sml.gateway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long tests wait for an event: 60 s, enough for a busy machine. */
public final class TestTimeouts implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }
}
