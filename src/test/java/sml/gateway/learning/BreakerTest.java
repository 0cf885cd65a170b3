package sml.gateway.learning;

import org.junit.jupiter.api.Nested;

class BreakerTest {
  @Nested
  class InProcess extends BreakerContract {
    InProcess() {
      super(new Lab());
    }
  }

  @Nested
  class OverValkey extends BreakerContract {
    OverValkey() {
      super(Lab.overValkey());
    }
  }
}
