package sml.gateway.modelhealth;

import org.junit.jupiter.api.Nested;

/** The same contracts for state in one process and for state shared over Valkey. */
class MemoriesTest {
  @Nested
  class BreakersInProcess extends BreakerContract {
    BreakersInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class BreakersOverValkey extends BreakerContract {
    BreakersOverValkey() {
      super(Lab.overValkey());
    }
  }

  @Nested
  class CooldownsInProcess extends CooldownContract {
    CooldownsInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class CooldownsOverValkey extends CooldownContract {
    CooldownsOverValkey() {
      super(Lab.overValkey());
    }
  }

  @Nested
  class QuotasInProcess extends RateWindowContract {
    QuotasInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class QuotasOverValkey extends RateWindowContract {
    QuotasOverValkey() {
      super(Lab.overValkeyWithGrants());
    }
  }
}
