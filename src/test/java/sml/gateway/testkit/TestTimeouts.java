package sml.gateway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long tests wait for what has to happen: long enough for a machine that is busy otherwise. */
public final class TestTimeouts implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }
}
