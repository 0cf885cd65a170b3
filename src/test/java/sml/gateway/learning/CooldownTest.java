package sml.gateway.learning;

import org.junit.jupiter.api.Nested;

class CooldownTest {
  @Nested
  class InProcess extends CooldownContract {
    InProcess() {
      super(new Lab());
    }
  }

  @Nested
  class OverValkey extends CooldownContract {
    OverValkey() {
      super(Lab.overValkey());
    }
  }
}
