package sml.gateway.learning;

import org.junit.jupiter.api.Nested;

class RateWindowTest {
  @Nested
  class InProcess extends RateWindowContract {
    InProcess() {
      super(new Lab());
    }
  }

  @Nested
  class OverValkey extends RateWindowContract {
    OverValkey() {
      super(Lab.overValkeyWithGrants());
    }
  }
}
